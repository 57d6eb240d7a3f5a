"""Every refusal that a hospital may meet: HTTP 200, −1, the field, what to do, a code."""

from __future__ import annotations

from datetime import date

import pytest

from tests.office.claims.making import CHRONIC, DAY, DOCTOR, HOSPITAL, SECOND, SECOND_DOCTOR
from tests.office.exchange.care.bill import CLASS_A, CLASS_B, UNMAPPED, Line, bill
from tests.office.exchange.care.hospital import Visit, come, registering
from tests.office.exchange.care.region import VILLAGE_DOCTOR, People
from tests.office.exchange.care.software import Software
from tests.office.exchange.care.ward import admit, admit_message
from yibao.office.base.actor import SYSTEM
from yibao.office.providers.services import suspend_agreement


def registered(software: Software, people: People, **others: object) -> Visit:
    """Register a visit without saying what it is for."""
    answer = software.send("2201", registering(people.worker, DOCTOR)).output["data"]
    return Visit(software, people.worker, DOCTOR, answer["mdtrt_id"], "", **others)  # type: ignore[arg-type]


def test_no_agreement_on_the_day(
    county_hospital: Software, village: Software, people: People
) -> None:
    late = registering(people.worker, SECOND_DOCTOR, date(2026, 1, 5))
    county_hospital.send("2201", late).refused("fixmedins_code", "[no_agreement]")
    # an agreement for out-patient care is none for stays
    asked = admit_message(people.villager, "D990121000010")
    village.send("2401", asked).refused("fixmedins_code")


def test_a_suspended_agreement(hospital: Software, people: People) -> None:
    suspend_agreement(SYSTEM, f"XY{HOSPITAL}", date(2025, 6, 1), date(2025, 6, 30), "整改")
    asked = registering(people.worker, DOCTOR)
    hospital.send("2201", asked).refused("fixmedins_code", "[agreement_suspended]")
    later = registering(people.worker, DOCTOR, date(2025, 7, 1))
    assert hospital.send("2201", later).succeeded


def test_an_item_that_is_not_mapped(hospital: Software, people: People) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    lines = bill(Line(CLASS_A, "10"), Line(UNMAPPED, "10"))
    visit.upload(lines).refused("[item_not_mapped]", lines[1].number)
    visit.settle(lines[:1]).refused()  # the message was refused whole


def test_an_unknown_diagnosis(hospital: Software, people: People) -> None:
    visit = registered(hospital, people, diagnosis=("Q99.999X", "没有这个"))
    visit.attend().refused("diag_code", "Q99.999X", "[diagnosis_unknown]")


def test_an_unknown_doctor(hospital: Software, people: People) -> None:
    asked = registering(people.worker, "D990121999999")
    hospital.send("2201", asked).refused("atddr_no", "[doctor_unknown]")
    visit = come(hospital, people.worker, DOCTOR)
    visit.doctor = SECOND_DOCTOR  # of the other hospital
    visit.upload(bill(Line(CLASS_A, "10"))).refused("bilg_dr_codg")


def test_an_unknown_department(hospital: Software, people: People) -> None:
    asked = registering(people.worker, DOCTOR, dept_code="X99.99")
    hospital.send("2201", asked).refused("dept_code", "[department_unknown]")


def test_somebody_who_is_not_insured(hospital: Software, people: People) -> None:
    hospital.send("2201", registering(people.stranger, DOCTOR)).refused("[not_insured]")
    asked = registering(people.suspended, DOCTOR)
    hospital.send("2201", asked).refused("insutype", "[insurance_suspended]")


def test_another_scheme_than_the_persons(hospital: Software, people: People) -> None:
    asked = registering(people.worker, DOCTOR, insutype="390")
    hospital.send("2201", asked).refused("insutype", "[other_scheme]")


def test_an_unknown_person(hospital: Software, people: People) -> None:
    asked = registering(people.worker, DOCTOR, psn_no="99000000000000000000000000")
    hospital.send("2201", asked).refused("psn_no")


def test_a_chronic_disease_that_is_not_registered(hospital: Software, people: People) -> None:
    visit = registered(hospital, people, med_type="14", disease=CHRONIC)
    visit.attend().refused("dise_codg", "[chronic_filing_missing]")


def test_a_chronic_disease_that_nobody_named(hospital: Software, people: People) -> None:
    registered(hospital, people, med_type="14").attend().refused("dise_codg")


