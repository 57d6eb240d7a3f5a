"""Thousands of messages that nobody should send: no failure, no insides, nothing half-written."""

from __future__ import annotations

import secrets
from datetime import date

import pytest

from tests.office.claims.making import HOSPITAL, PHARMACY
from tests.office.exchange.care.region import make_world
from tests.office.exchange.fuzz.days import Region
from tests.office.exchange.fuzz.whole import half_written
from yibao.office.base.actor import SYSTEM
from yibao.office.exchange.models import MessageEntry
from yibao.office.exchange.services import set_access
from yibao.office.exchange.transactions.registry import transactions
from yibao.office.ledger.books import verify_books

MESSAGES = {False: 2_000, True: 100_000}
"""By default, in a soak."""


@pytest.mark.usefixtures("own_database")
def test_whatever_is_sent(pytestconfig: pytest.Config, record_property: object) -> None:
    soak = bool(pytestconfig.getoption("--soak"))
    seed = secrets.randbits(32) if soak else 20260101
    print(f"seed {seed}")
    region = Region(make_world(), seed)
    for code in (HOSPITAL, PHARMACY):
        set_access(SYSTEM, code, "none")
    while region.sent < MESSAGES[soak]:
        region.one_day()
    outcomes = region.hospital.outcomes + region.pharmacy.outcomes
    print(outcomes.most_common())
    # A message in ten is carried out at least, so that what lies behind is reached as well.
    assert outcomes["ok"] > region.sent // 10, outcomes
    assert MessageEntry.objects.count() == region.sent
    changing = [infno for infno, known in transactions().items() if known.changes]
    assert half_written(changing) == {}
    assert verify_books(date(2000, 1, 1)) == []
