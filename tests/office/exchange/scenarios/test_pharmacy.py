"""Pharmacies. What is bought over the counter no pool pays (regions/demo): account or cash."""

from __future__ import annotations

from tests.office.claims.making import DOCTOR, HOSPITAL
from tests.office.exchange.care.bill import CLASS_A, CLASS_B, CLASS_C, Line, bill
from tests.office.exchange.care.counter import give_back, purchase
from tests.office.exchange.care.hospital import Visit, registering
from tests.office.exchange.care.region import People
from tests.office.exchange.care.software import Software

PERSONAL = ("fund_pay_sumamt", "acct_pay", "psn_cash_pay", "balc")


def test_a_purchase_from_the_account(pharmacy: Software, people: People) -> None:
    lines = bill(Line(CLASS_A, "30"), Line(CLASS_B, "20", "2"))
    settled = pharmacy.send("2102", purchase(people.saver, lines))
    assert settled.told(*PERSONAL) == (0, 70, 0, 430)
    assert settled.payers == {"310200": 70}
    assert settled.told("clr_type", "med_type") == ("41", "41")
    cut = settled.output["detlcutinfo"]
    assert [row["feedetl_sn"] for row in cut] == [line.number for line in lines]
    assert [row["preselfpay_amt"] for row in cut] == [0, 1.6]  # 40 × 4 %


def test_a_preview_of_a_purchase_leaves_nothing(pharmacy: Software, people: People) -> None:
    asked = purchase(people.saver, bill(Line(CLASS_A, "30")))
    for _ in range(2):
        assert pharmacy.send("2101", asked).told(*PERSONAL) == (0, 30, 0, 470)
    assert pharmacy.send("2102", asked).told(*PERSONAL) == (0, 30, 0, 470)


def test_a_purchase_is_given_back(pharmacy: Software, people: People) -> None:
    asked = purchase(people.saver, bill(Line(CLASS_A, "30")))
    bought = pharmacy.send("2102", asked).settlement
    back = give_back(pharmacy, people.saver, bought)
    assert back.told("medfee_sumamt", "acct_pay", "balc") == (-30, -30, 500)
    give_back(pharmacy, people.saver, bought).refused()


def test_a_purchase_in_cash(pharmacy: Software, people: People) -> None:
    asked = purchase(people.worker, bill(Line(CLASS_C, "80")), account="0")
    settled = pharmacy.send("2102", asked)
    assert settled.told("fulamt_ownpay_amt", "acct_pay", "psn_cash_pay") == (80, 0, 80)


def test_trace_codes_come_beside_the_lines_or_in_them(pharmacy: Software, people: People) -> None:
    lines = bill(Line(CLASS_A, "30"))
    code = {"feedetl_sn": lines[0].number, "drug_trac_codg": "8" * 20, "trdn_flag": "0"}
    beside = purchase(people.saver, lines) | {"durg_trac_info": [code]}
    assert pharmacy.send("2102", beside).succeeded
    within = purchase(people.saver, bill(Line(CLASS_A, "30")))
    number = within["drugdetail"][0]["feedetl_sn"]
    within["drugdetail"][0]["durg_trac_info"] = [code | {"feedetl_sn": number}]
    assert pharmacy.send("2102", within).succeeded


def test_a_prescription_is_filled_as_an_outpatient_visit(
    pharmacy: Software, people: People
) -> None:
    asked = registering(people.worker, "", dept_code="A02", dept_name="全科", caty="A02")
    answer = pharmacy.send("2201", asked).output["data"]
    visit = Visit(pharmacy, people.worker, DOCTOR, answer["mdtrt_id"], answer["ipt_otp_no"])
    visit.med_type = "41"
    prescription = {"rxfixmedinsCode": HOSPITAL, "rxfixmedinsName": "医院", "rxfilename": "1.pdf"}
    assert visit.attend("2203A", **prescription).output == {}
    lines = bill(Line(CLASS_A, "60"))
    visit.upload(lines, bilg_dept_codg="A03")
    assert visit.preview(lines).told("psn_cash_pay") == (60,)
    settled = visit.settle(lines)
    assert settled.told("fund_pay_sumamt", "psn_cash_pay") == (0, 60)
    back = visit.reverse(settled.settlement["setl_id"])
    assert back.told("psn_cash_pay") == (-60,)


def test_a_purchase_whose_sum_is_not_its_lines(pharmacy: Software, people: People) -> None:
    asked = purchase(people.saver, bill(Line(CLASS_A, "30")), medfee_sumamt=31)
    pharmacy.send("2102", asked).refused("medfee_sumamt")
    pharmacy.send("2101", asked).refused("medfee_sumamt")
