"""Late claims and reversals in each mode, by hand."""

from dataclasses import replace
from datetime import date

import pytest
from own_law import history_of, plan_of, resident

from yibao.benefit import Accumulators, Visit, settle
from yibao.benefit.corrections import Correction, Difference, add_late, fold, reverse
from yibao.benefit.years import for_year
from yibao.terms.errors import InvalidInput, PolicyUnknown

STAY = "inpatient"
REFOLD = {"late_claim": "refold", "reversal": "refold_later"}


def on(month: int, day: int = 1, year: int = 2024) -> date:
    return date(year, month, day)


# Four stays of one year. Deductible 200, from the second admission on 100; 60 %; 10000 a year.
A = resident("A", STAY, on(1), "8200元")  # 8000 × 60 % = 4800
B = resident("B", STAY, on(3), "5100元")  # 5000 × 60 % = 3000
C = resident("C", STAY, on(5), "5100元")  # 3000, but 10000 − 7800 = 2200 are left
D = resident("D", STAY, on(7), "1100元")  # 600, but nothing is left


def funds(correction: Correction) -> dict[str, int]:
    return {each.visit.number: each.fund for each in correction.settlements}


def year_count(state: Accumulators) -> int:
    return state.count("fund:resident_inpatient.year")


def test_the_history_that_is_corrected_below():
    history = history_of(plan_of(), A, B, C, D)
    assert [each.fund for each in history] == [480_000, 300_000, 220_000, 0]
    assert year_count(history[-1].after) == 1_000_000


# Late claims --------------------------------------------------------------------------------------

# 2100 − 100 = 2000, 60 % = 1200
LATE = replace(resident("LATE", STAY, on(2), "2100元"), settlement=on(9))


def test_append_settles_a_late_claim_on_what_is_left():
    plan = plan_of(late_claim="append", fold_order="service_end")
    history = history_of(plan, A, B)
    found = add_late(history, LATE, plan)
    # 10000 − 4800 − 3000 = 2200 are left: 1200 in full. Third admission.
    assert funds(found) == {"A": 480_000, "B": 300_000, "LATE": 120_000}
    assert found.differences == ()
    assert found.accumulators == found.settlements[-1].after
    late_again = add_late(history_of(plan, A, B, C), LATE, plan)
    assert funds(late_again)["LATE"] == 0
    assert late_again.settlements[:3] == tuple(history_of(plan, A, B, C))


def test_refold_gives_a_late_claim_its_place_and_lists_the_differences():
    plan = plan_of(fold_order="service_end", **REFOLD)
    history = history_of(plan, A, B, C, D)
    found = add_late(history, LATE, plan)
    # A 4800, LATE 1200, B 3000, and C what is left of 10000: 1000 instead of 2200.
    expected = {"A": 480_000, "LATE": 120_000, "B": 300_000, "C": 100_000, "D": 0}
    assert list(funds(found)) == ["A", "LATE", "B", "C", "D"]
    assert funds(found) == expected
    # C's personal part: 5100 − 2200 = 2900 before, 5100 − 1000 = 4100 after.
    assert found.differences == (Difference("C", 290_000, 410_000),)
    assert (found.differences[0].amount, found.differences[0].side) == (120_000, "claim_on")
    # What lies before the late claim is not settled again.
    assert found.settlements[0] is history[0]


def test_under_the_sequence_of_settlement_a_late_claim_comes_last_all_the_same():
    plan = plan_of(fold_order="settlement", **REFOLD)
    found = add_late(history_of(plan, A, B, C), LATE, plan)
    assert list(funds(found)) == ["A", "B", "C", "LATE"]
    assert found.differences == ()


def test_a_late_claim_of_last_year_leaves_the_counts_of_this_year_alone():
    plan = plan_of(late_claim="append")
    this_year = [
        resident("T1", STAY, on(1, year=2025), "10200元"),  # 6000
        resident("T2", STAY, on(2, year=2025), "5100元"),  # 3000
    ]
    history = history_of(plan, A, B, C, *this_year)
    late = replace(LATE, settlement=on(3, year=2025))
    found = add_late(history, late, plan)
    # The year 2024 is used up; 2025 still knows its 9000.
    assert funds(found)["LATE"] == 0
    assert year_count(found.years[2024]) == 1_000_000
    assert year_count(found.years[2025]) == year_count(found.accumulators) == 900_000
    following = resident("T3", STAY, on(4, year=2025), "5100元")
    opening = for_year(found.years, 2025, plan)
    assert settle(following, plan, opening).fund == 100_000  # 10000 − 9000
    # The lifetime count goes on over both: 10000 + 9000.
    assert opening.count("fund:whole_life") == 1_900_000


