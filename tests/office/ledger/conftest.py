"""An open month of either book, and entries as a settlement makes them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from yibao.office.base.actor import SYSTEM
from yibao.office.ledger import services
from yibao.office.ledger.chart import Book
from yibao.office.ledger.entry import NewEntry, NewLine, credit, debit

DIVISION = "990100"
DAY = date(2026, 3, 10)
HOSPITAL = "H99012100001"

MakeEntry = Callable[..., NewEntry]


def settled(key: str, amount_fen: int = 123_456, **changed: object) -> NewEntry:
    """Return the entry of a settlement that fund 310 pays in full."""
    values: dict[str, object] = {
        "division": DIVISION,
        "book": Book.OPERATIONAL,
        "business_day": DAY,
        "purpose": "settlement",
        "lines": (
            debit("310", "benefit.inpatient", amount_fen),
            credit("310", "payable.provider", amount_fen, HOSPITAL),
        ),
        "key": key,
        "event": "settle",
        "subject": "S9901002026031000000001X",
    }
    return NewEntry(**(values | changed))  # type: ignore[arg-type]


def lines_of_fund(fund: str, amount_fen: int) -> tuple[NewLine, NewLine]:
    """Return a balanced pair of lines."""
    return (
        debit(fund, "benefit.outpatient", amount_fen),
        credit(fund, "payable.provider", amount_fen, HOSPITAL),
    )


def open_march() -> None:
    """Open March 2026 in both books."""
    for book in Book:
        services.open_period(SYSTEM, DIVISION, book, DAY)


@pytest.fixture
def march(db: None) -> None:
    """Open March 2026 in both books, for a test that is rolled back."""
    open_march()
