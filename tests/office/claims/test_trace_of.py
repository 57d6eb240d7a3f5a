"""Old settlements computed once more: after the law's files changed, and by the nightly proof."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.office.claims.making import DAY, Region, make_region
from tests.office.claims.settling import (
    bill,
    key_of,
    open_books,
    outpatient,
    plan_with,
    settled,
    stay,
    visit,
)
from yibao.office.base.actor import SYSTEM
from yibao.office.claims import plans, services
from yibao.office.claims.models import Accumulator, Payer, Plan, Settlement
from yibao.office.claims.queries.proof import accumulators_hold, differing
from yibao.office.claims.queries.trace import trace_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def region(db: None) -> Region:
    """Make the region, with open books."""
    open_books()
    return make_region()


def test_an_old_settlement_is_explained_by_the_files_of_its_day(region, monkeypatch):
    made = outpatient(region.employee, 1000)
    plans.plan_by_hash.cache_clear()
    plan_with(monkeypatch, reversal="keep_later")  # Other files, another hash, from here on.
    newer = outpatient(region.employee, 1000)
    assert Plan.objects.count() == 2
    again, sections = trace_of(made.number)
    assert again.fund == made.fund_fen == 40_000
    assert again.plan.hash != trace_of(newer.number)[0].plan.hash
    said = [sentence for section in sections for sentence in section.sentences]
    assert any("200" in sentence.text.zh for sentence in said)  # the deductible
    assert any("城镇职工医疗保险门诊共济" in (s.citation.zh if s.citation else "") for s in said)


def test_a_reversals_trace_is_that_of_what_it_reverses(region):
    made = outpatient(region.employee, 1000)
    undone = services.reverse(SYSTEM, key_of(made), made.number, "R")
    assert trace_of(undone.number)[0].fund == 40_000


def test_the_proof_finds_a_changed_amount_and_a_changed_count(region):
    made = outpatient(region.employee, 1000)
    rows = list(Settlement.objects.all())
    today = timezone.localdate()
    assert differing(rows) == []
    assert accumulators_hold(region.employee, "310", today)
    Payer.objects.update(fund_pay_type="310100")
    assert made.number in differing(rows)[0].zh
    row = Accumulator.objects.get()
    row.numbers[-1] += 1
    row.save()
    assert not accumulators_hold(region.employee, "310", today)


def test_accumulators_are_the_fold_of_what_stands(region):
    for yuan in (1000, 300, 40):
        outpatient(region.employee, yuan)
    row = stay(region.employee, DAY.replace(day=1), DAY)
    bill(row, day=DAY, in_scope=5000)
    long = settled(row, 5000)
    late = visit(region.employee, begins_on=DAY.replace(year=2026, month=1))
    bill(late, in_scope=700)
    settled(late, 700)
    outpatient(region.employee, 900)
    assert accumulators_hold(region.employee, "310", timezone.localdate())
    for number in reversed(Settlement.objects.order_by("pk").values_list("number", flat=True)[3:]):
        done = services.settled_of(number)
        services.reverse(SYSTEM, key_of(done), number, "R")
        assert accumulators_hold(region.employee, "310", timezone.localdate())
    assert Settlement.objects.filter(reverses__number=long.number).exists()
