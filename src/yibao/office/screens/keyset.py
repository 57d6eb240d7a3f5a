"""Pages of a sorted list without counting rows (键集分页).

A page begins after a row or ends before one; both are found through an index, so page ten thousand
costs what page one costs. The row is named by its primary key alone: what it is sorted by,
which may be a person's name, never stands in an address.

Order is PostgreSQL's own: nothing (NULL) is larger than everything, last when ascending, first when
descending; reading backwards is then exactly the same index read backwards.
Where all directions agree and only the first column may be NULL, a page is read in at most two
pieces, each a comparison of rows ``(a, id) > (x, y)`` that an index answers. Any other order is
spelled out column by column, right but slower far inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import BooleanField, F, Field, Func, Model, Q, QuerySet, Value
from django.db.models.constants import LOOKUP_SEP
from django.db.models.sql.compiler import SQLCompiler

Asked = Q | Func
Piece = tuple[Sequence[Asked], Sequence[str]]
"""Conditions of a stretch of the list, and the order within it."""


@dataclass(frozen=True, slots=True)
class Sorting:
    """One column of the order, as the database knows it."""

    path: str
    descending: bool
    nullable: bool
    field: Field[Any, Any] | None

    @property
    def term(self) -> str:
        """The term of ``order_by``."""
        return f"-{self.path}" if self.descending else self.path

    def reversed(self) -> Sorting:
        """Return the same column read backwards."""
        return Sorting(self.path, not self.descending, self.nullable, self.field)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of rows (一页), and whether there is something on either side."""

    rows: list[Any]
    has_before: bool
    has_after: bool
    lost_place: bool = False
    """The row that the page was to begin at is gone; this is the first page."""


class RowIsAfter(Func):
    """``(a, b) > (x, y)``, or ``<`` for a descending order."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, sortings: Sequence[Sorting], values: Sequence[object]) -> None:
        given = [Value(v, output_field=s.field) for s, v in zip(sortings, values, strict=True)]
        super().__init__(*(F(s.path) for s in sortings), *given)
        self.sign = "<" if sortings[0].descending else ">"

    def as_sql(  # type: ignore[override]
        self, compiler: SQLCompiler, connection: Any, **extra: Any
    ) -> tuple[str, list[Any]]:
        """Write both rows with the sign between them."""
        del connection, extra
        texts: list[str] = []
        parameters: list[Any] = []
        for expression in self.source_expressions:
            text, given = compiler.compile(expression)
            texts.append(text)
            parameters.extend(given)
        half = len(texts) // 2
        left, right = ", ".join(texts[:half]), ", ".join(texts[half:])
        return f"(({left}) {self.sign} ({right}))", parameters


def sortings_of(model: type[Model], order: Sequence[str]) -> list[Sorting]:
    """Return the order's columns with what the model says of them."""
    return [_sorting(model, term) for term in order]


def _sorting(model: type[Model], term: str) -> Sorting:
    path = term.removeprefix("-")
    nullable, at = False, model
    field: Any = None
    for part in path.split(LOOKUP_SEP):
        try:
            field = at._meta.pk if part == "pk" else at._meta.get_field(part)
        except FieldDoesNotExist:  # an annotation
            return Sorting(path, term.startswith("-"), nullable=True, field=None)
        nullable = nullable or field.null
        at = getattr(field, "related_model", None) or at
    return Sorting(path, term.startswith("-"), nullable, field)


