"""Services of the base: the only writers of its tables (业务服务)."""
