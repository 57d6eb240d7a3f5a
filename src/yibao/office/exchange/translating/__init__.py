"""Between typed nodes and what the claims' office is asked and answers (报文与业务对象互译)."""
