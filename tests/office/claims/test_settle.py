"""Settling under the rules of regions/demo; every sum is worked out by hand in yuan."""

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
    open_books,
    outpatient,
    settled,
    stay,
    visit,
)
from yibao.office.base.actor import SYSTEM
from yibao.office.claims import services
from yibao.office.claims.asked import Parts, VisitKey
from yibao.office.claims.models import Batch, Payer, Plan, Settlement, Visit
from yibao.office.ledger.books import verify_books
from yibao.office.ledger.models import Entry, Line, PersonalAccount
from yibao.office.people.services import share_account
from yibao.terms.errors import InvalidInput

pytestmark = pytest.mark.django_db


@pytest.fixture
def region(db: None) -> Region:
    """Make the region, with open books."""
    open_books()
    return make_region()


def test_an_employees_outpatient_bill(region):
    row = visit(region.employee)
    bill(row, in_scope=1000, first_pay=40, full_self=10)

    made = settled(row, 1050, sender_id="M1", invoice="F1")

    # Tertiary, working: (1,000 − 200 deductible) × 50 % = 400; the person bears the rest of 1,050.
    assert (made.total_fen, made.fund_fen, made.personal_fen) == (105_000, 40_000, 65_000)
    assert (made.deductible_fen, made.in_scope_fen, made.cash_fen) == (20_000, 100_000, 65_000)
    assert [(paid.fund_pay_type, paid.amount_fen) for paid in made.payers] == [("310102", 40_000)]
    assert made.by_field == {"hifp_pay": 40_000}
    assert made.pool_ratio_ppm == 400_000
    assert (made.psn_type, made.clr_type, made.benefit_year) == ("11", "11", 2025)
    kept = Settlement.objects.get(number=made.number)
    assert (kept.fund_fen, kept.sender_id, kept.invoice) == (40_000, "M1", "F1")
    assert (kept.division, kept.care) == ("990100", "outpatient")
    assert Payer.objects.filter(settlement_id=kept.pk).count() == 1
    assert Batch.objects.get(visit=row).settlement_id == kept.pk
    assert Visit.objects.get(pk=row.pk).state == "settled"
    assert counts(region.employee)["fund:employee_outpatient.year"] == 40_000
    assert counts(region.employee)["deductible:employee_outpatient.deductible"] == 20_000
    assert Plan.objects.filter(hash=bytes(kept.plan)).exists()


def test_its_posting(region):
    made = outpatient(region.employee, 1000)
    entry = Entry.objects.get(number=Settlement.objects.get(number=made.number).entry)
    assert (entry.subject, entry.debit_fen, entry.line_count) == (made.number, 40_000, 2)
    assert entry.key == f"settle:{made.number}"
    assert sorted(Line.objects.filter(entry_id=entry.pk).values_list("side", flat=True)) == [-1, 1]
    assert verify_books(date(2025, 1, 1)) == []


def test_the_years_deductible_and_ceiling_are_used_up_by_several_visits(region):
    # 1,000: 400. 1,000: 1,000 × 50 % = 500. 1,000: 500, of which 100 are left of 1,000 a year.
    paid = [outpatient(region.employee, 1000).fund_fen for _ in range(4)]
    assert paid == [40_000, 50_000, 10_000, 0]
    assert counts(region.employee)["fund:employee_outpatient.year"] == 100_000


def test_a_bill_that_only_the_person_pays_has_no_entry(region):
    made = outpatient(region.employee, 150)  # below the deductible of 200
    assert (made.fund_fen, made.personal_fen, made.payers) == (0, 15_000, ())
    assert Settlement.objects.get(number=made.number).entry == ""


def test_a_preview_keeps_nothing(region):
    row = visit(region.employee)
    bill(row, in_scope=1000)
    before = services.preview(claim(row, 1000))
    assert before.is_preview
    assert before.number == ""
    assert not Settlement.objects.exists()
    assert Batch.objects.get(visit=row).settlement_id is None
    assert settled(row, 1000).fund_fen == before.fund_fen == 40_000


