"""What a comparison says to people: tables, charts, one page, a workbook (测算报告)."""
