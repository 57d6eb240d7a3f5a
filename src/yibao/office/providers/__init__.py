"""Institutions, departments, staff and agreements (定点医药机构管理)."""
