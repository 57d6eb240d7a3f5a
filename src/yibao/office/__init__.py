"""The running system (经办系统): offices over one database, each standing on those before it."""
