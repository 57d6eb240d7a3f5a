"""Steps of the tables of the base (数据表变更)."""