def test_a_late_claim_of_a_year_without_any_begins_that_year():
    plan = plan_of(late_claim="append")
    history = history_of(plan, resident("T", STAY, on(1, year=2025), "10200元"))
    found = add_late(history, LATE, plan)
    # The first admission of 2024: (2100 − 200) × 60 % = 1140
    assert funds(found) == {"T": 600_000, "LATE": 114_000}
    assert {year: year_count(state) for year, state in found.years.items()} == {
        2024: 114_000,
        2025: 600_000,
    }


def test_a_history_that_begins_later_cannot_take_a_claim_of_before():
    for mode in ("append", "refold"):
        plan = plan_of(late_claim=mode)
        first = settle(resident("T1", STAY, on(1, year=2025), "1元"), plan)
        second = settle(resident("T2", STAY, on(2, year=2025), "1元"), plan, first.after)
        with pytest.raises(InvalidInput) as caught:
            add_late([second], LATE, plan)
        assert caught.value.code == "history_incomplete"


def test_a_late_claim_is_taken_once_and_only_whole():
    for mode in ("append", "refold"):
        plan = plan_of(late_claim=mode)
        history = history_of(plan, A, B)
        with pytest.raises(InvalidInput) as caught:
            add_late(history, replace(LATE, number="B"), plan)
        assert caught.value.code == "settled_already"
        with pytest.raises(InvalidInput) as caught:
            add_late(history, replace(LATE, scheme="310"), plan)
        assert caught.value.code == "schemes_mixed"
        early = date(2019, 5, 1)
        before_the_law = replace(LATE, admission=early, discharge=early)
        with pytest.raises(PolicyUnknown):
            add_late(history, before_the_law, plan)


# Reversals ----------------------------------------------------------------------------------------


def test_a_reversal_copies_the_amounts_with_the_sign_turned():
    found = reverse(history_of(plan_of(), A, B, C), "C", plan_of())
    undone = found.reversal
    assert undone is not None
    assert found.reversed == undone.settlement
    assert (undone.total, undone.fund, undone.hospital) == (-510_000, -220_000, 0)
    assert undone.total == undone.fund + undone.hospital + undone.personal
    assert undone.by_fund == {"390100": -220_000}
    for turned, layer in zip(undone.layers, plan_of().layers, strict=True):
        own = undone.settlement.layer(layer.name)
        assert turned.layer == own.layer
        assert turned.base + own.base == turned.paid + own.paid == 0
        assert turned.base == turned.deductible + turned.copay + turned.above_cap + turned.paid


def test_newest_first_goes_backwards_only():
    plan = plan_of(reversal="newest_first")
    history = history_of(plan, A, B, C)
    with pytest.raises(InvalidInput) as caught:
        reverse(history, "B", plan)
    assert caught.value.code == "not_newest"
    assert "'C'" in caught.value.message("en")
    with pytest.raises(InvalidInput) as caught:
        reverse(history, "X", plan)
    assert caught.value.code == "settlement_unknown"
    found = reverse(history, "C", plan)
    assert found.accumulators == history[1].after
    found = reverse(found.settlements, "B", plan)
    found = reverse(found.settlements, "A", plan)
    assert (found.settlements, found.years) == ((), {})
    assert found.accumulators == Accumulators.empty(plan)


def test_newest_first_brings_back_the_counts_of_the_year_before():
    plan = plan_of(reversal="newest_first")
    history = history_of(plan, A, B, resident("T", STAY, on(1, year=2025), "10200元"))
    found = reverse(history, "T", plan)
    assert found.accumulators == history[1].after
    assert list(found.years) == [2024]


def test_keep_later_takes_out_what_the_one_had_added():
    plan = plan_of(reversal="keep_later")
    history = history_of(plan, A, B, C, D)
    found = reverse(history, "B", plan)
    # The others stay as they were told: 4800, 2200, 0; the counts hold their sum.
    assert funds(found) == {"A": 480_000, "C": 220_000, "D": 0}
    assert found.differences == ()
    assert year_count(found.accumulators) == 700_000
    assert found.accumulators.count("fund:whole_life") == 700_000
    assert found.accumulators.count("ordinals") == 3
    # What comes next has 3000 of the 10000.
    following = resident("E", STAY, on(8), "10100元")
    assert settle(following, plan, found.accumulators).fund == 300_000
    # A second one may go, on the counts as they stand by then.
    again = reverse(found.settlements, "A", plan, found.years)
    assert year_count(again.accumulators) == 220_000
    last = reverse(again.settlements, "D", plan, again.years)
    assert (year_count(last.accumulators), last.accumulators.count("ordinals")) == (220_000, 1)


