"""Out-patient care of employees. The law (regions/demo): 200 yuan a year deductible, then 50 %
at tertiary, 55 % at secondary, 65 % below; the retired 2 % more; at most 1000 yuan a year
(retired 1200). Class B: employees pay 4 % first.
"""

from __future__ import annotations

from tests.office.claims.making import DOCTOR, SECOND_DOCTOR
from tests.office.exchange.care.bill import (
    CAPPED,
    CLASS_A,
    CLASS_B,
    CLASS_C,
    LABORATORY,
    LIMITED,
    VISIT,
    Line,
    bill,
)
from tests.office.exchange.care.hospital import come, pay
from tests.office.exchange.care.region import People
from tests.office.exchange.care.software import Software

SUMS = ("fund_pay_sumamt", "psn_part_amt", "psn_cash_pay", "act_pay_dedc")


def test_a_bill_below_the_deductible_is_paid_by_the_person(
    hospital: Software, people: People
) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    settled = pay(visit, *bill(Line(CLASS_A, "30", "3"), Line(VISIT, "30")))
    assert settled.told(*SUMS) == (0, 120, 120, 120)
    assert settled.payers == {}


def test_what_is_over_the_deductible_is_shared_with_the_fund(
    hospital: Software, people: People
) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    settled = pay(visit, *bill(Line(CLASS_A, "50", "9"), Line(VISIT, "50")))
    # (500 − 200) × 50 % = 150
    assert settled.told(*SUMS) == (150, 350, 350, 200)
    assert settled.payers == {"310102": 150}
    assert settled.told("hifp_pay", "pool_prop_selfpay") == (150, 0.3)  # 150 of 500 in scope


def test_the_deductible_is_one_for_the_year(hospital: Software, people: People) -> None:
    first = come(hospital, people.worker, DOCTOR)
    pay(first, *bill(Line(CLASS_A, "150")))
    second = pay(come(hospital, people.worker, DOCTOR), *bill(Line(CLASS_A, "150")))
    # 150 of 200 were borne: 150 − 50 = 100, of it 50 %
    assert second.told(*SUMS) == (50, 100, 100, 50)


def test_the_fund_pays_up_to_its_ceiling_of_the_year(hospital: Software, people: People) -> None:
    settled = pay(come(hospital, people.worker, DOCTOR), *bill(Line(CLASS_A, "3000")))
    # (3000 − 200) × 50 % = 1400, at most 1000
    assert settled.told("fund_pay_sumamt", "psn_cash_pay") == (1000, 2000)
    again = pay(come(hospital, people.worker, DOCTOR), *bill(Line(CLASS_A, "100")))
    assert again.told("fund_pay_sumamt", "psn_cash_pay") == (0, 100)


def test_classes_of_the_catalogue_make_four_parts(hospital: Software, people: People) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    lines = bill(
        Line(CLASS_A, "300"), Line(CLASS_B, "100"), Line(CLASS_C, "50"), Line(CAPPED, "15", "2")
    )
    visit.upload(lines)
    settled = visit.settle(lines)
    # 丙类 50; over the ceiling (15 − 10) × 2 = 10; 乙类 100 × 4 % = 4; in scope 300 + 96 + 20 = 416
    parts = ("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt")
    assert settled.told(*parts) == (50, 10, 4, 416)
    # (416 − 200) × 50 % = 108
    assert settled.told("fund_pay_sumamt", "psn_cash_pay") == (108, 372)


def test_every_line_is_answered_with_its_parts(hospital: Software, people: People) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    lines = bill(Line(CLASS_B, "12.5", "4"), Line(CAPPED, "15", "2"))
    second_class, capped = visit.upload(lines).output["result"]
    assert second_class["feedetl_sn"] == lines[0].number
    assert (second_class["chrgitm_lv"], second_class["selfpay_prop"]) == ("02", 0.04)
    # 50 × 4 % = 2
    assert (second_class["preselfpay_amt"], second_class["inscp_scp_amt"]) == (2, 48)
    assert second_class["pric_uplmt_amt"] == 999_999  # none
    assert (capped["pric_uplmt_amt"], capped["overlmt_amt"]) == (10, 10)


def test_a_limited_drug_is_covered_when_the_hospital_approves(
    hospital: Software, people: People
) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    lines = bill(
        Line(LIMITED, "100", approved="0"),
        Line(LIMITED, "100", approved="1"),
        Line(LIMITED, "100", approved="2"),
        Line(CLASS_A, "100", approved="2"),
        Line(CLASS_A, "100", approved="1"),
    )
    rows = visit.upload(lines).output["result"]
    # limited: 0 and 2 self-pay, 1 covered; not limited: 2 self-pay, 1 as ever
    assert [row["inscp_scp_amt"] for row in rows] == [0, 100, 0, 0, 100]
    assert [row["lmt_used_flag"] for row in rows] == ["1", "1", "1", "0", "0"]


