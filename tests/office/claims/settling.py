"""Visits with bills that are classified already, so that tests of settling say only what matters.

Amounts are in yuan here, since tests do their arithmetic in yuan; the office counts in fen.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.office.claims.making import DAY, DIVISION, HOSPITAL, at
from yibao.office.base.actor import SYSTEM
from yibao.office.claims import plans, services
from yibao.office.claims.asked import Claim, Settled, VisitKey
from yibao.office.claims.models import Accumulator, Batch, Settlement, Visit
from yibao.office.claims.plans import slots_of
from yibao.office.ledger.chart import Book
from yibao.office.ledger.entry import NewEntry, credit, debit
from yibao.office.ledger.services import open_period, open_personal_account, post
from yibao.policy import compile_plan
from yibao.policy.load import policy_contents, policy_of

_NUMBERS = itertools.count(1)


def open_books() -> None:
    """Open this month in the operational sub-ledger."""
    open_period(SYSTEM, DIVISION, Book.OPERATIONAL, timezone.localdate())


def visit(person: str, provider: str = HOSPITAL, **others: Any) -> Visit:
    """Make an out-patient visit of an employee in county 990121, attended."""
    number = next(_NUMBERS)
    begins: date = others.pop("begins_on", DAY)
    now = timezone.now()
    values = {
        "number": f"V{number:08d}",
        "division": provider[1:7],
        "provider": provider,
        "person": person,
        "insutype": "310",
        "insured_division": "990121",
        "setting": "outpatient",
        "med_type": "11",
        "begins_at": at(begins),
        "begins_on": begins,
        "ends_at": None,
        "state": "open",
        "registered_at": now,
        "changed_at": now,
    }
    return Visit.objects.create(**values | others)


def stay(person: str, begins_on: date, ends_on: date | None, **others: Any) -> Visit:
    """Make a stay; without a last day it goes on."""
    ended = {"ends_at": at(ends_on, 15), "state": "discharged"} if ends_on else {}
    values = {"setting": "inpatient", "med_type": "21", "begins_on": begins_on, **ended}
    return visit(person, **values | others)


def bill(row: Visit, number: str = "1", day: date = DAY, lines: int = 1, **parts: int) -> Batch:
    """Add a classified batch; parts in yuan: in_scope, first_pay, over_limit, full_self."""
    names = ("full_self", "over_limit", "first_pay", "in_scope")
    fen = [parts.get(name, 0) * 100 for name in names]
    return Batch.objects.create(
        visit=row,
        number="" if row.setting == "inpatient" else number,
        day=day,
        line_count=lines,
        total_fen=sum(fen),
        bill={"main": fen},
        classified_under=b"",
    )


def claim(row: Visit, total: int, **others: Any) -> Claim:
    """Ask for a visit's settlement; the total is in yuan."""
    key = VisitKey(row.provider, row.number, row.person)
    values: dict[str, Any] = {"visit": key, "insutype": row.insutype, "total_fen": total * 100}
    return Claim(**values | others)


def settled(row: Visit, total: int, **others: Any) -> Settled:
    """Settle a visit whose bill has this total in yuan."""
    return services.settle(SYSTEM, claim(row, total, **others))


def outpatient(person: str, in_scope: int, **others: Any) -> Settled:
    """Make, bill and settle an out-patient visit, all of it in scope."""
    row = visit(person, **others)
    bill(row, in_scope=in_scope)
    return settled(row, in_scope)


def give(person: str, yuan: int) -> None:
    """Open a personal account and credit it."""
    today = timezone.localdate()
    open_personal_account(SYSTEM, DIVISION, person, date(2025, 1, 1))
    lines = (
        debit("310200", "account.credited", yuan * 100),
        credit("310200", "account.person", yuan * 100, person),
    )
    key = f"test:{person}:{next(_NUMBERS)}"
    entry = NewEntry(DIVISION, Book.OPERATIONAL, today, "account", lines, key, event="credit")
    post(SYSTEM, entry)


def counts(person: str, year: int = 2025, insutype: str = "310") -> Mapping[str, int]:
    """Return what is used up, by name of the count: those that are one number."""
    row = Accumulator.objects.get(person=person, insutype=insutype, benefit_year=year)
    return {
        slot.name: row.numbers[slot.first]
        for slot in slots_of(row.layout_id)
        if slot.length == 1 and row.numbers[slot.first]
    }


def key_of(done: Settled) -> VisitKey:
    """Return the key of a settled visit."""
    row = Settlement.objects.get(number=done.number)
    return VisitKey(row.provider, done.visit, done.person)


def days(first: date, count: int) -> list[date]:
    """Return some days in a row."""
    return [first + timedelta(days=place) for place in range(count)]


def plan_with(monkeypatch: pytest.MonkeyPatch, **words: str) -> None:
    """Let the demo region have other words of the procedure: `reversal="keep_later"`."""
    told = "\n".join(
        f"  {key}: {{value: {word}, source: NINGXIAN, status: verified, valid_from: 2020-01-01}}"
        for key, word in words.items()
    )
    contents = (*policy_contents(DIVISION), ("test.yaml", f"procedure:\n{told}\n".encode()))
    plan = compile_plan(policy_of(contents))
    plans._FILES[plan.hash] = DIVISION, contents
    monkeypatch.setattr(plans, "_plan_of", lambda _: plan)


def states() -> dict[tuple[str, str, int], list[int]]:
    """Return every accumulator as it stands, whatever its layout's number."""
    return {
        (row.person, row.insutype, row.benefit_year): row.numbers
        for row in Accumulator.objects.all()
    }
