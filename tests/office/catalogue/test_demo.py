"""The demo catalogue: real names, invented rules that say so, loaded again without a change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from time import perf_counter

import pytest
from django.db import connection, transaction

from yibao.office.base.actor import SYSTEM
from yibao.office.catalogue import demo
from yibao.office.catalogue.models import Item, PaymentRule, PriceCeiling
from yibao.office.catalogue.names import TermKind
from yibao.office.catalogue.queries import (
    rules_of_lines,
    search,
    search_terms,
    term_on,
    translated,
)
from yibao.synthetic.region.goods import goods

DAY = date(2026, 6, 1)
EVERY = 20_891


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: object) -> Iterator[dict[str, object]]:
    """Load once for all tests here, and take it back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield demo.load(SYSTEM)  # type: ignore[misc]
        transaction.set_rollback(True)


def test_everything_is_there_and_marked(loaded: dict[str, object]) -> None:
    # What is announced, invented consumables, and of the 1,170 that are sold those not announced.
    assert Item.objects.count() == EVERY == 19_800 + 200 + 891
    assert not Item.objects.filter(is_demo=False).exists()
    assert not PaymentRule.objects.exclude(is_demo=True, evidence__contains="演示").exists()
    assert not PriceCeiling.objects.exclude(is_demo=True, evidence__contains="演示").exists()
    assert PaymentRule.objects.count() == EVERY


def test_the_planner_knows_of_what_came(loaded: dict[str, object]) -> None:
    """A table that it thinks empty is joined row by row: minutes for what takes a second."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, reltuples FROM pg_class WHERE relname = ANY(%s)",
            [["catalogue_itemversion", "catalogue_paymentrule", "catalogue_priceceiling"]],
        )
        assert all(rows > 1_000 for _, rows in cursor.fetchall())


def test_loaded_again_nothing_changes(loaded: dict[str, object]) -> None:
    again = demo.load(SYSTEM)
    assert {(count.new, count.changed) for count in again.values()} == {(0, 0)}


def test_lines_of_every_kind_have_rules(loaded: dict[str, object]) -> None:
    others = Item.objects.exclude(code__in=goods().codes).order_by("code")
    codes = [others.filter(kind=kind)[7].code for kind in demo._PRICES]
    found = rules_of_lines(codes, [DAY] * len(codes), "990121", "secondary")
    assert all(one.is_valid and one.is_demo and one.chrgitm_lv for one in found)
    assert all(one.counted_up_to_e6 for one in found)
    assert all(one.med_chrgitm_type for one in found)


def test_diagnoses_grey_codes_and_maps(loaded: dict[str, object]) -> None:
    grey = term_on(TermKind.DIAGNOSIS, "A00.000", DAY)
    fine = term_on(TermKind.DIAGNOSIS, "A00.000x001", DAY)
    assert grey is not None
    assert fine is not None
    assert (grey.is_grey, fine.is_grey) == (True, False)
    old = "A18.000x018+M73.8*"
    assert translated(TermKind.DIAGNOSIS, "insurance_1.0", old) == "A18.000x018+M49.0*"
    assert translated(TermKind.DIAGNOSIS, "insurance_1.0", "A00.900") == "A00.900"
    assert term_on(TermKind.OPERATION, "00.0101", DAY).parent_name  # type: ignore[union-attr]
    assert search_terms("霍乱", TermKind.DIAGNOSIS).count() >= 3
    assert search_terms("高血压", TermKind.CHRONIC_DISEASE).count() == 1


@pytest.mark.parametrize(
    "text", ["片", "胶囊", "注射液", "阿帕他胺", "XA", "aptap", "子宫造影", "0021010303"]
)
def test_searching_is_quick_and_finds(loaded: dict[str, object], text: str) -> None:
    search(text)
    begun = perf_counter()
    found = search(text)
    seconds = perf_counter() - begun
    assert found
    assert seconds < 0.25, seconds
    if not text.isascii():
        assert all(text in hit.name for hit in found)
