"""Every row once, in order, whatever the order, the ties and what is missing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.office.screens.shelf import Book
from yibao.office.screens import keyset

ROW = st.tuples(
    st.none() | st.integers(0, 3),
    st.integers(0, 3),
    st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 3)),
)
COLUMNS = ("shelf", "pages", "bought")
ORDERS = st.tuples(
    st.lists(
        st.tuples(st.sampled_from(COLUMNS), st.booleans()), max_size=3, unique_by=lambda c: c[0]
    ),
    st.booleans(),
)


def terms(order: Any) -> list[str]:
    columns, is_descending = order
    head = [f"-{name}" if down else name for name, down in columns]
    return [*head, "-pk" if is_descending else "pk"]


def pages(order: list[str], size: int, *, backwards: bool) -> list[int]:
    """Walk all pages; forwards from the first, or backwards from the last row."""
    queryset = Book.objects.all()
    if not backwards:
        sheet = keyset.sheet(queryset, order, size)
        seen = [row.pk for row in sheet.rows]
        while sheet.has_after:
            sheet = keyset.sheet(queryset, order, size, after=str(sheet.rows[-1].pk))
            assert sheet.has_before
            seen += [row.pk for row in sheet.rows]
        return seen
    last = queryset.order_by(*order).last()
    assert last is not None
    seen, sheet = [last.pk], keyset.sheet(queryset, order, size, before=str(last.pk))
    while True:
        seen = [row.pk for row in sheet.rows] + seen
        if not sheet.has_before:
            return seen
        sheet = keyset.sheet(queryset, order, size, before=str(sheet.rows[0].pk))


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(ROW, min_size=1, max_size=24), ORDERS, st.integers(1, 7))
def test_all_rows_come_exactly_once_in_order(
    books: type[Book], rows: list[Any], order: Any, size: int
) -> None:
    Book.objects.all().delete()
    Book.objects.bulk_create(
        Book(title="书", shelf=shelf, pages=number, bought=bought) for shelf, number, bought in rows
    )
    asked = terms(order)
    whole = list(Book.objects.order_by(*asked).values_list("pk", flat=True))
    assert pages(asked, size, backwards=False) == whole
    assert pages(asked, size, backwards=True) == whole


def test_a_row_that_is_gone_leads_to_the_first_page(books: type[Book]) -> None:
    Book.objects.bulk_create(Book(title=str(number)) for number in range(3))
    sheet = keyset.sheet(Book.objects.all(), ("pk",), 2, after="999999")
    assert sheet.lost_place
    assert [row.title for row in sheet.rows] == ["0", "1"]
    assert keyset.sheet(Book.objects.all(), ("pk",), 2, after="'; DROP TABLE--").lost_place


def test_a_row_that_left_the_filter_still_marks_its_place(books: type[Book]) -> None:
    made = Book.objects.bulk_create(Book(title=title) for title in "abcd")
    filtered = Book.objects.exclude(title="b")
    sheet = keyset.sheet(filtered, ("pk",), 2, after=str(made[1].pk), all_rows=Book.objects.all())
    assert [row.title for row in sheet.rows] == ["c", "d"]


@pytest.mark.parametrize(("column", "sign"), [("pages", ""), ("pages", "-"), ("shelf", "-")])
def test_the_database_reads_a_page_from_an_index(books: type[Book], column: str, sign: str) -> None:
    Book.objects.bulk_create(Book(title="书", pages=n % 50, shelf=n % 9) for n in range(4000))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE INDEX at_{column} ON shelf_book ({column}, id)")
        cursor.execute("ANALYZE shelf_book")
    order = (f"{sign}{column}", f"{sign}pk")
    place = Book.objects.order_by(*order)[2000]
    pieces = keyset._pieces(keyset.sortings_of(Book, order), (getattr(place, column), place.pk))
    conditions, terms_ = pieces[0]
    plan = Book.objects.filter(*conditions).order_by(*terms_)[:50].explain()
    assert f"at_{column}" in plan
    condition = next(line for line in plan.splitlines() if "Index Cond" in line)
    assert f"ROW({column}, id)" in condition
    assert "Sort" not in plan


def test_nobody_counts_beyond_ten_thousand(
    books: type[Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyset, "COUNTED_AT_MOST", 3)
    Book.objects.bulk_create(Book(title="书") for _ in range(3))
    assert keyset.count_of(Book.objects.all()) == (3, True)
    Book.objects.create(title="书")
    assert keyset.count_of(Book.objects.all()) == (3, False)
