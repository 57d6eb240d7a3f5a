"""The database (数据库): PostgreSQL, brought along for demo and tests, else by URL."""