def test_keep_later_in_another_year_leaves_this_one_alone():
    plan = plan_of(reversal="keep_later")
    history = history_of(plan, A, B, resident("T", STAY, on(1, year=2025), "10200元"))
    found = reverse(history, "B", plan)
    assert {year: year_count(state) for year, state in found.years.items()} == {
        2024: 480_000,
        2025: 600_000,
    }
    assert found.accumulators.count("fund:whole_life") == 1_080_000


def test_keep_later_takes_days_quarters_and_windows_back_by_their_period():
    plan = plan_of(reversal="keep_later")

    def buy(number: str, day: date, amount: str = "200元") -> Visit:
        return resident(number, "pharmacy", day, amount)

    spring = [buy("P", on(3, 5), "80元"), buy("Q", on(3, 5), "80元")]
    spring += [buy(f"R{day}", on(3, day)) for day in (10, 11, 12)]
    spring += [buy(f"S{day}", on(4, day)) for day in (1, 2, 3, 4)]
    history = history_of(plan, *spring)
    # 80 at 50 %; the day has 20 of its 100 left; then 100 a day. A quarter has 200, a year 400.
    assert [each.fund for each in history] == [4_000, 1_000, *[5_000] * 7]
    before = history[-1].after
    after = reverse(history, "P", plan).accumulators

    def next_on(day: date) -> tuple[int, int]:
        return tuple(settle(buy("T", day), plan, state).fund for state in (before, after))

    # The 40 are free again: on the day itself, of which Q has taken 20 of 100; in its quarter; in
    # the twelve months; but not in the next quarter, which is full.
    assert next_on(on(3, 5)) == (0, 4_000)
    assert next_on(on(3, 20)) == (0, 4_000)
    assert next_on(on(7, 1)) == (0, 4_000)
    assert next_on(on(4, 5)) == (0, 0)


def test_keep_later_takes_the_month_and_the_deductible_of_the_year_back():
    plan = plan_of(reversal="keep_later")
    visits_of_march = [
        resident(n, "outpatient", on(3, d), "300元") for n, d in (("A", 1), ("B", 2))
    ]
    history = history_of(plan, *visits_of_march)
    # (300 − 100) × 50 % = 100; 300 × 50 % = 150
    assert [each.fund for each in history] == [10_000, 15_000]
    found = reverse(history, "A", plan).accumulators
    following = resident("C", "outpatient", on(3, 9), "800元")
    # 250 of the month's 300 were used; without A the 100 are due again, 350, and 150 are left.
    assert settle(following, plan, history[-1].after).fund == 5_000
    assert settle(following, plan, found).fund == 15_000
    assert settle(following, plan, found).deductible_paid == 10_000


def test_keep_later_keeps_the_chain_that_others_have_lengthened():
    plan = plan_of(reversal="keep_later", up="difference")
    first = resident("A", STAY, on(1), "1200元")
    second = resident("B", STAY, on(1, 2), "1200元", link="up")
    history = history_of(plan, first, second)
    # 200 borne; the second admission's 100 less those 200.
    assert [each.deductible_paid for each in history] == [20_000, 0]
    third = resident("C", STAY, on(1, 3), "1200元", link="up")
    kept = reverse(history, "A", plan).accumulators
    assert settle(third, plan, kept).deductible_paid == 0
    # Nothing hangs on the newest: its link of the chain goes with it.
    back = reverse(history_of(plan, first), "A", plan).accumulators
    assert settle(third, plan, back).deductible_paid == 20_000


def test_refold_later_folds_those_behind_again():
    plan = plan_of(**REFOLD)
    history = history_of(plan, A, B, C, D)
    found = reverse(history, "B", plan)
    # A 4800; C is now the second: 3000; D the third: 600.
    assert funds(found) == {"A": 480_000, "C": 300_000, "D": 60_000}
    assert found.settlements[0] is history[0]
    assert found.differences == (
        Difference("C", 290_000, 210_000),  # 5100 − 2200 → 5100 − 3000
        Difference("D", 110_000, 50_000),  # 1100 → 1100 − 600
    )
    assert [(each.amount, each.side) for each in found.differences] == [
        (80_000, "debt_to"),
        (60_000, "debt_to"),
    ]
    assert found.accumulators == fold([A, C, D], plan)[-1].after
    assert reverse(history_of(plan, A), "A", plan).accumulators == Accumulators.empty(plan)
