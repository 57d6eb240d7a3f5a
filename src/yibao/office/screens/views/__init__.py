"""The pages of registers and of the shell (页面)."""
