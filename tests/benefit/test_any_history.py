"""Late claims and reversals of any history against the fold of the declared order."""

from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from own_law import history_of, plan_of, resident

from yibao.benefit import Accumulators, Settlement, Visit, settle
from yibao.benefit.corrections import Correction, add_late, fold, in_order, reverse
from yibao.benefit.years import years_of
from yibao.policy.plan import layout

STAY = "inpatient"
REFOLD = {"late_claim": "refold", "reversal": "refold_later"}


@st.composite
def visits(draw: st.DrawFn, years: int = 2, yuan: int = 6_000) -> list[Visit]:
    """Draw visits of a resident in hospital, as an out-patient and at the pharmacy."""
    found = []
    for number in range(draw(st.integers(1, 7))):
        care = draw(st.sampled_from((STAY, "outpatient", "pharmacy")))
        begin = date(2023, 1, 1) + timedelta(days=draw(st.integers(0, 365 * years - 11)))
        end = begin + timedelta(days=draw(st.integers(0, 10)) if care == STAY else 0)
        link = draw(st.sampled_from(("none", "none", "up"))) if care == STAY else "none"
        found.append(
            resident(
                f"N{number}",
                care,
                end,
                f"{draw(st.integers(0, yuan))}元",
                admission=begin,
                settlement=end + timedelta(days=draw(st.integers(0, 60))),
                link=link,
            )
        )
    return found


@given(visits(), st.randoms(use_true_random=False), st.sampled_from(("settlement", "service_end")))
@settings(deadline=None, max_examples=60)
def test_any_order_of_arrival_under_refold_ends_in_the_fold_of_the_declared_order(
    drawn: list[Visit], random, order: str
):
    plan = plan_of(fold_order=order, up="difference", **REFOLD)
    declared = fold(in_order(drawn, plan), plan)
    random.shuffle(drawn)
    found: tuple[Settlement, ...] = ()
    moved = {visit.number: 0 for visit in drawn}
    first_told = {}
    for visit in drawn:
        correction = add_late(found, visit, plan)
        found = correction.settlements
        for difference in correction.differences:
            sign = 1 if difference.side == "claim_on" else -1
            moved[difference.number] += sign * difference.amount
        first_told[visit.number] = next(
            each.personal for each in found if each.visit.number == visit.number
        )
    assert list(found) == declared
    # What a person was told first and all differences since make what is due in the end.
    for each in found:
        assert first_told[each.visit.number] + moved[each.visit.number] == each.personal


@given(visits(), st.data())
@settings(deadline=None, max_examples=40)
def test_refold_later_ends_where_the_visit_had_never_been(drawn: list[Visit], data):
    plan = plan_of(fold_order="service_end", up="difference", **REFOLD)
    history = history_of(plan, *in_order(drawn, plan))
    undone = data.draw(st.sampled_from(drawn))
    rest = [visit for visit in in_order(drawn, plan) if visit != undone]
    assert list(reverse(history, undone.number, plan).settlements) == fold(rest, plan)


@given(visits())
@settings(deadline=None, max_examples=40)
def test_one_by_one_is_the_fold(drawn: list[Visit]):
    plan = plan_of()
    ordered = in_order(drawn, plan)
    state = Accumulators.empty(plan)
    for visit, folded in zip(ordered, fold(ordered, plan), strict=True):
        found = settle(visit, plan, state)
        assert found == folded
        state = found.after


@given(visits())
@settings(deadline=None, max_examples=40)
def test_appended_in_the_declared_order_it_is_the_fold_too(drawn: list[Visit]):
    plan = plan_of(late_claim="append")
    found: tuple[Settlement, ...] = ()
    for visit in in_order(drawn, plan):
        correction = add_late(found, visit, plan)
        found = correction.settlements
        assert correction.years == years_of(found, plan)
    assert list(found) == fold(in_order(drawn, plan), plan)


@given(visits(), st.data())
@settings(deadline=None, max_examples=40)
def test_newest_first_undoes_append_step_by_step(drawn: list[Visit], data):
    plan = plan_of(late_claim="append", reversal="newest_first")
    states: list[Correction] = []
    for visit in drawn:  # in any order of arrival
        before = states[-1].settlements if states else ()
        states.append(add_late(before, visit, plan))
    while len(states) > 1:
        number = states[-1].settlements[-1].visit.number
        found = reverse(states.pop().settlements, number, plan)
        assert found.settlements == states[-1].settlements
        assert found.years == states[-1].years


@given(visits(years=1, yuan=40), st.data())
@settings(deadline=None, max_examples=60)
def test_keep_later_holds_the_sum_of_what_is_left(drawn: list[Visit], data):
    # Bills of 40 yuan reach no limit, so what a visit adds does not hang on those before it, but
    # for the deductible; therefore the in-patient and pharmacy visits only.
    plan = plan_of(reversal="keep_later")
    drawn = [visit for visit in drawn if visit.care != "outpatient"]
    if not drawn:
        return
    history = history_of(plan, *in_order(drawn, plan))
    undone = data.draw(st.sampled_from(drawn))
    found = reverse(history, undone.number, plan).accumulators
    rest = fold([visit for visit in in_order(drawn, plan) if visit != undone], plan)
    wanted = rest[-1].after if rest else Accumulators.empty(plan)
    for slot in plan.slots:
        if slot.first == layout.STATE_YEAR or slot.name.startswith("chain:"):
            continue
        numbers = found.numbers[slot.first : slot.first + slot.length]
        expected = wanted.numbers[slot.first : slot.first + slot.length]
        if slot.period in ("day", "month", "quarter", "rolling_12_months"):
            numbers, expected = numbers[1:], expected[1:]  # the newest period may stay
            if slot.period == "day":
                continue  # a ring of 31 days forgets
        assert np.array_equal(numbers, expected), slot
