"""The shell and the register framework (界面): it knows no office and no model of its own."""
