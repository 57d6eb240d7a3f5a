"""A list as a template needs it (列表): headings, rows, filters, the pages before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from yibao.office.screens import filtering, keyset
from yibao.office.screens.addresses import list_address, row_address
from yibao.office.screens.cells import Cell, cell, heading
from yibao.office.screens.discovery import shell
from yibao.office.screens.filtering import Filters
from yibao.office.screens.register import Column, Register
from yibao.office.screens.rights import Granted, OfficeRequest

SIZES = (20, 50, 100)


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column; `address` sorts by it, the other way round when it already does."""

    code: str
    label: str
    is_right: bool
    address: str
    sorted: str
    wide: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list."""

    key: str
    href: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list."""

    register: Register
    filters: Filters
    headings: Sequence[Heading]
    rows: Sequence[Row]
    count: int
    is_exact: bool
    lost_place: bool
    sort: str
    size: int
    here: str
    first: str
    before: str
    after: str
    sizes: Sequence[tuple[int, str, bool]]
    export: str

    @property
    def search(self) -> filtering.Shown | None:
        """The filter that is typed."""
        return next((s for s in self.filters.shown if s.kind == "search"), None)

    @property
    def offered(self) -> Sequence[filtering.Shown]:
        """The filters that are chosen from a menu."""
        shown = self.filters.shown
        return [s for s in shown if s.kind != "exact" and s is not self.search]

    @property
    def chips(self) -> Sequence[filtering.Shown]:
        """The filters that links have set."""
        return [s for s in self.filters.shown if s.kind == "exact" and s.is_set]


def listing(
    request: OfficeRequest,
    register: Register,
    query: QueryDict,
    leave_out: Sequence[str] = (),
    at_most: int | None = None,
) -> Listing:
    """Read the page of a list that `query` asks for, and note for the audit whom it shows."""
    granted: Granted = request.granted
    rows = register.rows(granted, granted.reach(register.permission))
    filters = filtering.read(register, query)
    filters_only = filters.parameters()
    for shown in filters.shown:
        shown.without = list_address(register.code, filters.parameters(leave_out=shown.code))
    filtered = filters.apply(rows)
    sort, order = order_of(register, query.get("sort", ""))
    size = at_most or _size(register, query.get("size", ""))
    after, before = query.get("after"), query.get("before")
    sheet = keyset.sheet(filtered, order, size, after, before, rows)
    count, is_exact = keyset.count_of(filtered)
    if register.persons is not None:
        shell().shown(request, [p for row in sheet.rows for p in register.persons(row)])
    columns = [column for column in register.columns if column.code not in leave_out]
    kept: dict[str, Sequence[str]] = dict(filters_only)
    if size != register.page_size:
        kept["size"] = (str(size),)
    sorted_too = {**kept, "sort": (sort,)} if sort else kept

    def address(**more: str) -> str:
        return list_address(register.code, {**sorted_too, **{k: (v,) for k, v in more.items()}})

    return Listing(
        register=register,
        filters=filters,
        headings=[_heading(register, column, kept, sort) for column in columns],
        rows=[row_of(register, columns, row, granted) for row in sheet.rows],
        count=count,
        is_exact=is_exact,
        lost_place=sheet.lost_place,
        sort=sort,
        size=size,
        here=address(),
        first=address() if sheet.has_before else "",
        before=address(before=str(sheet.rows[0].pk)) if sheet.has_before and sheet.rows else "",
        after=address(after=str(sheet.rows[-1].pk)) if sheet.has_after and sheet.rows else "",
        sizes=[(n, address(size=str(n)), n == size) for n in SIZES],
        export=list_address(f"{register.code}.export", sorted_too)
        if register.export_permission and granted.may(register.export_permission)
        else "",
    )


def order_of(register: Register, sort: str) -> tuple[str, Sequence[str]]:
    """Return the sorting that was asked for, if it is offered, and its order with a unique end."""
    code = sort.removeprefix("-")
    column = next((c for c in register.columns if c.code == code and c.sort), None)
    if column is None or column.sort is None:
        return "", register.order
    sign = "-" if sort.startswith("-") else ""
    return sort, (f"{sign}{column.sort}", f"{sign}pk")


def row_of(register: Register, columns: Sequence[Column], row: Any, granted: Granted) -> Row:
    """Return one row; where no column says that it leads to the row's page, the first does."""
    href = row_address(register.code, row.pk) if register.detail is not None else ""
    linked = next((c.code for c in columns if c.link), columns[0].code)
    shown = [cell(c, row, granted, href if c.code == linked else "") for c in columns]
    return Row(str(row.pk), href, shown)


def _heading(
    register: Register, column: Column, kept: Mapping[str, Sequence[str]], sort: str
) -> Heading:
    sorted_by = {column.code: "ascending", f"-{column.code}": "descending"}.get(sort, "")
    turned = f"-{column.code}" if sorted_by == "ascending" else column.code
    address = list_address(register.code, {**kept, "sort": (turned,)}) if column.sort else ""
    is_right = column.kind in ("money", "number", "ratio")
    return Heading(column.code, heading(column), is_right, address, sorted_by, column.wide)


def _size(register: Register, text: str) -> int:
    return int(text) if text in {str(size) for size in SIZES} else register.page_size
