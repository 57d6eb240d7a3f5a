"""Reversals, and late claims under `refold`; every sum is worked out by hand in yuan."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from tests.office.claims.making import Region, make_region
from tests.office.claims.settling import (
    bill,
    claim,
    counts,
    give,
    key_of,
    open_books,
    outpatient,
    plan_with,
    settled,
    states,
    stay,
    visit,
)
from yibao.office.base.actor import SYSTEM
from yibao.office.claims import services
from yibao.office.claims.asked import VisitKey
from yibao.office.claims.models import (
    AccountUse,
    Accumulator,
    Batch,
    Difference,
    Payer,
    Settlement,
    Visit,
)
from yibao.office.ledger.books import verify_books
from yibao.office.ledger.models import Entry, PersonalAccount
from yibao.office.people.services import share_account
from yibao.terms.errors import InvalidInput

pytestmark = pytest.mark.django_db


@pytest.fixture
def region(db: None) -> Region:
    """Make the region, with open books."""
    open_books()
    return make_region()


def _reverse(done, number=""):
    return services.reverse(SYSTEM, key_of(done), number or done.number, "R1")


def test_a_reversal_turns_every_amount_and_gives_everything_back(region):
    give(region.employee, 100)
    give(region.chronic, 1000)
    share_account(SYSTEM, region.chronic, region.employee, date(2025, 1, 1))
    outpatient(region.employee, 500)  # (500 − 200) × 50 % = 150
    before = states()
    row = visit(region.employee)
    bill(row, in_scope=1000, full_self=30)
    made = settled(row, 1030, account="2")  # 500 of the fund, 100 own, 430 shared
    assert (made.fund_fen, made.account_fen, made.shared_fen) == (50_000, 53_000, 43_000)

    undone = _reverse(made)

    assert (undone.total_fen, undone.fund_fen, undone.personal_fen) == (-103_000, -50_000, -53_000)
    assert (undone.account_fen, undone.shared_fen, undone.cash_fen) == (-53_000, -43_000, 0)
    assert undone.by_field == {"hifp_pay": -50_000}
    assert (undone.reverses, undone.sender_id) == (made.number, "R1")
    assert undone.balance_fen == 10_000
    assert states() == before
    assert dict(PersonalAccount.objects.values_list("person", "balance_fen")) == {
        region.employee: 10_000,
        region.chronic: 100_000,
    }
    kept = Settlement.objects.get(number=undone.number)
    assert {p.fund_pay_type: p.amount_fen for p in Payer.objects.filter(settlement_id=kept.pk)} == {
        "310102": -50_000,
        "310200": -53_000,
    }
    uses = AccountUse.objects.filter(settlement_id=kept.pk)
    assert {use.owner: (use.amount_fen, use.balance_fen) for use in uses} == {
        region.employee: (-10_000, 10_000),
        region.chronic: (-43_000, 100_000),
    }
    assert Entry.objects.get(number=kept.entry).reverses == kept.reverses.entry
    assert Batch.objects.get(visit=row).settlement_id is None
    assert Visit.objects.get(pk=row.pk).state == "open"
    assert verify_books(date(2025, 1, 1)) == []
    assert settled(row, 1030).fund_fen == 50_000


def test_the_first_settlement_of_a_year_leaves_no_row(region):
    made = outpatient(region.employee, 1000)
    _reverse(made)
    assert not Accumulator.objects.exists()


def test_nothing_is_reversed_twice_nor_a_reversal(region):
    made = outpatient(region.employee, 1000)
    undone = _reverse(made)
    for number, code in ((made.number, "reversed_already"), (undone.number, "is_reversal")):
        with pytest.raises(InvalidInput) as refused:
            _reverse(made, number)
        assert (refused.value.code, refused.value.field) == (code, "setl_id")
    assert Settlement.objects.count() == 2


def test_a_settlement_of_another_visit_or_provider_is_unknown(region):
    made, other = outpatient(region.employee, 1000), outpatient(region.resident, 10, insutype="390")
    with pytest.raises(InvalidInput) as refused:
        _reverse(made, other.number)
    assert refused.value.code == "unknown_settlement"
    with pytest.raises(InvalidInput) as refused:
        services.reverse(SYSTEM, VisitKey("H99012200002", made.visit), made.number, "R")
    assert refused.value.code == "unknown_visit"


def test_newest_first_names_the_later_ones(region):
    first, second, third = (outpatient(region.employee, 1000) for _ in range(3))
    with pytest.raises(InvalidInput) as refused:
        _reverse(first)
    assert refused.value.code == "not_newest"
    assert second.number in refused.value.reason.zh
    assert third.number in refused.value.reason.zh
    assert third.number in refused.value.remedy.zh
    for done in (third, second, first):
        _reverse(done)
    assert not Accumulator.objects.exists()


def test_keep_later_takes_out_what_it_added(region, monkeypatch):
    plan_with(monkeypatch, reversal="keep_later")
    # (1,000 − 200) × 50 % = 400; 600 × 50 % = 300: together 700.
    first, second = outpatient(region.employee, 1000), outpatient(region.employee, 600)
    _reverse(first)
    assert counts(region.employee)["fund:employee_outpatient.year"] == 30_000
    # The deductible of 200 went with the first; the second stays as the person was told.
    assert "deductible:employee_outpatient.deductible" not in counts(region.employee)
    assert Settlement.objects.get(number=second.number).fund_fen == 30_000
    # Undone too, though what it was settled on held the first: nothing is left.
    _reverse(second)
    assert counts(region.employee) == {"year": 2025}


def test_refold_later_lists_the_difference_for_a_clerk(region, monkeypatch):
    plan_with(monkeypatch, reversal="refold_later")
    first, second = outpatient(region.employee, 1000), outpatient(region.employee, 600)
    undone = _reverse(first)
    # Alone the second bears the deductible: (600 − 200) × 50 % = 200 instead of 300.
    assert counts(region.employee)["fund:employee_outpatient.year"] == 20_000
    assert counts(region.employee)["deductible:employee_outpatient.deductible"] == 20_000
    found = Difference.objects.get()
    assert found.settlement.number == second.number
    assert found.cause.number == undone.number
    assert (found.before_fen, found.after_fen) == (30_000, 40_000)
    closed = services.close_difference(SYSTEM, found.pk, "已收取 100 元", timezone.now())
    assert (closed.state, closed.closed_by) == ("closed", "system")
    _reverse(second)
    assert not Accumulator.objects.exists()


def test_a_late_claim_under_refold_stands_in_its_place(region, monkeypatch):
    plan_with(monkeypatch, late_claim="refold", fold_order="service_end")
    later = outpatient(region.employee, 1000, begins_on=date(2025, 6, 20))  # 400
    # It ended before the other, so the deductible is its own: (600 − 200) × 50 % = 200.
    row = visit(region.employee, begins_on=date(2025, 6, 1))
    bill(row, in_scope=600)
    assert services.preview(claim(row, 600)).fund_fen == 20_000
    early = settled(row, 600)
    assert early.fund_fen == 20_000
    # The other would have had 500: a debt of 100 to the person.
    found = Difference.objects.get()
    assert (found.settlement.number, found.cause.number) == (later.number, early.number)
    assert (found.before_fen, found.after_fen) == (60_000, 50_000)
    assert counts(region.employee)["fund:employee_outpatient.year"] == 70_000
    assert Settlement.objects.get(number=later.number).fund_fen == 40_000
    # Undone, the other is as it was told; that it would be so is listed again.
    _reverse(early)
    assert counts(region.employee)["fund:employee_outpatient.year"] == 40_000
    again = Difference.objects.order_by("-pk")[0]
    assert (again.before_fen, again.after_fen) == (50_000, 60_000)


def test_parts_of_a_stay_are_undone_from_the_last_one(region, monkeypatch):
    plan_with(monkeypatch, reversal="keep_later")
    row = stay(region.employee, date(2025, 6, 1), date(2025, 6, 9))
    bill(row, day=date(2025, 6, 1), in_scope=5_650)
    bill(row, day=date(2025, 6, 5), in_scope=7_000)
    first = settled(row, 5_650, mid_stay=True, upto=date(2025, 6, 4))
    after_first = states()
    last = settled(row, 7_000)
    with pytest.raises(InvalidInput) as refused:
        _reverse(first)
    assert refused.value.code == "not_newest"
    _reverse(last)
    assert states() == after_first
    assert Visit.objects.get(pk=row.pk).state == "discharged"
    assert settled(row, 7_000).fund_fen == last.fund_fen
    assert Batch.objects.filter(visit=row, settlement_id=None).count() == 0


def test_a_batch_whose_number_is_in_use_again_joins_it(region):
    row = visit(region.employee)
    bill(row, "A", in_scope=1000)
    made = settled(row, 1000)
    bill(row, "A", in_scope=200, first_pay=10)
    _reverse(made)
    batch = Batch.objects.get(visit=row)
    assert (batch.total_fen, batch.line_count) == (121_000, 2)
    assert batch.bill == {"main": [0, 0, 1_000, 120_000]}


def test_an_old_settlement_is_answered_as_it_was(region):
    give(region.employee, 100)
    row = visit(region.employee)
    bill(row, in_scope=1000)
    made = settled(row, 1000, account="1", sender_id="M1")
    again = services.settled_of(made.number)
    assert {paid.fund_pay_type for paid in again.payers} == {"310102", "310200"}
    for name in made.__dataclass_fields__:
        if name != "payers":
            assert getattr(again, name) == getattr(made, name), name


def test_split_at_year_end_names_the_day_and_takes_the_parts(region, monkeypatch):
    plan_with(monkeypatch, cross_year="split_at_year_end")
    row = stay(region.employee, date(2025, 12, 28), date(2026, 1, 3))
    bill(row, day=date(2025, 12, 28), in_scope=2_650)
    bill(row, day=date(2026, 1, 2), in_scope=1_650)
    with pytest.raises(InvalidInput) as refused:
        settled(row, 4_300)
    assert refused.value.code == "mid_stay_settlement_needed"
    assert refused.value.field == "mid_setl_flag"
    assert "2025-12-31" in refused.value.reason.zh

    first = settled(row, 2_650, mid_stay=True, upto=date(2025, 12, 31))
    last = settled(row, 1_650)

    # 2025: 650 to 2,650 at 88 % = 1,760. 2026 begins a deductible of its own: 1,000 at 88 % = 880.
    assert (first.benefit_year, first.fund_fen) == (2025, 176_000)
    assert (last.benefit_year, last.fund_fen, last.deductible_fen) == (2026, 88_000, 65_000)
    assert last.begins_on == date(2026, 1, 1)


def test_settling_before_the_discharge_where_the_region_has_it_so(region, monkeypatch):
    plan_with(monkeypatch, final_settlement="any_time")
    row = stay(region.employee, date(2025, 6, 1), None)
    bill(row, day=date(2025, 6, 1), in_scope=1_650)
    assert settled(row, 1_650).fund_fen == 88_000


def test_accounts_pay_only_within_scope_where_the_region_has_it_so(region, monkeypatch):
    plan_with(monkeypatch, account_pays="within_scope")
    give(region.employee, 10_000)
    row = visit(region.employee)
    bill(row, in_scope=1000, first_pay=50, full_self=70)
    made = settled(row, 1120, account="1")
    # 720 for the person, 120 of it outside of scope or first paid: 600 out of the account.
    assert (made.account_fen, made.cash_fen) == (60_000, 12_000)
