"""Rows that hold from a first to a last day (有效期): both included, no last day: until further."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.contrib.postgres.fields import DateRangeField
from django.db import IntegrityError, models, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from psycopg.errors import ExclusionViolation

from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

ONE_DAY = timedelta(days=1)


def period(first: date, last: date | None = None, field: str = "last") -> DateRange:
    """Return the days from `first` to `last` as the database keeps them.

    Raises:
        InvalidInput: code ``dates_reversed``.

    >>> period(date(2025, 1, 1), date(2025, 1, 31)).upper
    datetime.date(2025, 2, 1)

    """
    if last is not None and last < first:
        raise InvalidInput(
            "dates_reversed",
            field,
            Text(
                f"截止 {last} 早于起始 {first}。",
                f"The last day {last} is before the first, {first}.",
            ),
            Text("核对起止日期。", "Check both dates."),
        )
    return DateRange(first, None if last is None else last + ONE_DAY, "[)")


class Dated(models.Model):
    """A row that holds for some days."""

    during = DateRangeField("有效期")

    class Meta:
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

    def holds(self, day: date) -> bool:
        """Say whether the row holds on a day."""
        return self.first <= day and (self.last is None or day <= self.last)

    def cut(self, last: date) -> bool:
        """Let the row end on a day, unless it ends before; say whether any day of it is left."""
        if self.last is not None and self.last <= last:
            return True
        if last < self.first:
            return False
        self.during = period(self.first, last)
        return True


@contextmanager
def no_overlap(field: str, reason: Text) -> Iterator[None]:
    """Turn the database's refusal of overlapping days into an error for people.

    Raises:
        InvalidInput: code ``dates_overlap``.

    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if not isinstance(error.__cause__, ExclusionViolation):
            raise
        remedy = Text("先结束原记录，或改起止日期。", "End the other first, or change the dates.")
        raise InvalidInput("dates_overlap", field, reason, remedy) from error


def exclusion(
    table: str, numbers: tuple[str, ...] = (), codes: tuple[str, ...] = (), where: str = "true"
) -> str:
    """Return the SQL by which rows of a table that agree in some columns share no day.

    Args:
        table: the table.
        numbers: columns with whole numbers.
        codes: columns with text.
        where: the rows that it is about.

    >>> exclusion("t", ("person_id",), ("kind",))  # doctest: +NORMALIZE_WHITESPACE
    "ALTER TABLE t ADD CONSTRAINT t_no_overlap EXCLUDE USING gist
    (int8range(person_id, person_id, '[]') WITH &&, code_range(kind, kind, '[]') WITH &&,
    during WITH &&) WHERE (true)"

    """
    keys = [f"int8range({column}, {column}, '[]') WITH &&" for column in numbers]
    keys += [f"code_range({column}, {column}, '[]') WITH &&" for column in codes]
    listed = ", ".join([*keys, "during WITH &&"])
    name = f"{table}_no_overlap"
    return (
        f"ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist ({listed}) WHERE ({where})"
    )


CODE_RANGE = 'CREATE TYPE code_range AS RANGE (subtype = text, collation = "C")'
"""A range of codes, so that a text takes part in an exclusion without any extension."""
