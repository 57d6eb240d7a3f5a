"""Django's PostgreSQL with cheaper transactions (数据库引擎); see `base`."""
