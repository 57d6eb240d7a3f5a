"""Words and filters that the registers of the catalogue share."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from yibao.office.base.rights.granted import beginning_of
from yibao.office.catalogue.services.rules import LEVEL_NAMES
from yibao.terms.admdvs import regions
from yibao.terms.text import Text

CODE = Text("编码", "Code")
NAME = Text("名称", "Name")
DIVISION = Text("医保区划", "Division")
FIRST = Text("生效日期", "From")
LAST = Text("截止日期", "Until")
CLASS = Text("收费项目等级", "Class")
LEVEL_CHOICES = tuple((name, Text(name, name)) for name in sorted(LEVEL_NAMES))
PRICE_E6 = 1_000_000
"""One yuan in millionths."""


def price_yuan(price_e6: int | None) -> str:
    """Return a price in yuan as people read it, without needless zeros.

    >>> price_yuan(12_500_000), price_yuan(1_234_567), price_yuan(None)
    ('12.50', '1.234567', '')
    """
    if price_e6 is None:
        return ""
    whole, part = divmod(price_e6, PRICE_E6)
    digits = f"{part:06d}"
    return f"{whole}.{digits[:2]}{digits[2:].rstrip('0')}"


def place(division: str) -> Text:
    """Return what a division is called; its code where the regions do not list it."""
    if not division:
        return Text("全国", "nation")
    known = regions().get(division)
    return Text(division, division) if known is None else known.label


def asked(text: str) -> str:
    """Return what somebody typed as the database takes it: no NUL, which no text of it holds."""
    return text.replace("\0", "").strip()


def within(rows: QuerySet[Any], division: str) -> QuerySet[Any]:
    """Return the rows of a division and of those below it."""
    return rows.filter(division__startswith=beginning_of(asked(division)))
