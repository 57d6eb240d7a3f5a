"""The registers: within reach, each with its page, its history, and what can be done there."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from tests.office.providers.making import NEW_YEAR, hospital
from yibao.office.base.actor import SYSTEM
from yibao.office.base.rights.granted import Grant, Granted
from yibao.office.base.roles import Role
from yibao.office.providers import queries
from yibao.office.providers.models import (
    Agreement,
    Department,
    Institution,
    StaffMember,
)
from yibao.office.providers.registers import SEARCH
from yibao.office.providers.services import (
    open_department,
    register_staff,
    set_bank_account,
    sign_agreement,
)

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]


@pytest.fixture
def code() -> str:
    """Register a hospital with one of everything."""
    made = hospital()
    open_department(SYSTEM, made, ("0301", "心内科", "A03.04"), NEW_YEAR, beds=40)
    register_staff(SYSTEM, made, "doctor", "D990121000001", "张演示", NEW_YEAR)
    set_bank_account(SYSTEM, made, ("示范医院", "示范银行", "6222000011112222"), NEW_YEAR)
    return made


THINGS = (
    ("institution", Institution, "第一医院"),
    ("agreement", Agreement, "XYH99012100001"),
    ("department", Department, "心内科"),
    ("staff", StaffMember, "D990121000001"),
)


@pytest.mark.parametrize(("thing", "model", "text"), THINGS)
def test_a_row_stands_in_its_list_on_its_page_and_in_its_history(
    client_of: ClientOf, code: str, thing: str, model: type, text: str
) -> None:
    client = client_of(Role.SETTLEMENT, "990121")
    row = model.objects.get()  # type: ignore[attr-defined]
    for address in ("", f"{row.pk}/", f"{row.pk}/history/"):
        page = client.get(f"/providers/{thing}/{address}")
        assert page.status_code == 200, address
        assert address.endswith("history/") or text in page.content.decode()


@pytest.mark.parametrize(("thing", "model", "text"), THINGS)
def test_nothing_of_it_is_seen_from_another_county(
    client_of: ClientOf, code: str, thing: str, model: type, text: str
) -> None:
    client = client_of(Role.SETTLEMENT, "990122")
    row = model.objects.get()  # type: ignore[attr-defined]
    assert text not in client.get(f"/providers/{thing}/").content.decode()
    assert client.get(f"/providers/{thing}/{row.pk}/").status_code == 404


def test_an_account_number_is_covered_for_who_does_not_pay(client_of: ClientOf, code: str) -> None:
    row = Institution.objects.get()
    seen = client_of(Role.SETTLEMENT).get(f"/providers/institution/{row.pk}/").content.decode()
    assert "6222000011112222" not in seen
    assert "2222" in seen
    paid = client_of(Role.PAYMENT).get(f"/providers/institution/{row.pk}/").content.decode()
    assert "6222000011112222" in paid


def test_an_agreement_is_suspended_from_its_page(client_of: ClientOf, code: str) -> None:
    client = client_of(Role.SUPERVISION)
    ended = Agreement.objects.get()
    sign_agreement(SYSTEM, code, "XY2", ("outpatient",), NEW_YEAR, NEW_YEAR, date(2099, 12, 31))
    running = Agreement.objects.get(number="XY2")
    said = {"first": "2025-05-01", "last": "2025-05-31", "reason": "查处违规"}
    address = "/providers/agreement/{}/do/suspend/"
    assert client.post(address.format(ended.pk), said).status_code == 409
    assert client.post(address.format(running.pk), {**said, "reason": ""}).status_code < 500
    assert queries.can_settle(code, date(2025, 5, 1), "outpatient")
    assert client.post(address.format(running.pk), said).status_code in (200, 204, 302)
    assert not queries.can_settle(code, date(2025, 5, 1), "outpatient")
    assert queries.can_settle(code, date(2025, 5, 1), "inpatient")


def test_a_new_institution_comes_within_reach_only(client_of: ClientOf) -> None:
    client = client_of(Role.SETTLEMENT, "990121")
    said = {
        "code": "H99012200002",
        "name": "示范乙县医院（演示）",
        "kind": "hospital",
        "nature": "public",
        "division": "990122",
    }
    refused = client.post("/providers/institution/new/", said)
    assert refused.status_code in (200, 403, 422)
    assert not Institution.objects.exists()
    client.post(
        "/providers/institution/new/", {**said, "code": "H99012100002", "division": "990121"}
    )
    assert Institution.objects.get().name == "示范乙县医院（演示）"


def test_the_search_finds_an_institution(client_of: ClientOf, code: str) -> None:
    granted = Granted(SYSTEM, (Grant(Role.BENEFITS, division="990121"),))
    (hit,) = SEARCH[0].find(granted, "第一医院", 5)
    assert code in hit.subtitle
    assert client_of(Role.BENEFITS).get(hit.url).status_code == 200
