"""Words and filters that the registers of the catalogue share."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from yibao.office.base.rights.granted import beginning_of
from yibao.terms.text import Text

CODE = Text("编码", "Code")
NAME = Text("名称", "Name")
DIVISION = Text("医保区划", "Division")
FIRST = Text("生效日期", "From")
LAST = Text("截止日期", "Until")


def within(rows: QuerySet[Any], division: str) -> QuerySet[Any]:
    """Return the rows of a division and of those below it."""
    return rows.filter(division__startswith=beginning_of(division))