def test_batches_are_settled_by_themselves(hospital: Software, people: People) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    morning, evening = bill(Line(CLASS_A, "260")), bill(Line(LABORATORY, "40"))
    visit.upload(morning, "B1")
    visit.upload(evening, "B2")
    assert visit.settle(morning, batch="B1").told("fund_pay_sumamt") == (30,)  # 60 × 50 %
    assert visit.settle(evening, batch="B2").told("fund_pay_sumamt") == (20,)  # 40 × 50 %


def test_the_retired_get_more(hospital: Software, people: People) -> None:
    settled = pay(come(hospital, people.retired, DOCTOR), *bill(Line(CLASS_A, "500")))
    assert settled.told("fund_pay_sumamt", "psn_type") == (156, "12")  # 300 × 52 %


def test_a_lower_level_pays_more(county_hospital: Software, people: People) -> None:
    visit = come(county_hospital, people.worker, SECOND_DOCTOR)
    assert pay(visit, *bill(Line(CLASS_A, "500"))).told("fund_pay_sumamt") == (165,)  # 300 × 55 %


def test_an_emergency_follows_the_same_rule(hospital: Software, people: People) -> None:
    visit = come(hospital, people.worker, DOCTOR, med_type="13")
    settled = pay(visit, *bill(Line(CLASS_A, "500")))
    assert settled.told("fund_pay_sumamt", "med_type") == (150, "13")


def test_civil_servants_have_a_second_layer(hospital: Software, people: People) -> None:
    settled = pay(come(hospital, people.servant, DOCTOR), *bill(Line(CLASS_A, "500")))
    # pool 300 × 50 % = 150; subsidy (200 + 150) × 20 % = 70
    assert settled.payers == {"310102": 150, "320100": 70}
    assert settled.told("hifp_pay", "cvlserv_pay", "psn_cash_pay") == (150, 70, 280)
    assert settled.told("cvlserv_flag") == ("1",)


def test_lines_are_deleted_and_sent_again(hospital: Software, people: People) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    wrong, right = bill(Line(CLASS_A, "900")), bill(Line(CLASS_A, "300"))
    visit.upload(wrong)
    assert visit.remove("B1").output == {}
    visit.upload(right)
    assert visit.settle(right).told("medfee_sumamt", "fund_pay_sumamt") == (300, 50)


def test_0000_deletes_every_batch_that_is_not_settled(hospital: Software, people: People) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    settled, waiting = bill(Line(CLASS_A, "300")), bill(Line(CLASS_A, "400"))
    visit.upload(settled, "B1")
    visit.settle(settled, batch="B1")
    visit.upload(waiting, "B2")
    assert visit.remove("0000").succeeded
    visit.settle(waiting, batch="B2").refused()
    visit.remove("B1").refused()


def test_a_visit_without_a_bill_is_withdrawn(hospital: Software, people: People) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    assert visit.withdraw().output == {}
    visit.upload(bill(Line(CLASS_A, "10"))).refused()


def test_previews_leave_nothing_behind(hospital: Software, people: People) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    lines = bill(Line(CLASS_A, "500"))
    visit.upload(lines)
    first, second = visit.preview(lines), visit.preview(lines)
    assert first.told(*SUMS) == second.told(*SUMS) == (150, 350, 350, 200)
    assert "setl_id" not in first.settlement or not first.settlement["setl_id"]
    assert visit.settle(lines).told(*SUMS) == (150, 350, 350, 200)


def test_the_answer_says_who_and_what(hospital: Software, people: People) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    lines = bill(Line(CLASS_A, "500"))
    visit.upload(lines)
    msgid = hospital.next_id()
    told = visit.settle(lines, msgid).settlement
    assert told["medins_setl_id"] == msgid
    assert told["mdtrt_id"] == visit.number
    assert (told["psn_no"], told["psn_name"]) == (people.worker.psn_no, people.worker.name)
    assert (told["certno"], told["gend"], told["brdy"]) == (
        *(people.worker.certno, "1", "1990-01-01"),
    )
    assert (told["insutype"], told["psn_type"], told["clr_type"]) == ("310", "11", "11")
    assert told["mdtrt_cert_type"] == "02"
    assert told["setl_id"]
