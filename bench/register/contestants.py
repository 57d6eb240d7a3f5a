"""The requests that are measured, ours and those paged by offset."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.core.paginator import Paginator
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from tests.office.screens.shelf import BOOKS, Book
from yibao.office.base.actor import SYSTEM
from yibao.office.base.models import Account, Grant
from yibao.office.base.rights.granted import Grant as Given
from yibao.office.base.rights.granted import Granted
from yibao.office.base.roles import Role
from yibao.office.screens import keyset
from yibao.office.screens.discovery import declared
from yibao.office.screens.listing import row_of

URL = "/shelf/book/"
SIZE = 50
CLIENT = Client()
Act = Callable[[], Any]

FILL = """
    INSERT INTO shelf_book (title, shelf, pages, price_fen, state, bought, holder, version)
    SELECT '书' || n, CASE WHEN mod(n, 10) > 0 THEN mod(n, 1000) END, mod(n, 400),
        mod(n * 7919, 100000), CASE WHEN mod(n, 3) = 0 THEN 'worn' ELSE 'new' END,
        date '2026-01-01' + mod(n, 300)::int, 'P99010' || lpad(n::text, 9, '0'), 1
    FROM generate_series(1::bigint, %s::bigint) AS n(n)
"""


def prepare(rows: int) -> float:
    """Make the site, the table with its indexes, and who looks; return the seconds of the rows."""
    call_command("migrate", verbosity=0, interactive=False)
    declared().registers[BOOKS.code] = BOOKS  # type: ignore[index]
    with connection.schema_editor() as editor:
        editor.create_model(Book)
    begun = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(FILL, [rows])
        cursor.execute("CREATE INDEX ON shelf_book (title, id)")
        cursor.execute("CREATE INDEX ON shelf_book (shelf, id)")
        cursor.execute("CREATE INDEX ON shelf_book (price_fen, id)")
        cursor.execute("ANALYZE shelf_book")
    made = time.perf_counter() - begun
    account = Account.objects.create(username="bench", name="测试", must_change_password=False)
    Grant.objects.create(
        account=account,
        role=Role.ADMINISTRATION,
        division="990100",
        during=(timezone.localdate(), None),
        reason="测试",
    )
    CLIENT.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return made


def _place(rows: int, order: tuple[str, ...]) -> str:
    """Return the key of the row in the middle of the list."""
    return str(Book.objects.order_by(*order).values_list("pk", flat=True)[rows // 2])


def _get(query: str) -> Act:
    def act() -> None:
        answer = CLIENT.get(URL + query)
        assert answer.status_code == 200, answer.status_code
        assert answer.content.count(b"<tr data-href=") == SIZE

    return act


def requests(rows: int) -> dict[str, Act]:
    """Return whole requests of our list by what they ask for."""
    title, shelf = _place(rows, ("title", "pk")), _place(rows, ("-shelf", "-pk"))
    newest = _place(rows, ("-pk",))
    return {
        "first_page": _get(""),
        "middle": _get(f"?after={newest}"),
        "middle_backwards": _get(f"?before={newest}"),
        "middle_by_title": _get(f"?sort=title&after={title}"),
        "middle_by_shelf_with_ties_and_nulls": _get(f"?sort=-shelf&after={shelf}"),
        "filtered_by_range": _get("?price.from=500&price.to=505&sort=price"),
        "filtered_without_index": _get("?bought.from=2026-03-01&bought.to=2026-03-01"),
    }


def _by_offset(order: tuple[str, ...], page: int) -> Act:
    granted = Granted(SYSTEM, (Given(Role.ADMINISTRATION, "990100"),), second_factor=True)

    def act() -> None:
        shown = Paginator(Book.objects.order_by(*order), SIZE).page(page)
        rows = [row_of(BOOKS, BOOKS.columns, row, granted) for row in shown]
        assert len(rows) == SIZE
        listing = {"rows": rows, "headings": ()}
        render_to_string("screens/table.html", {"listing": listing})

    return act


def by_offset(rows: int) -> dict[str, Act]:
    """Return the same lists paged by offset with an exact count; only the table is drawn."""
    middle = rows // 2 // SIZE
    return {
        "first_page": _by_offset(("-pk",), 1),
        "middle": _by_offset(("-pk",), middle),
        "middle_by_title": _by_offset(("title", "pk"), middle),
        "middle_by_shelf": _by_offset(("-shelf", "-pk"), middle),
    }


def same_rows(rows: int) -> bool:
    """Say whether a page by keys deep inside holds the rows that an offset finds there."""
    for order in (("-pk",), ("title", "pk"), ("-shelf", "-pk"), ("shelf", "pk")):
        ordered = Book.objects.order_by(*order)
        for begin in (SIZE, rows // 2, rows - 2 * SIZE):
            expected = list(ordered.values_list("pk", flat=True)[begin : begin + SIZE])
            before = str(ordered.values_list("pk", flat=True)[begin - 1])
            found = keyset.sheet(Book.objects.all(), order, SIZE, after=before)
            if [row.pk for row in found.rows] != expected:
                return False
    return True
