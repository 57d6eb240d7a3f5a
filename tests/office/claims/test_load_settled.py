"""Settlements of the past: the same tables as by live settling, and what is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from tests.office.claims.making import DIVISION
from tests.office.claims.past_making import Life, make_people
from yibao.office.base.actor import SYSTEM
from yibao.office.base.errors import Conflict
from yibao.office.claims import services
from yibao.office.claims.models import Layout, Settlement, Visit
from yibao.office.claims.past import PastVisit
from yibao.office.claims.queries.proof import accumulators_hold, differing
from yibao.office.ledger.books import verify_books
from yibao.office.ledger.chart import Book
from yibao.office.ledger.services import close_period

VISITS = 2000
NOT_LOADED = {"claims_line"}
"""Lines of the past live in the lake."""
MUST_DIFFER = {
    # Keys, and numbers that are given anew.
    "claims_visit": {"id"},
    "claims_diagnosis": {"id"},
    "claims_batch": {"id"},
    "claims_settlement": {"id"},
    "ledger_entry": {"id", "number", "written_in"},
    "ledger_account": {"id"},
    "claims_layout": {"id"},
    # The clock: when it was registered, and first used.
    "claims_plan": {"first_used_at"},
}
CLOCK = {"claims_visit": {"registered_at", "changed_at"}}

Rows = dict[str, "Counter[tuple[Any, ...]]"]


def _office_models() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        if model.__module__.startswith("yibao.office.") and model._meta.managed:
            yield model


def _named() -> dict[str, dict[Any, str]]:
    """Return by column what a key stands for: the number of what it is the key of."""
    visits = dict(Visit.objects.values_list("pk", "number"))
    settlements = dict(Settlement.objects.values_list("pk", "number"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, subject, number FROM ledger_entry")
        entries = cursor.fetchall()
        cursor.execute("SELECT id, fund || ' ' || account || ' ' || party FROM ledger_account")
        accounts = dict(cursor.fetchall())
    return {
        "visit_id": visits,
        "settlement_id": settlements,
        "entry_id": {key: subject for key, subject, _ in entries},
        "entry": {number: subject for _, subject, number in entries} | {"": ""},
        "account_id": accounts,
        "layout_id": {row.pk: bytes(row.digest).hex() for row in Layout.objects.all()},
    }


def _plain(value: Any) -> Any:
    if isinstance(value, memoryview):
        return bytes(value)
    return tuple(value) if isinstance(value, list) else value


def _snapshot() -> Rows:
    named = _named()
    found: Rows = {}
    for model in _office_models():
        table = model._meta.db_table
        if table in NOT_LOADED:
            continue
        left_out = MUST_DIFFER.get(table, set()) | CLOCK.get(table, set())
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column.name for column in cursor.description or ()]
            rows = cursor.fetchall()
        own = table.startswith(("claims_", "ledger_"))
        found[table] = Counter(
            tuple(
                named[name].get(value, value) if own and name in named else _plain(value)
                for name, value in zip(columns, row, strict=True)
                if name not in left_out
            )
            for row in rows
        )
    return found


def _lived(count: int, seed: int, persons: int = 20) -> tuple[list[PastVisit], Rows]:
    """Live visits through the services; return them and the tables, and undo everything."""
    people = make_people(persons)
    life = Life(people, seed)
    with transaction.atomic():
        pasts = [life.visit(number) for number in range(count)]
        rows = _snapshot()
        transaction.set_rollback(True)
    return pasts, rows


def _in_parts(pasts: list[PastVisit], size: int) -> Iterable[list[PastVisit]]:
    return (pasts[first : first + size] for first in range(0, len(pasts), size))


def test_two_thousand_visits_come_out_the_same_both_ways(own_database):
    pasts, live = _lived(VISITS, seed=20_261_126)
    assert Settlement.objects.count() == 0
    for part in _in_parts(pasts, 700):
        assert services.load_settled(SYSTEM, part) == services.LoadedPast(len(part))
    loaded = _snapshot()
    audit, live_audit = loaded.pop("base_auditentry"), live.pop("base_auditentry")
    # One entry of the audit for each of the three parts; live, the messages are the audit.
    assert (audit - live_audit).total() == 3
    assert loaded.keys() == live.keys()
    for table, rows in live.items():
        assert loaded[table] - rows == Counter(), table
        assert rows - loaded[table] == Counter(), table
    assert sum(live["claims_settlement"].values()) == VISITS
    assert live["ledger_entry"]
    assert live["claims_accountuse"]
    assert not verify_books(date(2025, 1, 1))
    some = list(Settlement.objects.all()[:100])
    assert differing(some) == []
    for person, insutype in {(row.person, row.insutype) for row in some}:
        assert accumulators_hold(person, insutype, some[0].settled_on)


def test_what_the_law_refuses_is_told_and_the_rest_is_loaded(db):
    pasts, _ = _lived(6, seed=3, persons=2)
    early = replace(pasts[0].visit, begins_at=pasts[0].visit.begins_at.replace(year=2020))
    done = services.load_settled(SYSTEM, [replace(pasts[0], visit=early), *pasts[1:]])
    assert done.loaded == 5
    assert [(one.number, one.reason.code) for one in done.refused] == [
        (pasts[0].number, "not_insured")
    ]
    assert Settlement.objects.count() == 5


def test_nothing_is_loaded_twice(db):
    pasts, _ = _lived(3, seed=4, persons=2)
    services.load_settled(SYSTEM, pasts)
    with pytest.raises(Conflict, match="loaded_already"):
        services.load_settled(SYSTEM, pasts[:1])
    assert Settlement.objects.count() == 3


def test_a_closed_month_takes_nothing(db):
    pasts, _ = _lived(12, seed=5, persons=2)
    month = pasts[0].settled_at.date().replace(day=1)
    close_period(SYSTEM, DIVISION, Book.OPERATIONAL, month)
    with pytest.raises(Conflict, match="period_not_open"):
        services.load_settled(SYSTEM, pasts)
    assert Visit.objects.count() == 0
