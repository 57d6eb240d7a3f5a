"""Whoever opens a person, or looks one up, waits for no scan: however many are registered."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.office.people.test_load import FIRST
from yibao.office.base.actor import SYSTEM
from yibao.office.base.roles import Role
from yibao.office.people.models import Person
from yibao.office.people.services import Around, load_persons
from yibao.office.screens.addresses import row_address
from yibao.synthetic.region.asked import Asked
from yibao.synthetic.region.population import persons

pytestmark = pytest.mark.django_db
SCAN = re.compile(r"Seq Scan on (people_\w+|claims_\w+|ledger_\w+|base_auditentry\w*)")
STATEMENTS_MAX = 60


def _scanned(queries: list[dict[str, str]]) -> set[str]:
    """Return which tables some statements read from end to end, by the plans of the database."""
    found: set[str] = set()
    with connection.cursor() as cursor:
        for query in queries:
            if query["sql"].lstrip().upper().startswith(("SELECT", "WITH")):
                cursor.execute(f"EXPLAIN {query['sql']}")
                plan = "\n".join(row[0] for row in cursor.fetchall())
                found.update(table for table in SCAN.findall(plan) if _is_big(table))
    return found


def _is_big(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [table])
        ((count,),) = cursor.fetchall()
    return bool(count > 1000)


def test_a_person_is_opened_and_found_by_indexes(client_of):
    table = persons(Asked(0.0015, FIRST, date(2026, 11, 25)), 0)
    places = [f"H{place:011d}" for place in range(10_000)]
    around = Around([("E", "示范单位（演示）")] * 100_000, places, {}, {}, FIRST, 2026, "演示数据")
    assert load_persons(SYSTEM, table, around) > 3000
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = client_of(Role.ENROLMENT)
    row = Person.objects.order_by("-pk")[100]
    pages = (
        row_address("people.person", row.pk),
        f"/people/person/?q={row.certificate_number}",
        f"/people/person/?q={row.number}",
    )
    for page in pages:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(page).status_code == 200
        assert len(caught.captured_queries) < STATEMENTS_MAX, page
        assert _scanned(caught.captured_queries) == set(), page