def test_another_provider_than_was_chosen(
    village: Software, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No region that is shipped pays at the chosen provider only; this one does for the moment.
    monkeypatch.setattr("yibao.office.claims.services.visits_care.needs_choice", lambda *_: True)
    asked = registering(people.villager, VILLAGE_DOCTOR)
    number = village.send("2201", asked).output["data"]["mdtrt_id"]
    visit = Visit(village, people.villager, VILLAGE_DOCTOR, number, "")
    visit.attend().refused("fixmedins_code", SECOND, "[wrong_chosen_provider]")


def test_parts_that_are_not_ours_name_the_field(hospital: Software, people: People) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    lines = bill(Line(CLASS_A, "300"), Line(CLASS_B, "100"))
    visit.upload(lines)
    right = {
        "fulamt_ownpay_amt": 0,
        "overlmt_selfpay": 0,
        "preselfpay_amt": 4,
        "inscp_scp_amt": 396,
    }
    for name, value in right.items():
        visit.settle(lines, **(right | {name: value + 1})).refused(name)
    assert visit.settle(lines, **right).succeeded


def test_a_bill_that_is_settled_already(hospital: Software, people: People) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    lines = bill(Line(CLASS_A, "300"))
    visit.upload(lines)
    assert visit.settle(lines).succeeded
    visit.settle(lines).refused()
    visit.remove("B1").refused()
    visit.upload(lines).refused()


def test_a_batch_that_did_not_come_whole(hospital: Software, people: People) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    lines = bill(Line(CLASS_A, "300"), Line(CLASS_A, "200"))
    visit.upload(lines[:1])
    # 500 was said, 300 came
    visit.settle(lines).refused("medfee_sumamt", "500.00", "300.00", "[batch_incomplete]")
    visit.preview(lines).refused("medfee_sumamt", "[batch_incomplete]")


def test_a_total_that_is_less_than_the_lines(hospital: Software, people: People) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    lines = bill(Line(CLASS_A, "300"))
    visit.upload(lines)
    visit.settle(lines, medfee_sumamt=299.99).refused("medfee_sumamt", "[amount_differs]")


def test_a_number_of_a_line_that_was_used(hospital: Software, people: People) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    lines = bill(Line(CLASS_A, "300"))
    visit.upload(lines, "B1")
    visit.upload(lines, "B2").refused("feedetl_sn", lines[0].number)


def test_an_amount_that_is_not_price_times_quantity(hospital: Software, people: People) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    visit.upload(bill(Line(CLASS_A, "300")), det_item_fee_sumamt=299).refused("det_item_fee_sumamt")


def test_lines_of_several_visits_in_one_message(hospital: Software, people: People) -> None:
    one, other = (come(hospital, people.worker, DOCTOR) for _ in range(2))
    sent: list[dict[str, object]] = []
    hospital.sign = lambda envelope: (
        sent.extend(envelope["input"].get("feedetail", ())) or envelope,
        {},
    )
    one.upload(bill(Line(CLASS_A, "1")))
    other.upload(bill(Line(CLASS_A, "1")))
    hospital.send("2204", {"feedetail": sent[:2]}).refused("mdtrt_id", "[several_visits]")


def test_a_visit_of_another_hospital(
    hospital: Software, county_hospital: Software, people: People
) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    visit.software = county_hospital
    visit.withdraw().refused("mdtrt_id", "[unknown_visit]")


def test_a_visit_of_another_person(hospital: Software, people: People) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    visit.person = people.saver
    visit.upload(bill(Line(CLASS_A, "1"))).refused("psn_no")


def test_a_visit_with_lines_is_not_withdrawn(hospital: Software, people: People) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    visit.upload(bill(Line(CLASS_A, "1")))
    visit.withdraw().refused("[lines_not_settled]")


def test_care_that_the_setting_does_not_know(hospital: Software, people: People) -> None:
    registered(hospital, people, med_type="21").attend().refused("med_type")
    asked = admit_message(people.worker, DOCTOR, med_type="11")
    hospital.send("2401", asked).refused("med_type")


def test_a_second_bed(hospital: Software, county_hospital: Software, people: People) -> None:
    admit(hospital, people.worker, DOCTOR)
    asked = admit_message(people.worker, SECOND_DOCTOR)
    county_hospital.send("2401", asked).refused("psn_no", "[stay_open]")


def test_a_stay_that_is_not_over(hospital: Software, people: People) -> None:
    stay = admit(hospital, people.worker, DOCTOR)
    lines = bill(Line(CLASS_A, "1000", day=DAY))
    stay.upload(lines)
    stay.settle(lines).refused()
    assert stay.preview(lines).succeeded
    stay.discharge()
    assert stay.settle(lines).succeeded


def test_a_missing_field_is_named(hospital: Software, people: People) -> None:
    asked = registering(people.worker, DOCTOR, psn_no="")
    hospital.send("2201", asked).refused("psn_no", "[field_missing]")
    asked = registering(people.worker, DOCTOR, begntime="昨天")
    hospital.send("2201", asked).refused("begntime")
