"""What was registered, uploaded and settled through the services, as its page and sheet show it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.office.claims.making import DAY, HOSPITAL, Region, make_region
from tests.office.claims.settling import give, open_books
from tests.office.claims.uploading import attended, lines
from yibao.office.base.actor import SYSTEM
from yibao.office.base.roles import Role
from yibao.office.claims import services
from yibao.office.claims.asked import Claim, Settled, VisitKey
from yibao.office.claims.models import Settlement
from yibao.office.claims.partitions import make_month
from yibao.office.claims.queries.sheet import sheet
from yibao.office.claims.queries.within import settlement_row
from yibao.office.exchange.models import MessageEntry

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]


@pytest.fixture
def key() -> VisitKey:
    """Upload twenty lines of 50 yuan of an employee with 100 yuan in the account."""
    open_books()
    make_month(DAY)
    region: Region = make_region()
    give(region.employee, 100)
    found = attended(region.employee)
    services.upload(SYSTEM, found, lines())
    return found


@pytest.fixture
def settled(key: VisitKey) -> Settled:
    return services.settle(SYSTEM, Claim(key, "310", 100_000, account="1"))


def test_the_sheet_of_a_real_settlement_adds_up(settled: Settled) -> None:
    made = sheet(settlement_row(settled.number))
    # 1000 yuan, deductible 200, half of the rest by the fund; 100 yuan of 600 from the account.
    assert (made.row.fund_fen, made.row.account_fen, made.row.cash_fen) == (40_000, 10_000, 50_000)
    assert all(identity.holds for identity in made.identities)
    assert made.explained is not None
    (layer,) = made.explained.layers
    assert (layer.made.base, layer.made.deductible, layer.made.paid) == (100_000, 20_000, 40_000)
    assert made.charges.has_lines
    assert made.charges.total.count == 20
    assert [use.amount_fen for use in made.accounts] == [10_000]


def test_its_page_shows_the_rule_of_a_line_and_the_postings(
    client_of: ClientOf, settled: Settled
) -> None:
    row = Settlement.objects.get(number=settled.number)
    text = client_of(Role.SETTLEMENT).get(f"/claims/settlement/{row.pk}/").content.decode()
    assert "甲类：先行自付0%" in text
    assert row.entry in text
    assert 'id="postings"' in text
    own = client_of(Role.INSURED, person=settled.person)
    assert 'id="postings"' not in own.get(f"/claims/settlement/{row.pk}/").content.decode()


def test_a_reversal_through_the_service(
    client_of: ClientOf, key: VisitKey, settled: Settled
) -> None:
    undone = services.reverse(SYSTEM, key, settled.number, "R")
    made = sheet(settlement_row(undone.number))
    assert made.row.total_fen == -100_000
    assert all(identity.holds for identity in made.identities)
    assert "退还" in made.plain[0].zh
    for number in (settled.number, undone.number):
        page = client_of(Role.SETTLEMENT).get(f"/claims/settlement/{number}/sheet/")
        assert page.status_code == 200


def test_a_bill_that_was_undone_keeps_its_lines_whatever_becomes_of_them(
    client_of: ClientOf, key: VisitKey, settled: Settled
) -> None:
    undone = services.reverse(SYSTEM, key, settled.number, "R")
    services.remove(SYSTEM, key, numbers=("1",))
    again = services.settle(SYSTEM, Claim(key, "310", 95_000))  # 19 of 20 lines of 50 yuan
    for number, count, amount in (
        (settled.number, 20, 100_000),
        (undone.number, 20, -100_000),
        (again.number, 19, 95_000),
    ):
        charges = sheet(settlement_row(number)).charges
        assert charges.has_lines
        assert (charges.total.count, charges.total.amount_fen) == (count, amount)
    told = client_of(Role.SETTLEMENT).get(f"/api/claims/settlements/{undone.number}/lines/").json()
    assert [line["feedetl_sn"] for line in told["lines"]][:2] == ["1", "10"]
    assert {line["amount_fen"] for line in told["lines"]} == {-5_000}


def test_messages_of_the_visit_are_a_panel_for_those_who_may_see_them(
    client_of: ClientOf, settled: Settled
) -> None:
    row = Settlement.objects.get(number=settled.number)
    MessageEntry.objects.create(
        id=1,
        received_at=row.settled_at,
        provider=HOSPITAL,
        infno="2207",
        msgid=f"{HOSPITAL}202506160900000001",
        person=settled.person,
        visit=settled.visit,
        outcome="ok",
        milliseconds=9,
        digest=b"0" * 32,
    )
    for address in (f"/claims/settlement/{row.pk}/", f"/claims/visit/{row.visit_id}/"):
        text = client_of(Role.SETTLEMENT).get(address).content.decode()
        assert 'id="messages"' in text
        assert "2207" in text
        other = client_of(Role.BENEFITS).get(address).content.decode()
        assert 'id="messages"' not in other
