"""Rows that hold from a first to a last day (有效期): both included; no last day: until further."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange

from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

ONE_DAY = timedelta(days=1)
NATION = ""
"""The division of what holds in the whole country."""


def period(first: date, last: date | None = None) -> DateRange:
    """Return the days from `first` to `last` as the database keeps them.

    Raises:
        InvalidInput: code ``dates_reversed``.

    >>> period(date(2025, 1, 1), date(2025, 1, 31)).upper
    datetime.date(2025, 2, 1)

    """
    if last is not None and last < first:
        raise InvalidInput(
            "dates_reversed",
            "last",
            Text(f"截止 {last} 早于起始 {first}。", f"{last} is before the first day, {first}."),
            Text("核对起止日期。", "Check both dates."),
        )
    return DateRange(first, None if last is None else last + ONE_DAY, "[)")


def chain(division: str) -> list[str]:
    """Return a division and those above it, the nearest first, the nation last.

    >>> chain("990121"), chain("990100"), chain("")
    (['990121', '990100', '990000', ''], ['990100', '990000', ''], [''])
    >>> chain("990199")
    ['990199', '990100', '990000', '']
    """
    if not division:
        return [NATION]
    above = [division, f"{division[:4]}00", f"{division[:2]}0000"]
    return [*dict.fromkeys(above), NATION]


class Dated(models.Model):
    """A row that holds for some days.

    `digest` tells whether an import says anything new; `import_id` is the import that wrote the
    row, if one did.
    """

    during = DateRangeField("有效期")
    digest = models.CharField("内容摘要", max_length=32)
    import_id = models.BigIntegerField("导入编号", null=True, blank=True)

    class Meta:
        """No table of its own."""

        abstract = True

    @property
    def first(self) -> date:
        """The first day."""
        day: date = self.during.lower
        return day

    @property
    def last(self) -> date | None:
        """The last day; None until further."""
        end: date | None = self.during.upper
        return None if end is None else end - ONE_DAY
