"""Reversals: a new settlement with negative amounts, the newest first; then all is as before."""

from __future__ import annotations

from tests.office.claims.making import DOCTOR
from tests.office.exchange.care.bill import CLASS_A, Line, bill
from tests.office.exchange.care.hospital import come, pay
from tests.office.exchange.care.region import People
from tests.office.exchange.care.software import Software
from tests.office.exchange.care.ward import admit, leave


def test_a_reversal_is_the_settlement_with_the_other_sign(
    hospital: Software, people: People
) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    settled = pay(visit, *bill(Line(CLASS_A, "500"))).settlement
    back = visit.reverse(settled["setl_id"]).settlement
    assert back["setl_id"] != settled["setl_id"]
    for name in ("medfee_sumamt", "inscp_scp_amt", "hifp_pay", "fund_pay_sumamt", "act_pay_dedc"):
        assert back[name] == -settled[name], name


def test_after_a_reversal_the_year_is_as_before(hospital: Software, people: People) -> None:
    first = pay(visit := come(hospital, people.worker, DOCTOR), *bill(Line(CLASS_A, "500")))
    visit.reverse(first.settlement["setl_id"])
    again = pay(come(hospital, people.worker, DOCTOR), *bill(Line(CLASS_A, "500")))
    assert again.told("fund_pay_sumamt", "act_pay_dedc") == (150, 200)


def test_a_reversed_bill_is_corrected_and_settled_anew(hospital: Software, people: People) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    wrong, right = bill(Line(CLASS_A, "500")), bill(Line(CLASS_A, "400"))
    settled = pay(visit, *wrong).settlement
    visit.reverse(settled["setl_id"])
    visit.remove()
    visit.upload(right)
    assert visit.settle(right).told("fund_pay_sumamt") == (100,)  # 200 × 50 %


def test_each_bill_keeps_its_own_lines(hospital: Software, people: People) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    wrong, right = bill(Line(CLASS_A, "500")), bill(Line(CLASS_A, "400"))
    first = pay(visit, *wrong).settlement["setl_id"]
    back = visit.reverse(first).settlement["setl_id"]
    visit.remove()
    visit.upload(right)
    second = visit.settle(right).settlement["setl_id"]
    for number, line, amount in (
        (first, wrong, 500),
        (back, wrong, -500),
        (second, right, 400),
    ):
        asked = {"data": {**visit.key, "setl_id": number}}
        (row,) = hospital.send("5204", asked).output
        assert (row["feedetl_sn"], row["det_item_fee_sumamt"]) == (line[0].number, amount)
        assert row["inscp_scp_amt"] == amount


def test_everything_is_undone_in_the_order_of_the_books(hospital: Software, people: People) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    settled = pay(visit, *bill(Line(CLASS_A, "500"))).settlement
    visit.withdraw().refused()
    visit.reverse(settled["setl_id"])  # 2208
    assert visit.remove().succeeded  # 2205
    assert visit.withdraw().succeeded  # 2202


def test_out_of_order_is_refused(hospital: Software, people: People) -> None:
    older, newer = (come(hospital, people.worker, DOCTOR) for _ in range(2))
    first = pay(older, *bill(Line(CLASS_A, "500"))).settlement
    second = pay(newer, *bill(Line(CLASS_A, "500"))).settlement
    older.reverse(first["setl_id"]).refused()
    assert newer.reverse(second["setl_id"]).succeeded
    assert older.reverse(first["setl_id"]).succeeded


def test_nothing_is_reversed_twice(hospital: Software, people: People) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    settled = pay(visit, *bill(Line(CLASS_A, "500"))).settlement
    back = visit.reverse(settled["setl_id"]).settlement
    visit.reverse(settled["setl_id"]).refused()
    visit.reverse(back["setl_id"]).refused()


def test_a_settlement_of_another_visit_is_not_found(hospital: Software, people: People) -> None:
    visit, other = (come(hospital, people.worker, DOCTOR) for _ in range(2))
    settled = pay(visit, *bill(Line(CLASS_A, "500"))).settlement
    other.reverse(settled["setl_id"]).refused("setl_id")


def test_a_stay_is_undone_step_by_step(hospital: Software, people: People) -> None:
    stay = admit(hospital, people.worker, DOCTOR)
    settled = leave(stay, *bill(Line(CLASS_A, "5000"))).settlement
    back = stay.reverse(settled["setl_id"])
    assert back.told("fund_pay_sumamt", "medfee_sumamt") == (-3828, -5000)
    assert stay.undo_discharge().succeeded
    assert stay.remove().succeeded
    assert stay.withdraw().succeeded
    again = leave(admit(hospital, people.worker, DOCTOR), *bill(Line(CLASS_A, "5000")))
    assert again.told("fund_pay_sumamt") == (3828,)
