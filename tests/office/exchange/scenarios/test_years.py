"""Years: each has its own deductible and ceiling, whatever the order in which bills come."""

from __future__ import annotations

from datetime import date

from tests.office.claims.making import DOCTOR
from tests.office.exchange.care.bill import CLASS_A, Line, bill
from tests.office.exchange.care.hospital import come, pay
from tests.office.exchange.care.region import People
from tests.office.exchange.care.software import Answer, Software
from tests.office.exchange.care.ward import admit

SUMS = ("fund_pay_sumamt", "act_pay_dedc")


def on(hospital: Software, people: People, day: date, price: str) -> Answer:
    """Settle an out-patient bill of a day."""
    visit = come(hospital, people.worker, DOCTOR, day=day)
    return pay(visit, *bill(Line(CLASS_A, price, day=day)))


def test_a_new_year_begins_anew(hospital: Software, people: People) -> None:
    assert on(hospital, people, date(2025, 12, 30), "500").told(*SUMS) == (150, 200)
    assert on(hospital, people, date(2026, 1, 5), "500").told(*SUMS) == (150, 200)


def test_a_bill_of_last_year_that_comes_late(hospital: Software, people: People) -> None:
    assert on(hospital, people, date(2026, 1, 5), "500").told(*SUMS) == (150, 200)
    # counted in its own year, behind what that year has
    assert on(hospital, people, date(2025, 6, 16), "300").told(*SUMS) == (50, 200)
    assert on(hospital, people, date(2025, 7, 1), "100").told(*SUMS) == (50, 0)
    assert on(hospital, people, date(2026, 1, 9), "100").told(*SUMS) == (50, 0)


def test_a_stay_is_settled_at_the_years_end_and_goes_on(hospital: Software, people: People) -> None:
    stay = admit(hospital, people.worker, DOCTOR, day=date(2025, 12, 28))
    old = bill(Line(CLASS_A, "3000", day=date(2025, 12, 30)))
    new = bill(Line(CLASS_A, "2000", day=date(2026, 1, 2)))
    stay.upload((*old, *new))
    # the days up to 31 December: (3000 − 650) × 88 %
    assert stay.settle_so_far(old, upto=date(2025, 12, 31)).told(*SUMS) == (2068, 650)
    stay.discharge(date(2026, 1, 4))
    # the same stay, no second deductible: 2000 × 88 %
    assert stay.settle(new).told(*SUMS) == (1760, 0)