def test_the_own_account_pays_before_those_shared_in_their_order(region):
    first, second = region.chronic, region.filed
    for person, yuan in ((region.employee, 100), (first, 50), (second, 900)):
        give(person, yuan)
    # The second of them shared earlier, so pays earlier.
    share_account(SYSTEM, second, region.employee, date(2025, 1, 1))
    share_account(SYSTEM, first, region.employee, date(2025, 2, 1))
    row = visit(region.employee)
    bill(row, in_scope=1000)

    made = settled(row, 1000, account="2")

    # 600 for the person: 100 own, 500 of the 900, nothing of the 50.
    assert (made.account_fen, made.shared_fen, made.cash_fen) == (60_000, 50_000, 0)
    assert made.balance_fen == 0
    held = dict(PersonalAccount.objects.values_list("person", "balance_fen"))
    assert held == {region.employee: 0, first: 5_000, second: 40_000}
    assert ("310200", 60_000) in [(p.fund_pay_type, p.amount_fen) for p in made.payers]
    assert verify_books(date(2025, 1, 1)) == []


def test_flag_one_uses_ones_own_account_only(region):
    give(region.employee, 100)
    give(region.chronic, 900)
    share_account(SYSTEM, region.chronic, region.employee, date(2025, 1, 1))
    row = visit(region.employee)
    bill(row, in_scope=1000)
    made = settled(row, 1000, account="1")
    assert (made.account_fen, made.shared_fen, made.cash_fen) == (10_000, 0, 50_000)


def test_flag_nought_tells_the_balance_and_uses_nothing(region):
    give(region.employee, 100)
    row = visit(region.employee)
    bill(row, in_scope=1000)
    made = settled(row, 1000)
    assert (made.account_fen, made.balance_fen) == (0, 10_000)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"total_fen": 99_999}, "amount_differs", "medfee_sumamt"),
        ({"line_count": 2}, "batch_incomplete", "chrg_bchno"),
        ({"batch": "7"}, "nothing_to_settle", "chrg_bchno"),
        ({"insutype": "390"}, "visit_differs", "insutype"),
        ({"med_type": "13"}, "visit_differs", "med_type"),
        ({"account": "9"}, "unknown_account_flag", "acct_used_flag"),
        ({"mid_stay": True}, "no_mid_stay", "mid_setl_flag"),
    ],
)
def test_refusals_name_the_field_and_write_nothing(region, change, code, field):
    row = visit(region.employee)
    bill(row, in_scope=1000)
    with pytest.raises(InvalidInput) as refused:
        settled(row, 1000, **change)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not Settlement.objects.exists()


def test_a_part_that_differs_is_named_with_both_amounts(region):
    row = visit(region.employee)
    bill(row, in_scope=900, first_pay=100)
    with pytest.raises(InvalidInput) as refused:
        settled(row, 1000, parts=Parts(0, 0, 9_000, 91_000))
    assert refused.value.field == "preselfpay_amt"
    assert "90.00 元" in refused.value.reason.zh
    assert "100.00 元" in refused.value.reason.zh
    assert settled(row, 1000, parts=Parts(0, 0, 10_000, 90_000)).number


def test_a_settled_visit_is_not_settled_again(region):
    row = visit(region.employee)
    bill(row, in_scope=1000)
    settled(row, 1000)
    with pytest.raises(InvalidInput) as refused:
        settled(row, 1000)
    assert refused.value.code == "visit_settled"


def test_batches_of_a_visit_are_settled_apart(region):
    row = visit(region.employee)
    bill(row, "A", in_scope=300)
    bill(row, "B", in_scope=500)
    # A: (300 − 200) × 50 % = 50; B: 500 × 50 % = 250.
    assert settled(row, 300, batch="A").fund_fen == 5_000
    assert Visit.objects.get(pk=row.pk).state == "open"
    assert settled(row, 500, batch="B").fund_fen == 25_000
    assert Visit.objects.get(pk=row.pk).state == "settled"


def test_somebody_elses_visit_is_unknown(region):
    row = visit(region.employee)
    bill(row, in_scope=10)
    with pytest.raises(InvalidInput) as refused:
        settled(row, 10, visit=VisitKey("H99012200002", row.number))
    assert refused.value.code == "unknown_visit"
    with pytest.raises(InvalidInput) as refused:
        settled(row, 10, visit=VisitKey(row.provider, row.number, region.resident))
    assert refused.value.code == "visit_of_another_person"


