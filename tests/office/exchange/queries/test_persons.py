"""1101 and 2001: who somebody is, how they are insured, which funds would pay."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.office.claims.making import CHRONIC, HOSPITAL, NEW_YEAR, PHARMACY, make_region
from tests.office.exchange.queries.asking import ask
from tests.office.people.making import employee, person
from yibao.office.base.actor import SYSTEM
from yibao.office.base.errors import NotFound
from yibao.office.ledger.services import open_personal_account
from yibao.office.people.services import (
    add_certificate,
    add_cover,
    add_identity,
    end_enrolment,
    suspend_enrolment,
)
from yibao.terms.errors import InvalidInput

pytestmark = pytest.mark.django_db


def who(**named: str) -> Any:
    return ask("1101", {"data": {"begntime": "2025-06-16 09:00:00", **named}})


def test_by_resident_number() -> None:
    row = employee(1)
    answer = who(mdtrt_cert_type="02", mdtrt_cert_no=row.certificate_number)
    assert answer["baseinfo"]["psn_no"] == row.number
    assert answer["baseinfo"]["certno"] == row.certificate_number
    # Born on 1 January 1990: 35 full years on 16 June 2025.
    assert answer["baseinfo"]["age"] == 35
    (insured,) = answer["insuinfo"]
    assert (insured["insutype"], insured["psn_type"], insured["psn_insu_stas"]) == (
        "310",
        "11",
        "1",
    )
    assert insured["insuplc_admdvs"] == "990121"
    assert insured["psn_insu_date"] == "2025-01-01"
    assert insured["emp_name"] == "示范纺织厂（演示）"
    assert insured["cvlserv_flag"] == "0"
    assert insured["balc"] == 0
    assert answer["idetinfo"] == []


def test_as_the_document_s_own_example_asks() -> None:
    row = employee(1)
    answer = who(psn_cert_type="1", certno=row.certificate_number, psn_name=row.name)
    assert answer["baseinfo"]["psn_no"] == row.number


def test_by_card_and_by_number_in_place_of_a_token() -> None:
    row = employee(1)
    add_certificate(SYSTEM, row.number, "90", "A12345678")
    assert who(mdtrt_cert_type="03", mdtrt_cert_no="A12345678")["baseinfo"]["psn_no"] == row.number
    assert who(mdtrt_cert_type="01", mdtrt_cert_no=row.number)["baseinfo"]["psn_no"] == row.number


def test_nobody_is_told_which_part_was_wrong() -> None:
    row, other = employee(1), employee(3)
    for named in (
        {"mdtrt_cert_type": "02", "mdtrt_cert_no": "990121199001019999"},
        {"mdtrt_cert_type": "01", "mdtrt_cert_no": "no such token"},
        {"certno": row.certificate_number, "psn_name": "李四"},
        {
            "mdtrt_cert_type": "02",
            "mdtrt_cert_no": row.certificate_number,
            "certno": other.certificate_number,
        },
    ):
        with pytest.raises(NotFound) as caught:
            who(**named)
        assert caught.value.code == "nobody_by_certificate"


def test_somebody_has_to_be_named() -> None:
    with pytest.raises(InvalidInput) as caught:
        who(psn_name="张演示")
    assert (caught.value.code, caught.value.field) == ("field_missing", "mdtrt_cert_no")


def test_states_of_insurance() -> None:
    row = employee(1)
    suspend_enrolment(SYSTEM, row.number, "310", date(2025, 6, 1), "欠费停保")
    named = {"mdtrt_cert_type": "02", "mdtrt_cert_no": row.certificate_number}
    (insured,) = who(**named)["insuinfo"]
    assert (insured["psn_insu_stas"], insured["paus_insu_date"]) == ("2", "2025-06-01")
    (insured,) = ask("1101", {"data": {**named, "begntime": "2025-03-01"}})["insuinfo"]
    assert (insured["psn_insu_stas"], insured["paus_insu_date"]) == ("1", "")
    end_enrolment(SYSTEM, row.number, "310", date(2025, 6, 10), "离职")
    (insured,) = who(**named)["insuinfo"]
    assert (insured["insutype"], insured["psn_insu_stas"]) == ("310", "4")


def test_nobody_insured() -> None:
    row = person(1)
    assert who(mdtrt_cert_type="02", mdtrt_cert_no=row.certificate_number)["insuinfo"] == []


def test_civil_servants_and_identities() -> None:
    row = employee(1)
    add_cover(SYSTEM, row.number, "civil_servant", NEW_YEAR)
    found = {"category": "minimum_living", "evidence": "示范民字1号", "source": "示范市民政局"}
    add_identity(SYSTEM, row.number, found, NEW_YEAR, date(2025, 12, 31))
    answer = who(mdtrt_cert_type="02", mdtrt_cert_no=row.certificate_number)
    assert answer["insuinfo"][0]["cvlserv_flag"] == "1"
    (identity,) = answer["idetinfo"]
    # standards/facts/codes.csv: minimum_living is psn_idet_type 2303.
    assert identity["psn_idet_type"] == "2303"
    assert (identity["begntime"], identity["endtime"]) == (
        "2025-01-01 00:00:00",
        "2025-12-31 00:00:00",
    )


def test_the_account_of_the_pooling_area() -> None:
    row = employee(1)
    account = open_personal_account(SYSTEM, "990100", row.number, NEW_YEAR)
    type(account).objects.filter(pk=account.pk).update(balance_fen=137_363)
    answer = who(mdtrt_cert_type="02", mdtrt_cert_no=row.certificate_number)
    assert answer["insuinfo"][0]["balc"] == 1373.63


def enjoyed(
    person_number: str, insutype: str = "310", med_type: str = "21", **more: str
) -> dict[str, str]:
    """Return fund → why it would not pay; empty where it would."""
    asked = {
        "psn_no": person_number,
        "insutype": insutype,
        "fixmedins_code": HOSPITAL,
        "med_type": med_type,
        "begntime": "2025-06-16 09:00:00",
        **more,
    }
    provider = more.get("provider", HOSPITAL)
    answer = ask("2001", {"data": asked}, provider)["trtinfo"]
    assert all(each["trt_chk_type"] == "01" for each in answer)
    assert all(
        (each["trt_enjymnt_flag"] == "1") is not bool(each["trt_chk_rslt"]) for each in answer
    )
    return {each["fund_pay_type"]: each["trt_chk_rslt"] for each in answer}


def test_each_fund_of_a_stay() -> None:
    region = make_region()
    funds = enjoyed(region.employee)
    assert funds["310100"] == ""
    # The layer of civil servants is in the plan; this employee is none.
    assert "320100" in funds
    assert "公务员" in funds["320100"]
    add_cover(SYSTEM, region.employee, "civil_servant", NEW_YEAR)
    assert enjoyed(region.employee)["320100"] == ""
    assert enjoyed(region.resident, "390")["390100"] == ""


def test_what_keeps_somebody_from_every_fund() -> None:
    region = make_region()
    suspend_enrolment(SYSTEM, region.employee, "310", date(2025, 6, 1), "欠费停保")
    assert all("暂停" in reason for reason in enjoyed(region.employee).values())
    assert all("390" in reason for reason in enjoyed(region.resident, "310").values())


def test_a_chronic_disease_has_to_be_registered() -> None:
    region = make_region()
    assert enjoyed(region.chronic, med_type="14", dise_codg=CHRONIC)["310100"] == ""
    refused = enjoyed(region.employee, med_type="14", dise_codg=CHRONIC)
    assert all("慢特病" in reason for reason in refused.values())


def test_an_agreement_has_to_cover_the_care() -> None:
    region = make_region()
    reasons = enjoyed(region.employee, provider=PHARMACY)
    assert reasons
    assert all("协议" in reason for reason in reasons.values())


def test_a_kind_of_care_that_the_plan_lacks() -> None:
    region = make_region()
    with pytest.raises(InvalidInput) as caught:
        enjoyed(region.resident, "320")
    assert (caught.value.code, caught.value.field) == ("care_not_covered", "insutype")
