"""Unsettled lines are withdrawn, and the sums of their batches follow."""

from __future__ import annotations

import pytest

from tests.office.claims.making import Region, make_region
from tests.office.claims.making_bills import admitted, attended, line
from yibao.office.base.actor import SYSTEM
from yibao.office.claims.asked import VisitKey
from yibao.office.claims.models import Batch, Line
from yibao.office.claims.services import remove, upload
from yibao.terms.errors import InvalidInput

pytestmark = pytest.mark.django_db

A, B, C = range(3)


@pytest.fixture
def region() -> Region:
    return make_region()


@pytest.fixture
def key(region: Region) -> VisitKey:
    key = attended(region.employee)
    upload(SYSTEM, key, [line(1, A), line(2, B), line(3, C), line(4, A, batch="B2")])
    return key


def refused(key: VisitKey, batch: str = "", numbers: tuple[str, ...] = ()) -> tuple[str, str]:
    before = Line.objects.count()
    with pytest.raises(InvalidInput) as caught:
        remove(SYSTEM, key, batch, numbers)
    assert Line.objects.count() == before
    return caught.value.code, caught.value.field


def test_lines_go_by_number(key: VisitKey) -> None:
    assert remove(SYSTEM, key, numbers=("1", "3")) == 2
    first, second = Batch.objects.order_by("number")
    # Left of the first is line 2: 10.00, of which 0.40 is first paid.
    assert (first.line_count, first.total_fen, first.bill) == (1, 1000, {"main": [0, 0, 40, 960]})
    assert (second.line_count, second.total_fen) == (1, 1000)


def test_lines_go_by_batch_and_an_empty_batch_goes_too(key: VisitKey) -> None:
    assert remove(SYSTEM, key, batch="B2") == 1
    assert list(Batch.objects.values_list("number", "line_count")) == [("B1", 3)]
    upload(SYSTEM, key, [line(4, A, batch="B2")])  # its number is free again


@pytest.mark.parametrize("said", [{"batch": "0000"}, {"numbers": ("0000",)}])
def test_four_noughts_mean_every_unsettled_line(key: VisitKey, said: dict[str, object]) -> None:
    Batch.objects.filter(number="B2").update(settlement_id=8)
    assert remove(SYSTEM, key, **said) == 3  # type: ignore[arg-type]
    assert list(Line.objects.values_list("number", flat=True)) == ["4"]
    assert remove(SYSTEM, key, **said) == 0  # type: ignore[arg-type]


def test_settled_lines_stay(key: VisitKey) -> None:
    Batch.objects.filter(number="B2").update(settlement_id=8)
    assert refused(key, numbers=("1", "4")) == ("line_already_settled", "feedetl_sn")
    assert refused(key, batch="B2") == ("line_already_settled", "chrg_bchno")
    assert refused(key, batch="B9") == ("batch_unknown", "chrg_bchno")
    assert refused(key, numbers=("9",)) == ("line_unknown", "feedetl_sn")


def test_a_charge_is_not_withdrawn_from_under_its_refund(region: Region) -> None:
    key = admitted(region.employee)
    back = line(2, A, quantity_e4=-10_000)
    upload(SYSTEM, key, [line(1, A), back, line(3, B)])
    assert refused(key, numbers=("1",)) == ("refund_exceeds_charges", "cnt")
    assert remove(SYSTEM, key, numbers=("1", "2")) == 2
    assert Batch.objects.get().bill == {"main": [0, 0, 40, 960]}
