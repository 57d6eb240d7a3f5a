"""What the catalogue says of a bill's lines: the nearest division, the narrowest level, the day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.office.catalogue.conftest import Load, make_item
from yibao.office.base.actor import Actor
from yibao.office.catalogue.models import PaymentRule, PriceCeiling
from yibao.office.catalogue.queries import item_on, rules_of_lines
from yibao.office.catalogue.services import Days, set_ceiling, set_payment_rule
from yibao.terms.errors import InvalidInput

DAY = date(2025, 6, 1)
YEAR = Days(date(2025, 1, 1))


def rule(clerk: Actor, code: str, division: str, level: str, **more: object) -> PaymentRule:
    return set_payment_rule(clerk, code, division, YEAR, {"chrgitm_lv": level, **more})


def test_the_nearest_division_counts(clerk: Actor) -> None:
    make_item("XA")
    rule(clerk, "XA", "", "03")
    rule(clerk, "XA", "990100", "02", first_pay_ppm=100_000)
    rule(clerk, "XA", "990121", "01", first_pay_ppm=0)
    found = {
        division: rules_of_lines(["XA"], [DAY], division)[0]
        for division in ("990121", "990122", "610100")
    }
    classes = {division: (one.chrgitm_lv, one.first_pay_ppm) for division, one in found.items()}
    assert classes == {"990121": ("01", 0), "990122": ("02", 100_000), "610100": ("03", None)}
    assert item_on("XA", DAY, "990122").rule.chrgitm_lv == "02"  # type: ignore[union-attr]


def test_the_narrowest_level_counts_and_the_division_before_it(clerk: Actor) -> None:
    make_item("XA")
    for division, level, price in (
        ("990100", "", 9_000_000),
        ("990100", "secondary_and_below", 7_000_000),
        ("990100", "secondary", 6_000_000),
        ("990121", "", 8_000_000),
    ):
        values = {"kind": "ceiling", "level_group": level, "price_e6": price}
        set_ceiling(clerk, "XA", division, YEAR, values)
    standard = {"kind": "payment_standard", "price_e6": 6_500_000}
    set_ceiling(clerk, "XA", "990100", YEAR, standard)

    def ask(division: str, level: str) -> tuple[int | None, int | None, int | None]:
        (one,) = rules_of_lines(["XA"], [DAY], division, level)
        return one.ceiling_e6, one.payment_standard_e6, one.counted_up_to_e6

    assert ask("990100", "secondary") == (6_000_000, 6_500_000, 6_000_000)
    assert ask("990100", "primary") == (7_000_000, 6_500_000, 6_500_000)
    assert ask("990100", "tertiary") == (9_000_000, 6_500_000, 6_500_000)
    assert ask("990100", "") == (9_000_000, 6_500_000, 6_500_000)
    assert ask("990121", "secondary") == (8_000_000, 6_500_000, 6_500_000)


def test_each_line_has_the_rule_of_its_own_day_in_one_statement(clerk: Actor, load: Load) -> None:
    make_item("XA")
    rule(clerk, "XA", "990100", "01")
    set_payment_rule(clerk, "XA", "990100", Days(date(2025, 3, 1)), {"chrgitm_lv": "02"})
    days = [date(2024, 12, 31), date(2025, 2, 28), date(2025, 3, 1), DAY]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = rules_of_lines(["XA", "XA", "XA", "??"], days, "990100")
    assert len(asked) == 1
    assert [one.chrgitm_lv for one in found] == ["", "01", "02", ""]
    assert [one.item_id is None for one in found] == [False, False, False, True]
    assert [one.day for one in found] == days


def test_no_lines_no_rules(db: None) -> None:
    assert rules_of_lines([], [], "990100") == []


def test_levels_at_which_the_fund_pays(clerk: Actor) -> None:
    make_item("XA")
    rule(clerk, "XA", "990100", "02", level_group="secondary_and_below")
    (one,) = rules_of_lines(["XA"], [DAY], "990100")
    assert one.allows_level("primary")
    assert not one.allows_level("tertiary_a")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"chrgitm_lv": "09"}, "unknown_code"),
        ({"chrgitm_lv": "01", "level_group": "moon"}, "unknown_code"),
        ({"chrgitm_lv": "01", "med_chrgitm_type": "77"}, "unknown_code"),
        ({"chrgitm_lv": "01", "first_pay_ppm": 1_000_001}, "out_of_range"),
    ],
)
def test_a_rule_that_cannot_be(clerk: Actor, values: dict[str, object], code: str) -> None:
    make_item("XA")
    with pytest.raises(InvalidInput) as caught:
        set_payment_rule(clerk, "XA", "990100", YEAR, values)
    assert caught.value.code == code
    assert not PaymentRule.objects.exists()


def test_unknown_items_divisions_and_reversed_days(clerk: Actor) -> None:
    make_item("XA")
    values = {"chrgitm_lv": "01"}
    for code, division, days, error in (
        ("XB", "990100", YEAR, "unknown_item"),
        ("XA", "99", YEAR, "invalid_division"),
        ("XA", "990100", Days(DAY, date(2025, 5, 31)), "dates_reversed"),
    ):
        with pytest.raises(InvalidInput) as caught:
            set_payment_rule(clerk, code, division, days, values)
        assert caught.value.code == error
    with pytest.raises(InvalidInput) as caught:
        set_ceiling(clerk, "XA", "990100", YEAR, {"kind": "ceiling", "price_e6": -1})
    assert caught.value.code == "out_of_range"


BEGIN = date(2025, 1, 1)
settings_of_rows = st.lists(
    st.tuples(st.integers(0, 20), st.one_of(st.none(), st.integers(0, 8)), st.sampled_from("123")),
    min_size=1,
    max_size=8,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(given_rows=settings_of_rows)
def test_days_never_overlap_and_the_last_word_counts(
    clerk: Actor, given_rows: list[tuple[int, int | None, str]]
) -> None:
    """A list of days is the model: what begins later stays, what is set now counts until then."""
    PaymentRule.objects.all().delete()
    if not PriceCeiling.objects.exists():
        make_item("XM") if item_on("XM", DAY) is None else None
    held: dict[int, tuple[int, int, str]] = {}
    for first, length, level in given_rows:
        days = Days(
            BEGIN + timedelta(first),
            None if length is None else BEGIN + timedelta(first + length),
        )
        set_payment_rule(clerk, "XM", "990100", days, {"chrgitm_lv": f"0{level}"})
        _model(held, first, 99 if length is None else first + length + 1, level)
    for day in range(-1, 32):
        expected = next((f"0{lv}" for begin, end, lv in held.values() if begin <= day < end), "")
        (one,) = rules_of_lines(["XM"], [BEGIN + timedelta(day)], "990100")
        assert one.chrgitm_lv == expected, (day, held)


def _model(held: dict[int, tuple[int, int, str]], first: int, end: int, level: str) -> None:
    later = [begin for begin in held if begin > first]
    end = min([end, *later])
    for begin, (_, until, said) in list(held.items()):
        if begin < first < until:
            if said == level:
                held[begin] = (begin, end, said)
                return
            held[begin] = (begin, first, said)
    held[first] = (first, end, level)
