"""Settling what was really registered and uploaded: purchases, new facts."""

from __future__ import annotations

import pytest

from tests.office.claims.making import (
    DAY,
    ITEMS,
    PHARMACY,
    Region,
    at,
    make_region,
)
from tests.office.claims.settling import give, open_books
from tests.office.claims.uploading import attended, lines
from yibao.office.base.actor import SYSTEM, Actor
from yibao.office.catalogue.models import LocalItem
from yibao.office.catalogue.services import approve, propose
from yibao.office.claims import services
from yibao.office.claims.asked import (
    Claim,
    NewLine,
    NewVisit,
    Setting,
    VisitKey,
)
from yibao.office.claims.models import Batch, Settlement, Visit
from yibao.office.claims.partitions import make_month

pytestmark = pytest.mark.django_db


@pytest.fixture
def region(db: None) -> Region:
    """Make the region, with open books and a month for lines."""
    open_books()
    make_month(DAY)
    return make_region()


def test_lines_are_classified_once_more_where_the_facts_have_changed(region):
    key = attended(region.employee)
    services.upload(SYSTEM, key, lines())
    Batch.objects.update(classified_under=b"something else", bill={"main": [100_000, 0, 0, 0]})
    assert services.preview(Claim(key, "310", 100_000)).fund_fen == 40_000
    assert bytes(Batch.objects.get().classified_under) == b"something else"
    assert services.settle(SYSTEM, Claim(key, "310", 100_000)).fund_fen == 40_000
    assert bytes(Batch.objects.get().classified_under) != b"something else"


def _map_at_the_pharmacy() -> None:
    local = LocalItem.objects.create(
        provider=PHARMACY, code="P1", name="甲类药", list_type=ITEMS[0].kind.list_type
    )
    proposed = propose(SYSTEM, local.pk, ITEMS[0].code, DAY)
    approve(Actor(1, "审核人"), proposed.pk)


def _purchase(person: str) -> tuple[NewVisit, list[NewLine], Claim]:
    new = NewVisit(
        provider=PHARMACY,
        person=person,
        insutype="310",
        setting=Setting.PHARMACY,
        begins_at=at(),
        care_division="990121",
        med_type="41",
    )
    line = NewLine("1", at(), ITEMS[0].code, "P1", 3_000, 30_000_000, 10_000)
    return new, [line], Claim(VisitKey(PHARMACY, "", person), "310", 3_000, account="1")


def test_a_purchase_is_paid_by_the_account_and_undone_as_a_whole(region):
    give(region.employee, 20)
    _map_at_the_pharmacy()
    found, taken = services.preview_purchase(*_purchase(region.employee))
    assert (found.account_fen, found.cash_fen, found.is_preview) == (2_000, 1_000, True)
    assert [line.amount_fen for line in taken] == [3_000]
    assert not Visit.objects.exists()

    made, _ = services.buy(SYSTEM, *_purchase(region.employee))

    assert (made.fund_fen, made.account_fen, made.cash_fen) == (0, 2_000, 1_000)
    assert (made.clr_type, made.setting) == ("41", Setting.PHARMACY)
    key = VisitKey(PHARMACY, made.visit, region.employee)
    undone = services.reverse(SYSTEM, key, made.number, "R1")
    assert (undone.account_fen, undone.balance_fen) == (-2_000, 2_000)
    assert Visit.objects.get().state == "withdrawn"
    assert Settlement.objects.count() == 2
