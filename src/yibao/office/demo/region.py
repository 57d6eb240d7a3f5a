"""The divisions of the demo region, and what everything invented says of itself (示范市)."""

from __future__ import annotations

from datetime import date

from yibao.synthetic.region_files.institutions import COUNTIES

CITY = "990100"
PROVINCE = "990000"
MARK = "（演示）"
"""Behind every invented name of an institution."""

COUNTY_NAMES = dict(zip(COUNTIES, "甲乙丙丁戊己庚", strict=True))
"""The seven counties: 示范甲县, 示范乙县 …"""

FIRST_YEAR = 2025
"""The rules of the demo region are whole from this year on."""
OPENED = date(FIRST_YEAR, 1, 1)
EVIDENCE = "演示数据，非真实文件"


def place(division: str) -> str:
    """Return what a division is called.

    >>> place("990121"), place("990221")
    ('示范甲县', '示范邻市')
    """
    return f"示范{COUNTY_NAMES[division]}县" if division in COUNTY_NAMES else "示范邻市"
