"""Imports from files (数据导入): declare a layout, check every row, write the good ones or none."""
