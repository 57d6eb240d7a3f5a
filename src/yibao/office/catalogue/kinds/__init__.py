"""The kinds of files that the catalogue imports (导入种类)."""
