"""The interface: settlements by number, person, provider; trace, lines; nobody else's."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.office.claims.settled import HOSPITAL, LINES, Made, settled_stay
from tests.office.people.making import employee
from tests.office.providers.making import hospital
from yibao.office.base.roles import Role

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]


@pytest.fixture
def made() -> Made:
    hospital()
    return settled_stay(employee().number, reverse=False)


def test_a_list_by_person_and_provider(client_of: ClientOf, made: Made) -> None:
    client = client_of(Role.BENEFITS)
    for query in (
        f"psn_no={made.visit.person}",
        f"fixmedins_code={HOSPITAL}",
        f"mdtrt_id={made.visit.number}&first=2025-06-09&last=2025-06-09",
    ):
        (row,) = client.get(f"/api/claims/settlements/?{query}").json()
        assert row["setl_id"] == made.settlement.number
        assert row["total_fen"] == sum(line[4] for line in LINES)
    before = made.settlement.pk
    assert client.get(f"/api/claims/settlements/?before={before}").json() == []


def test_a_settlement_with_its_payers(client_of: ClientOf, made: Made) -> None:
    address = f"/api/claims/settlements/{made.settlement.number}/"
    body = client_of(Role.FUND).get(address).json()
    # Every payer and the cash sum to the total.
    assert sum(payer["amount_fen"] for payer in body["payers"]) + body["cash_fen"] == 2_052_000
    assert body["accounts"] == [{"is_own": True, "amount_fen": body["account_fen"]}]


def test_the_trace_sums_to_what_the_funds_pay(client_of: ClientOf, made: Made) -> None:
    address = f"/api/claims/settlements/{made.settlement.number}/trace/"
    body = client_of(Role.INSURED, person=made.visit.person).get(address).json()
    assert sum(layer["paid_fen"] for layer in body["layers"]) == made.settlement.fund_fen
    named = {sentence["source"] for layer in body["layers"] for sentence in layer["sentences"]}
    assert named - {0} == {source["number"] for source in body["sources"]}
    assert {source["status"] for source in body["sources"]} <= {"verified", "secondary", "assumed"}


def test_lines_sum_to_the_total(client_of: ClientOf, made: Made) -> None:
    address = f"/api/claims/settlements/{made.settlement.number}/lines/"
    body = client_of(Role.PROVIDER, provider=HOSPITAL).get(address).json()
    assert sum(line["amount_fen"] for line in body["lines"]) == made.settlement.total_fen
    assert body["next"] == 0


def test_nobody_gets_what_is_not_theirs(client_of: ClientOf, made: Made) -> None:
    base = f"/api/claims/settlements/{made.settlement.number}/"
    other = client_of(Role.PROVIDER, provider="H99012100009")
    for address in (base, f"{base}trace/", f"{base}lines/"):
        assert other.get(address).status_code == 404
    assert client_of(Role.FUND).get(f"{base}lines/").status_code == 403
    assert client_of(Role.CATALOGUE).get(base).status_code == 403
