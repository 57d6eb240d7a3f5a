"""The interface: within reach or not found, masked, looked up for a purpose, audited."""

import pytest
from django.test import Client

from tests.office.people.making import employee, resident_number
from tests.office.providers.making import hospital
from yibao.office.base.models import AuditEntry
from yibao.office.base.roles import Role

pytestmark = pytest.mark.django_db


def test_a_county_sees_its_own_people_only(client_of: object) -> None:
    row = employee()
    own: Client = client_of(Role.ENROLMENT, "990121")  # type: ignore[operator]
    other: Client = client_of(Role.ENROLMENT, "990122")  # type: ignore[operator]
    address = f"/api/people/persons/{row.number}/"
    assert own.get(address).json()["psn_name"] == "张演示"
    for part in ("", "enrolments/", "status/", "identities/"):
        assert own.get(address + part).status_code == 200
        refused = other.get(address + part)
        assert refused.status_code == 404
        assert refused.json()["code"] == "unknown_person"


def test_the_insured_see_themselves_and_nobody_else(client_of: object) -> None:
    row, other = employee(1), employee(3)
    client: Client = client_of(Role.INSURED, person=row.number)  # type: ignore[operator]
    own = client.get(f"/api/people/persons/{row.number}/").json()
    assert own["certno"] == resident_number(1)
    assert client.get(f"/api/people/persons/{other.number}/").status_code == 404
    assert client.post("/api/people/lookup/", {}, "application/json").status_code in (403, 422)


def test_who_may_not_see_it_whole_sees_a_mask(client_of: object) -> None:
    row = employee()
    client: Client = client_of(Role.SUPERVISION)  # type: ignore[operator]
    seen = client.get(f"/api/people/persons/{row.number}/").json()
    assert seen["psn_name"] == "张*示"
    assert "*" in seen["certno"]


def test_a_hospital_finds_one_person_for_a_purpose_and_cannot_browse(client_of: object) -> None:
    row = employee()
    client: Client = client_of(Role.PROVIDER, provider=hospital())  # type: ignore[operator]
    assert client.get(f"/api/people/persons/{row.number}/").status_code == 403
    asked = {"certno": resident_number(1), "psn_name": "张演示", "purpose": "门诊挂号"}
    found = client.post("/api/people/lookup/", asked, "application/json")
    assert found.status_code == 200
    assert found.json()["baseinfo"]["psn_no"] == row.number
    assert found.json()["insuinfo"][0]["psn_insu_stas"] == "1"
    entry = AuditEntry.objects.filter(action="people.lookup.view").get()
    assert (entry.persons, entry.purpose) == ([row.number], "门诊挂号")
    for wrong in ({"psn_name": "李演示"}, {"certno": resident_number(3)}):
        refused = client.post("/api/people/lookup/", {**asked, **wrong}, "application/json")
        assert (refused.status_code, refused.json()["code"]) == (404, "nobody_by_certificate")
    without = {name: value for name, value in asked.items() if name != "purpose"}
    assert client.post("/api/people/lookup/", without, "application/json").status_code == 422


def test_the_status_is_told_with_its_reason(client_of: object) -> None:
    row = employee()
    client: Client = client_of(Role.BENEFITS)  # type: ignore[operator]
    address = f"/api/people/persons/{row.number}/status/"
    before = client.get(address, {"day": "2024-12-31"}).json()
    assert (before["psn_insu_stas"], before["has_benefits"]) == ("0", False)
    assert "2025-01-01" in before["reason_zh"]
    assert client.get(address, {"day": "2025-01-01"}).json()["has_benefits"]
    assert client.get(address, {"day": "nonsense"}).status_code == 422


def test_nobody_who_is_not_signed_in_sees_anything(client: Client) -> None:
    row = employee()
    assert client.get(f"/api/people/persons/{row.number}/").status_code in (401, 403)
