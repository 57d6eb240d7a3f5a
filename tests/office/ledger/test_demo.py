"""The books of the demo region."""

from __future__ import annotations

import pytest
from django.utils import timezone

from yibao.office.ledger import queries
from yibao.office.ledger.books import verify_books
from yibao.office.ledger.chart import Book
from yibao.office.ledger.demo import DIVISION, MEMO, load
from yibao.office.ledger.models import Entry, Period, PersonalAccount


@pytest.mark.django_db
def test_the_demo_region_has_books_that_tie() -> None:
    persons = [f"P99010020260101{at:08d}X" for at in range(30)]
    made = load(persons)
    assert made == Entry.objects.count() > 500
    assert set(Entry.objects.values_list("memo", flat=True)) == {MEMO}
    assert load(persons) == 0
    assert Entry.objects.count() == made
    assert PersonalAccount.objects.filter(balance_fen__gt=0).count() == 30
    # Four months in two books; two months of each are closed.
    assert Period.objects.filter(state="closed").count() == 4
    assert Period.objects.count() == 8
    first = min(Period.objects.values_list("month", flat=True))
    assert verify_books(first) == []
    for book in Book:
        trial = queries.trial_balance(DIVISION, book, timezone.localdate())
        assert trial.lines
        assert trial.off() == {}
