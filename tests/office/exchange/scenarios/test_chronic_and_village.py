"""Chronic diseases, village clinics, township hospitals. The law (regions/demo): employees'
diabetes 700 yuan a year deductible, 70 %, at most 5000; residents' dialysis 60 % at tertiary, none
deducted; residents' out-patient care 70 % at a village clinic, 60 % at a township hospital, at most
200 yuan a year, nothing higher up; assistance 80 % of what is left for the poor (低保).
"""

from __future__ import annotations

from tests.office.claims.making import CHRONIC, DOCTOR, SECOND_DOCTOR
from tests.office.exchange.care.bill import CLASS_A, CLASS_B, Line, bill
from tests.office.exchange.care.hospital import come, pay
from tests.office.exchange.care.region import DIALYSIS, TOWNSHIP_DOCTOR, VILLAGE_DOCTOR, People
from tests.office.exchange.care.software import Software


def test_diabetes_of_an_employee(hospital: Software, people: People) -> None:
    visit = come(hospital, people.diabetic, DOCTOR, med_type="14", disease=CHRONIC)
    settled = pay(visit, *bill(Line(CLASS_A, "1000")))
    # (1000 − 700) × 70 % = 210
    assert settled.payers == {"310100": 210}
    assert settled.told("psn_cash_pay", "act_pay_dedc") == (790, 700)


def test_a_chronic_disease_and_an_ordinary_visit_count_apart(
    hospital: Software, people: People
) -> None:
    pay(come(hospital, people.diabetic, DOCTOR), *bill(Line(CLASS_A, "200")))
    visit = come(hospital, people.diabetic, DOCTOR, med_type="14", disease=CHRONIC)
    settled = pay(visit, *bill(Line(CLASS_A, "800")))
    assert settled.told("fund_pay_sumamt", "act_pay_dedc") == (70, 700)  # 100 × 70 %


def test_dialysis_of_a_resident(hospital: Software, people: People) -> None:
    visit = come(hospital, people.dialysed, DOCTOR, med_type="14", disease=DIALYSIS)
    settled = pay(visit, *bill(Line(CLASS_A, "400", "2"), Line(CLASS_B, "200")))
    # 乙类 of a resident: 200 × 5 % = 10 first; in scope 990 × 60 % = 594
    assert settled.payers == {"390100": 594}
    assert settled.told("preselfpay_amt", "psn_cash_pay") == (10, 406)


def test_a_resident_at_the_village_clinic(village: Software, people: People) -> None:
    settled = pay(come(village, people.villager, VILLAGE_DOCTOR), *bill(Line(CLASS_A, "50", "2")))
    assert settled.payers == {"390102": 70}  # 100 × 70 %
    assert settled.told("psn_cash_pay", "act_pay_dedc") == (30, 0)
    # 300 × 70 % = 210; of 200 a year 130 are left
    again = pay(come(village, people.villager, VILLAGE_DOCTOR), *bill(Line(CLASS_A, "300")))
    assert again.payers == {"390102": 130}


def test_village_and_township_share_the_ceiling(
    village: Software, township: Software, people: People
) -> None:
    pay(come(village, people.villager, VILLAGE_DOCTOR), *bill(Line(CLASS_A, "200")))  # 140
    settled = pay(come(township, people.villager, TOWNSHIP_DOCTOR), *bill(Line(CLASS_A, "200")))
    assert settled.payers == {"390102": 60}  # 200 × 60 % = 120, 60 are left


def test_a_resident_higher_up_pays_all(county_hospital: Software, people: People) -> None:
    visit = come(county_hospital, people.villager, SECOND_DOCTOR)
    settled = pay(visit, *bill(Line(CLASS_A, "100")))
    assert settled.payers == {}
    assert settled.told("psn_cash_pay", "inscp_scp_amt") == (100, 100)


def test_assistance_stands_on_what_is_left(village: Software, people: People) -> None:
    settled = pay(come(village, people.poor, VILLAGE_DOCTOR), *bill(Line(CLASS_A, "100")))
    # 70 by the pool; 80 % of the other 30 = 24
    assert settled.payers == {"390102": 70, "610100": 24}
    assert settled.told("hifp_pay", "maf_pay", "psn_cash_pay") == (70, 24, 6)
