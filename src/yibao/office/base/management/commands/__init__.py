"""Commands of the base (管理命令)."""
