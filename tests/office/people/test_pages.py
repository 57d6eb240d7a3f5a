"""The registers: within reach, masked, audited, and what a clerk can do from a page."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from tests.office.people.making import NEW_YEAR, employee, person, resident_number
from tests.office.providers.making import hospital
from yibao.office.base.actor import SYSTEM
from yibao.office.base.models import AuditEntry
from yibao.office.base.rights.granted import Grant, Granted
from yibao.office.base.roles import Role
from yibao.office.people import queries, services
from yibao.office.people.models import (
    AwayFiling,
    DiseaseRegistration,
    Enrolment,
    Identity,
    Person,
)
from yibao.office.people.registers import SEARCH

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
THINGS = (
    ("person", Person),
    ("enrolment", Enrolment),
    ("identity", Identity),
    ("disease", DiseaseRegistration),
    ("filing", AwayFiling),
)


@pytest.fixture
def known() -> Person:
    """Register somebody with one of everything."""
    row = employee()
    said = {"category": "minimum_living", "evidence": "示范民1号", "source": "民政"}
    services.add_identity(SYSTEM, row.number, said, NEW_YEAR)
    disease = {"disease": "diabetes", "institution": hospital(), "evidence": "鉴定表"}
    services.register_disease(SYSTEM, row.number, disease, NEW_YEAR)
    filing = {"kind": "long_term", "destination": "990221", "filed_on": NEW_YEAR}
    services.file_away(SYSTEM, row.number, filing, NEW_YEAR)
    return row


@pytest.mark.parametrize(("thing", "model"), THINGS)
def test_a_row_is_shown_in_its_county_and_nowhere_else(
    client_of: ClientOf, known: Person, thing: str, model: type
) -> None:
    row = model.objects.get()  # type: ignore[attr-defined]
    own = client_of(Role.BENEFITS, "990121")
    for address in ("", f"{row.pk}/"):
        page = own.get(f"/people/{thing}/{address}")
        assert page.status_code == 200
        assert known.number in page.content.decode()
    other = client_of(Role.BENEFITS, "990122")
    assert known.number not in other.get(f"/people/{thing}/").content.decode()
    assert other.get(f"/people/{thing}/{row.pk}/").status_code == 404
    assert client_of(Role.CATALOGUE).get(f"/people/{thing}/").status_code == 403


def test_whoever_looks_is_written_down(client_of: ClientOf, known: Person) -> None:
    AuditEntry.objects.filter(action="people.person.view").count()
    client_of(Role.ENROLMENT).get(f"/people/person/{known.pk}/")
    entry = AuditEntry.objects.filter(action="people.person.view").latest("pk")
    assert entry.persons == [known.number]


def test_names_and_certificates_are_covered_for_who_need_not_see_them(
    client_of: ClientOf, known: Person
) -> None:
    whole = client_of(Role.ENROLMENT).get(f"/people/person/{known.pk}/").content.decode()
    covered = client_of(Role.SUPERVISION).get(f"/people/person/{known.pk}/").content.decode()
    assert resident_number(1) in whole
    assert resident_number(1) not in covered
    assert "张演示" not in covered
    assert "张*示" in covered


def test_a_clerk_registers_enrols_suspends_and_ends(client_of: ClientOf) -> None:
    client = client_of(Role.ENROLMENT, "990121")
    said = {
        "certificate_type": "01",
        "certificate_number": resident_number(2),
        "name": "李演示",
        "sex": "2",
        "birth": "1990-01-01",
        "division": "990121",
    }
    client.post("/people/person/new/", said)
    row = Person.objects.get()
    spell = {
        "insutype": "390",
        "psn_type": "15",
        "division": "990121",
        "premium_class": "single",
        "rank": "none",
        "first": "2025-01-01",
    }
    beyond = client.post(f"/people/person/{row.pk}/do/enrol/", {**spell, "division": "990122"})
    assert beyond.status_code in (200, 403, 422)
    assert not Enrolment.objects.exists()
    client.post(f"/people/person/{row.pk}/do/enrol/", spell)
    enrolled = Enrolment.objects.get()
    address = f"/people/enrolment/{enrolled.pk}/do/"
    client.post(
        address + "suspend/", {"kind": "arrears", "first": "2025-03-01", "reason": "未缴费"}
    )
    assert queries.status_on(row.number, date(2025, 3, 1)).code == "2"
    client.post(address + "resume/", {"first": "2025-04-01"})
    assert queries.status_on(row.number, date(2025, 4, 1)).code == "1"
    client.post(address + "end/", {"last": "2025-06-30", "reason": "转出"})
    assert queries.status_on(row.number, date(2025, 7, 1)).code == "4"
    page = client.get(f"/people/person/{row.pk}/").content.decode()
    assert "终止" in page
    assert "李演示" in client.get(f"/people/person/{row.pk}/history/").content.decode()


def test_a_correction_keeps_what_was(client_of: ClientOf, known: Person) -> None:
    client = client_of(Role.ENROLMENT, "990121")
    version = Person.objects.get().version
    said = {
        "name": "章演示",
        "sex": "1",
        "birth": "1990-01-01",
        "division": "990121",
        "_version": version,
    }
    address = f"/people/person/{known.pk}/edit/"
    assert client.get(address).status_code == 200
    client.post(address, said)
    assert Person.objects.get().name == "章演示"
    page = client.get(f"/people/person/{known.pk}/history/").content.decode()
    assert "张演示" in page
    client.post(address, {**said, "name": "又一名"})
    assert Person.objects.get().name == "章演示"


def test_a_duplicate_is_merged_only_within_reach(client_of: ClientOf, known: Person) -> None:
    other, far = person(3), person(3, division="990122")
    client = client_of(Role.ENROLMENT, "990121")
    address = f"/people/person/{known.pk}/do/merge/"
    client.post(address, {"duplicate": far.number, "reason": "同一人"})
    assert queries.kept_number(far.number) == far.number
    client.post(address, {"duplicate": other.number, "reason": "同一人"})
    assert queries.kept_number(other.number) == known.number


@pytest.mark.parametrize(
    ("action", "role", "said"),
    [
        ("death", Role.ENROLMENT, {"death": "2025-05-01"}),
        ("transfer", Role.ENROLMENT, {"destination": "610113", "last": "2025-05-01"}),
        ("add-certificate", Role.ENROLMENT, {"kind": "08", "certificate": "E1234567"}),
        ("certificate", Role.ENROLMENT, {"kind": "01", "certificate": resident_number(5)}),
        (
            "identity",
            Role.ENROLMENT,
            {
                "category": "disabled_severe",
                "evidence": "示范残1号",
                "source": "残联",
                "first": "2025-02-01",
            },
        ),
        (
            "disease",
            Role.BENEFITS,
            {
                "disease": "hypertension",
                "institution": "H99012100001",
                "evidence": "鉴定表",
                "first": "2025-02-01",
            },
        ),
        (
            "file",
            Role.BENEFITS,
            {"kind": "referral", "destination": "110105", "first": "2025-02-01"},
        ),
        ("sign", Role.BENEFITS, {"institution": "H99012100001", "first": "2025-02-01"}),
    ],
)
def test_every_action_changes_the_file_and_is_kept(
    client_of: ClientOf, known: Person, action: str, role: Role, said: dict[str, str]
) -> None:
    before = Person.objects.get().version
    client = client_of(role, "990121")
    address = f"/people/person/{known.pk}/do/{action}/"
    assert client.get(address).status_code == 200
    assert client.post(address, said).status_code in (200, 204, 302)
    assert Person.objects.get().version == before + 1
    assert client.get(f"/people/person/{known.pk}/").status_code == 200


def test_the_search_finds_somebody_masked_and_within_reach(known: Person) -> None:
    here = Granted(SYSTEM, (Grant(Role.SUPERVISION, division="990121"),))
    there = Granted(SYSTEM, (Grant(Role.SUPERVISION, division="990122"),))
    (hit,) = SEARCH[0].find(here, "演示", 5)
    assert (hit.title, hit.persons) == ("张*示", (known.number,))
    assert SEARCH[0].find(there, "演示", 5) == []
