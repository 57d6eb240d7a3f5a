"""Stays. The law (regions/demo), tertiary: employees 650 yuan a stay, then 88 % up to 10 000 and
91 % up to 50 000 of what is in scope; residents 1200 and 60 % (secondary 400 and 70 %), their
catastrophic insurance from 5000 yuan a year left in scope: 60 % of the first 10 000, 65 % of the
next; for the poor from 2500, five points more, and assistance of 80 % of what is left.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.office.claims.making import DOCTOR, SECOND_DOCTOR
from tests.office.exchange.care.bill import BED, CLASS_A, CLASS_B, CLASS_C, NEEDLE, Line, bill
from tests.office.exchange.care.region import People
from tests.office.exchange.care.software import Software
from tests.office.exchange.care.ward import admit, leave

SUMS = ("fund_pay_sumamt", "psn_part_amt", "act_pay_dedc")


def test_a_stay_of_an_employee(hospital: Software, people: People) -> None:
    settled = leave(admit(hospital, people.worker, DOCTOR), *bill(Line(CLASS_A, "5000")))
    # (5000 − 650) × 88 % = 3828
    assert settled.told(*SUMS) == (3828, 1172, 650)
    assert settled.payers == {"310100": 3828}
    assert settled.told("clr_type", "med_type") == ("21", "21")


def test_a_dear_stay_reaches_the_second_band(hospital: Software, people: People) -> None:
    settled = leave(admit(hospital, people.worker, DOCTOR), *bill(Line(CLASS_A, "20000")))
    # (10 000 − 650) × 88 % + 10 000 × 91 % = 8228 + 9100
    assert settled.told(*SUMS) == (17328, 2672, 650)


def test_a_second_stay_has_a_deductible_of_its_own(hospital: Software, people: People) -> None:
    leave(admit(hospital, people.worker, DOCTOR), *bill(Line(CLASS_A, "2000")))
    day, out = date(2025, 8, 1), date(2025, 8, 5)
    stay = admit(hospital, people.worker, DOCTOR, day=day)
    settled = leave(stay, *bill(Line(CLASS_A, "2000", day=day)), day=out)
    assert settled.told(*SUMS) == (1188, 812, 650)  # 1350 × 88 %


def test_a_stay_of_a_resident_in_the_county(county_hospital: Software, people: People) -> None:
    stay = admit(county_hospital, people.villager, SECOND_DOCTOR)
    settled = leave(stay, *bill(Line(CLASS_A, "5000")))
    assert settled.told(*SUMS) == (3220, 1780, 400)  # 4600 × 70 %


def test_catastrophic_insurance_of_a_resident(hospital: Software, people: People) -> None:
    settled = leave(admit(hospital, people.villager, DOCTOR), *bill(Line(CLASS_A, "50000")))
    # basic (50 000 − 1200) × 60 % = 29 280; left 20 720, over 5000: 15 720;
    # 10 000 × 60 % + 5720 × 65 % = 9718
    assert settled.payers == {"390100": 29280, "390200": 9718}
    assert settled.told("hifp_pay", "hifmi_pay", "psn_cash_pay") == (29280, 9718, 11002)


def test_three_layers_of_the_poor(hospital: Software, people: People) -> None:
    settled = leave(admit(hospital, people.poor, DOCTOR), *bill(Line(CLASS_A, "50000")))
    # basic 29 280; over 2500: 18 220: 10 000 × 65 % + 8220 × 70 % = 12 254;
    # left 8466 × 80 % = 6772.80
    assert settled.payers == {"390100": 29280, "390200": 12254, "610100": 6772.8}
    assert settled.told("psn_cash_pay") == (1693.2,)


def test_the_four_parts_of_a_stay(hospital: Software, people: People) -> None:
    stay = admit(hospital, people.worker, DOCTOR)
    lines = bill(
        Line(CLASS_A, "3000"),
        Line(CLASS_B, "1000"),
        Line(CLASS_C, "200"),
        Line(BED, "60", "4"),
    )
    stay.upload(lines)
    seen = stay.preview(lines).settlement
    # 丙类 200; beds (60 − 40) × 4 = 80 over the ceiling; 乙类 1000 × 4 % = 40
    sent = {name: seen[name] for name in ("fulamt_ownpay_amt", "overlmt_selfpay")}
    sent |= {name: seen[name] for name in ("preselfpay_amt", "inscp_scp_amt")}
    assert list(sent.values()) == [200, 80, 40, 4120]
    stay.discharge()
    settled = stay.settle(lines, **sent)  # hospitals send back what the preview said
    assert settled.told("fund_pay_sumamt") == (3053.6,)  # (4120 − 650) × 88 %


def test_a_line_is_taken_back_by_a_negative_one(hospital: Software, people: People) -> None:
    stay = admit(hospital, people.worker, DOCTOR)
    given, back = bill(Line(NEEDLE, "10", "5"), Line(NEEDLE, "10", "-2"))
    other = bill(Line(CLASS_A, "1000"))
    stay.upload((*other, given))
    stay.upload((back,), init_feedetl_sn=given.number)
    lines = (*other, given, back)
    stay.discharge()
    settled = stay.settle(lines)
    # needles 乙类: 50 × 4 % − 20 × 4 % = 1.20 first; in scope 1028.80 − 650 = 378.80 × 88 %
    assert settled.told("medfee_sumamt", "preselfpay_amt") == (1030, 1.2)
    assert settled.told("fund_pay_sumamt") == (333.34,)  # 333.344


def test_lines_of_several_days_come_in_several_messages(hospital: Software, people: People) -> None:
    stay = admit(hospital, people.worker, DOCTOR)
    days = [
        bill(Line(CLASS_A, "500", day=date(2025, 6, day)), Line(BED, "40", day=date(2025, 6, day)))
        for day in (16, 17, 18, 19)
    ]
    for lines in days:
        stay.upload(lines)
    stay.discharge()
    settled = stay.settle([line for lines in days for line in lines])
    assert settled.told("medfee_sumamt", "fund_pay_sumamt") == (2160, 1328.8)  # 1510 × 88 %


def test_lines_are_deleted_by_number_and_altogether(hospital: Software, people: People) -> None:
    stay = admit(hospital, people.worker, DOCTOR)
    kept, gone = bill(Line(CLASS_A, "2000"), Line(CLASS_A, "700"))
    stay.upload((kept, gone))
    assert stay.remove(gone.number).output == {}
    assert stay.preview((kept,)).told("medfee_sumamt") == (2000,)
    assert stay.remove().succeeded  # "0000"
    again = bill(Line(CLASS_A, "1650"))
    stay.upload(again)
    stay.discharge()
    assert stay.settle(again).told(*SUMS) == (880, 770, 650)  # 1000 × 88 %


def test_a_stay_is_changed_before_it_is_settled(hospital: Software, people: People) -> None:
    stay = admit(hospital, people.worker, DOCTOR)
    assert stay.change(adm_bed="15", medrcdno="B0001").output == {}
    assert leave(stay, *bill(Line(CLASS_A, "5000"))).told(*SUMS) == (3828, 1172, 650)


def test_an_admission_is_withdrawn(hospital: Software, people: People) -> None:
    stay = admit(hospital, people.worker, DOCTOR)
    lines = bill(Line(CLASS_A, "100"))
    stay.upload(lines)
    stay.remove()
    assert stay.withdraw().output == {}
    stay.upload(lines).refused()


def test_nobody_lies_in_two_beds(
    hospital: Software, county_hospital: Software, people: People
) -> None:
    stay = admit(hospital, people.worker, DOCTOR)
    other = replace(stay, software=county_hospital, doctor=SECOND_DOCTOR)
    assert other.number == stay.number
    other.upload(bill(Line(CLASS_A, "1"))).refused()  # not that hospital's visit


def test_a_discharge_is_taken_back_for_a_forgotten_line(hospital: Software, people: People) -> None:
    stay = admit(hospital, people.worker, DOCTOR)
    first, forgotten = bill(Line(CLASS_A, "1000")), bill(Line(CLASS_A, "650"))
    stay.upload(first)
    stay.discharge()
    assert stay.undo_discharge().output == {}
    stay.upload(forgotten)
    stay.discharge()
    assert stay.settle((*first, *forgotten)).told(*SUMS) == (880, 770, 650)


def test_a_stay_settled_midway_pays_no_more_than_the_whole(
    hospital: Software, people: People
) -> None:
    stay = admit(hospital, people.worker, DOCTOR)
    first = bill(Line(CLASS_A, "8000", day=date(2025, 6, 17)))
    rest = bill(Line(CLASS_A, "12000", day=date(2025, 6, 19)))
    stay.upload(first)
    half = stay.settle_so_far(first, upto=date(2025, 6, 18))
    assert half.told(*SUMS) == (6468, 1532, 650)  # 7350 × 88 %
    stay.upload(rest)
    stay.discharge()
    # the stay goes on from 8000: 2000 × 88 % + 10 000 × 91 %; both together as one of 20 000
    assert stay.settle(rest).told(*SUMS) == (10860, 1140, 0)


def test_a_stay_over_the_new_year(hospital: Software, people: People) -> None:
    begins, ends = date(2025, 12, 28), date(2026, 1, 4)
    stay = admit(hospital, people.worker, DOCTOR, day=begins)
    lines = bill(
        Line(CLASS_A, "3000", day=date(2025, 12, 30)), Line(CLASS_A, "2000", day=date(2026, 1, 2))
    )
    # one stay, counted in the year of its end (cross_year: by_discharge)
    assert leave(stay, *lines, day=ends).told(*SUMS) == (3828, 1172, 650)


def test_a_delivery(hospital: Software, people: People) -> None:
    mother = people.saver
    stay = admit(hospital, mother, DOCTOR, med_type="52")
    stay.diagnosis = ("O80.000", "头位顺产")
    settled = leave(stay, *bill(Line(CLASS_A, "4000")))
    assert settled.told("fund_pay_sumamt", "act_pay_dedc") == (3600, 0)  # 90 %, none deducted
