"""The interface: institutions within reach, and whether they may settle on a day."""

import pytest
from django.test import Client

from tests.office.providers.making import NEW_YEAR, hospital
from yibao.office.base.actor import SYSTEM
from yibao.office.base.roles import Role
from yibao.office.providers.services import register_staff

pytestmark = pytest.mark.django_db


def test_an_institution_is_found_and_shown_as_it_was_on_a_day(client_of: object) -> None:
    code = hospital()
    client: Client = client_of(Role.BENEFITS, "990121")  # type: ignore[operator]
    (found,) = client.get("/api/providers/institutions/", {"text": "第一医院"}).json()
    assert found["fixmedins_code"] == code
    address = f"/api/providers/institutions/{code}/"
    assert client.get(address, {"day": "2025-01-01"}).json()["hosp_lv"] == "2"
    assert client.get(address, {"day": "2024-01-01"}).json()["level"] == "unrated"


def test_another_county_and_another_hospital_find_nothing(client_of: object) -> None:
    code, other = hospital(), hospital("H99012200002")
    for client in (
        client_of(Role.BENEFITS, "990122"),  # type: ignore[operator]
        client_of(Role.PROVIDER, provider=other),  # type: ignore[operator]
    ):
        for part in ("", "agreements/", "can-settle/?day=2025-01-01&care=inpatient"):
            refused = client.get(f"/api/providers/institutions/{code}/{part}")
            assert (refused.status_code, refused.json()["code"]) == (404, "unknown_institution")


def test_it_says_what_may_be_settled_and_why_not(client_of: object) -> None:
    code = hospital()
    client: Client = client_of(Role.SETTLEMENT)  # type: ignore[operator]
    address = f"/api/providers/institutions/{code}/can-settle/"
    yes = client.get(address, {"day": "2025-05-01", "care": "inpatient"}).json()
    no = client.get(address, {"day": "2026-01-01", "care": "inpatient"}).json()
    assert (yes["yes"], no["yes"], no["code"]) == (True, False, "no_agreement")
    assert client.get(address, {"day": "2025-05-01", "care": "magic"}).status_code == 422
    (agreement,) = client.get(
        f"/api/providers/institutions/{code}/agreements/", {"day": "2025-05-01"}
    ).json()
    assert (agreement["state"], agreement["scopes"]) == ("in_force", ["inpatient"])


def test_a_doctor_of_the_hospital_is_paid_for(client_of: object) -> None:
    code = hospital()
    register_staff(SYSTEM, code, "doctor", "D990121000001", "张演示", NEW_YEAR)
    client: Client = client_of(Role.PROVIDER, provider=code)  # type: ignore[operator]
    address = f"/api/providers/institutions/{code}/staff/D990121000001/"
    assert client.get(address, {"day": "2025-05-01"}).json()["yes"]
    assert not client.get(address, {"day": "2024-05-01"}).json()["yes"]


def test_the_insured_have_no_business_here(client_of: object) -> None:
    client: Client = client_of(Role.INSURED, person="P99")  # type: ignore[operator]
    assert client.get("/api/providers/institutions/", {"text": "医院"}).status_code == 403
