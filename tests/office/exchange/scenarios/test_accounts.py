"""Personal accounts: one's own, the family's. Each saver has 500 yuan."""

from __future__ import annotations

from tests.office.claims.making import DOCTOR
from tests.office.exchange.care.bill import CLASS_A, Line, bill
from tests.office.exchange.care.hospital import come, pay
from tests.office.exchange.care.region import VILLAGE_DOCTOR, People
from tests.office.exchange.care.software import Software
from tests.office.exchange.care.ward import admit, leave

PERSONAL = ("acct_pay", "acct_mulaid_pay", "psn_cash_pay", "balc")


def test_the_account_pays_what_the_person_bears(hospital: Software, people: People) -> None:
    visit = come(hospital, people.saver, DOCTOR)
    settled = pay(visit, *bill(Line(CLASS_A, "500")), account="1")
    # fund 150, person 350, all of it from the account of 500
    assert settled.told(*PERSONAL) == (350, 0, 0, 150)
    assert settled.payers == {"310102": 150, "310200": 350}


def test_an_account_that_runs_out_leaves_the_rest_in_cash(
    hospital: Software, people: People
) -> None:
    visit = come(hospital, people.saver, DOCTOR)
    settled = pay(visit, *bill(Line(CLASS_A, "1200")), account="1")
    # fund 1000 × 50 % = 500; person 700 = 500 + 200 in cash
    assert settled.told(*PERSONAL) == (500, 0, 200, 0)


def test_without_the_flag_nothing_is_taken(hospital: Software, people: People) -> None:
    settled = pay(come(hospital, people.saver, DOCTOR), *bill(Line(CLASS_A, "500")))
    assert settled.told(*PERSONAL) == (0, 0, 350, 500)


def test_a_preview_takes_nothing(hospital: Software, people: People) -> None:
    visit = come(hospital, people.saver, DOCTOR)
    lines = bill(Line(CLASS_A, "500"))
    visit.upload(lines)
    for _ in range(2):
        assert visit.preview(lines, account="1").told(*PERSONAL) == (350, 0, 0, 150)
    assert visit.settle(lines, account="0").told("balc") == (500,)


def test_a_child_uses_the_account_of_the_family(village: Software, people: People) -> None:
    visit = come(village, people.child, VILLAGE_DOCTOR)
    settled = pay(visit, *bill(Line(CLASS_A, "100")), account="2")
    # fund 70; the other 30 from the mother's account (共济)
    assert settled.told("acct_pay", "acct_mulaid_pay", "psn_cash_pay") == (30, 30, 0)
    mother = come(village, people.saver, VILLAGE_DOCTOR)
    own = pay(mother, *bill(Line(CLASS_A, "20")), account="1")
    assert own.told(*PERSONAL) == (20, 0, 0, 450)  # 500 − 30 − 20


def test_somebody_without_an_account_pays_cash(village: Software, people: People) -> None:
    visit = come(village, people.villager, VILLAGE_DOCTOR)
    settled = pay(visit, *bill(Line(CLASS_A, "100")), account="1")
    assert settled.told("acct_pay", "psn_cash_pay") == (0, 30)


def test_a_stay_is_paid_from_the_account_too(hospital: Software, people: People) -> None:
    stay = admit(hospital, people.retired, DOCTOR)
    settled = leave(stay, *bill(Line(CLASS_A, "5000")), account="1")
    # (5000 − 650) × 91 % = 3958.50; person 1041.50: 500 from the account
    assert settled.told("fund_pay_sumamt", *PERSONAL) == (3958.5, 500, 0, 541.5, 0)


def test_a_reversal_gives_the_account_its_money_back(hospital: Software, people: People) -> None:
    visit = come(hospital, people.saver, DOCTOR)
    lines = bill(Line(CLASS_A, "500"))
    settled = pay(visit, *lines, account="1").settlement
    back = visit.reverse(settled["setl_id"])
    assert back.told("acct_pay", "balc") == (-350, 500)
    assert back.payers == {"310102": -150, "310200": -350}