def sheet(
    queryset: QuerySet[Any],
    order: Sequence[str],
    size: int,
    after: str | None = None,
    before: str | None = None,
    all_rows: QuerySet[Any] | None = None,
) -> Sheet:
    """Return `size` rows in `order`, those after or before the row of that primary key.

    Args:
        queryset: filtered, not ordered.
        order: ORM paths, the last one unique.
        size: how many rows at most.
        after: primary key of the last row of the page before.
        before: primary key of the first row of the page after.
        all_rows: where the named row is looked for: it may meanwhile have left the filtered rows.

    """
    sortings = sortings_of(queryset.model, order)
    backwards = before is not None and after is None
    if backwards:
        sortings = [sorting.reversed() for sorting in sortings]
    named = before if backwards else after
    if named is None:
        rows = _read(queryset, [((), [s.term for s in sortings])], size + 1)
        return Sheet(rows[:size], has_before=False, has_after=len(rows) > size)
    place = _place(queryset if all_rows is None else all_rows, sortings, named)
    if place is None:
        first = sheet(queryset, order, size)
        return Sheet(first.rows, first.has_before, first.has_after, lost_place=True)
    rows = _read(queryset, _pieces(sortings, place), size + 1)
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        return Sheet(rows[::-1], has_before=more, has_after=True)
    return Sheet(rows, has_before=True, has_after=more)


def _place(
    queryset: QuerySet[Any], sortings: Sequence[Sorting], named: str
) -> tuple[object, ...] | None:
    try:
        key = queryset.model._meta.pk.to_python(named)
    except ValidationError:
        return None
    found: tuple[object, ...] | None = (
        queryset.order_by().filter(pk=key).values_list(*(s.path for s in sortings)).first()
    )
    return found


def _read(queryset: QuerySet[Any], pieces: Sequence[Piece], count: int) -> list[Any]:
    rows: list[Any] = []
    for conditions, order in pieces:
        if len(rows) < count:
            rows.extend(queryset.filter(*conditions).order_by(*order)[: count - len(rows)])
    return rows


def _pieces(sortings: Sequence[Sorting], place: Sequence[object]) -> list[Piece]:
    """Return the stretches of the list behind `place`, one after the other."""
    terms = [sorting.term for sorting in sortings]
    head, rest = sortings[0], sortings[1:]
    uniform = len({sorting.descending for sorting in sortings}) == 1
    if not uniform or any(sorting.nullable for sorting in rest):
        return [([_spelled_out(sortings, place)], terms)]
    if not head.nullable:
        return [([RowIsAfter(sortings, place)], terms)]
    empty, filled = Q(**{f"{head.path}__isnull": True}), Q(**{f"{head.path}__isnull": False})
    if place[0] is None:
        among: Piece = ([empty, RowIsAfter(rest, place[1:])], terms[1:])
        return [among, ([filled], terms)] if head.descending else [among]
    within: Piece = ([filled, RowIsAfter(sortings, place)], terms)
    return [within] if head.descending else [within, ([empty], terms[1:])]


def _spelled_out(sortings: Sequence[Sorting], place: Sequence[object]) -> Q:
    """Return: later in the first column, or equal there and later in the second, and so on."""
    found, equal = Q(pk__in=[]), Q()
    for sorting, value in zip(sortings, place, strict=True):
        later = _later(sorting, value)
        if later is not None:
            found |= equal & later
        equal &= Q(**{f"{sorting.path}__isnull": True} if value is None else {sorting.path: value})
    return found


def _later(sorting: Sorting, value: object) -> Q | None:
    """Return what is later than `value` in one column; None when nothing can be."""
    if value is None:
        return Q(**{f"{sorting.path}__isnull": False}) if sorting.descending else None
    if sorting.descending:
        return Q(**{f"{sorting.path}__lt": value})
    later = Q(**{f"{sorting.path}__gt": value})
    return later | Q(**{f"{sorting.path}__isnull": True}) if sorting.nullable else later


COUNTED_AT_MOST = 10_000


def count_of(queryset: QuerySet[Any]) -> tuple[int, bool]:
    """Return the number of rows and whether it is exact; nobody needs to know beyond 10 000."""
    counted = queryset.order_by()[: COUNTED_AT_MOST + 1].count()
    return min(counted, COUNTED_AT_MOST), counted <= COUNTED_AT_MOST