def test_a_closed_month_takes_no_settlement_and_keeps_nothing(db):
    region = make_region()  # No books are open.
    row = visit(region.employee)
    bill(row, in_scope=1000)
    with pytest.raises(InvalidInput) as refused:
        settled(row, 1000)
    assert refused.value.code == "period_not_open"
    assert not Settlement.objects.exists()
    assert Batch.objects.get(visit=row).settlement_id is None
    assert Visit.objects.get(pk=row.pk).state == "open"


def test_not_insured_names_the_scheme(region):
    row = visit(region.employee, begins_on=date(2024, 12, 31))
    bill(row, in_scope=100)
    with pytest.raises(InvalidInput) as refused:
        settled(row, 100)
    assert (refused.value.code, refused.value.field) == ("not_insured", "insutype")


def test_a_stay(region):
    row = stay(region.employee, date(2025, 6, 1), date(2025, 6, 9))
    bill(row, day=date(2025, 6, 1), in_scope=8_000)
    bill(row, day=date(2025, 6, 2), in_scope=4_650, first_pay=350)

    made = settled(row, 13_000)

    # Bands lie on the cost with the deductible of 650 on the axis: 650 to 10,000 at 88 % = 8,228;
    # 10,000 to 12,650 at 91 % = 2,411.50. Together 10,639.50.
    assert made.fund_fen == 1_063_950
    assert (made.deductible_fen, made.first_pay_fen) == (65_000, 35_000)
    assert (made.begins_on, made.ends_on) == (date(2025, 6, 1), date(2025, 6, 9))
    assert (made.clr_type, made.med_type) == ("21", "21")
    assert Visit.objects.get(pk=row.pk).state == "settled"


def test_the_final_settlement_needs_the_discharge_a_preview_does_not(region):
    row = stay(region.employee, date(2025, 6, 1), None)
    bill(row, day=date(2025, 6, 1), in_scope=1_650)
    assert services.preview(claim(row, 1_650)).fund_fen == 88_000  # 1,000 × 88 %
    with pytest.raises(InvalidInput) as refused:
        settled(row, 1_650)
    assert refused.value.code == "not_discharged"


def test_parts_of_a_stay_share_one_deductible(region):
    row = stay(region.employee, date(2025, 6, 1), date(2025, 6, 9))
    bill(row, day=date(2025, 6, 1), in_scope=5_650)
    bill(row, day=date(2025, 6, 5), in_scope=7_000)

    first = settled(row, 5_650, mid_stay=True, upto=date(2025, 6, 4))
    assert Visit.objects.get(pk=row.pk).state == "discharged"
    last = settled(row, 7_000)

    # The whole would pay 650–10,000 at 88 % = 8,228 and 10,000–12,650 at 91 % = 2,411.50.
    # First: 650–5,650 at 88 % = 4,400; then 5,650–10,000 at 88 % = 3,828 and 2,411.50.
    assert (first.fund_fen, last.fund_fen) == (440_000, 623_950)
    assert (first.deductible_fen, last.deductible_fen) == (65_000, 0)
    assert first.mid_stay
    assert (last.begins_on, last.ends_on) == (date(2025, 6, 5), date(2025, 6, 9))
    assert Visit.objects.get(pk=row.pk).state == "settled"


def test_a_stay_over_new_year_counts_in_the_year_of_its_end(region):
    row = stay(region.employee, date(2025, 12, 28), date(2026, 1, 3))
    bill(row, day=date(2025, 12, 28), in_scope=1_650)
    assert settled(row, 1_650).benefit_year == 2026


def test_a_bill_of_an_earlier_year_counts_in_its_own(region):
    # 2026 first, then 2025: each year has a deductible and a ceiling of its own.
    late = outpatient(region.employee, 1000, begins_on=date(2026, 2, 1))
    early = outpatient(region.employee, 1200)
    assert (late.benefit_year, late.fund_fen) == (2026, 40_000)
    assert (early.benefit_year, early.fund_fen) == (2025, 50_000)
    assert counts(region.employee, 2026)["fund:employee_outpatient.year"] == 40_000
    assert counts(region.employee, 2025)["fund:employee_outpatient.year"] == 50_000


def test_the_day_is_that_of_china(region):
    made = outpatient(region.employee, 1000)
    assert made.settled_at.microsecond == 0
    assert Settlement.objects.get().settled_on == timezone.localdate(made.settled_at)
