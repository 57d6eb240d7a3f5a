"""One by one = in bulk, whatever the number of threads; a bad visit changes nothing after it."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from yibao.benefit import Accumulators, Amounts, Visit, settle
from yibao.benefit.bulk import Batch, settle_batch
from yibao.benefit.encode import encode_amounts, encode_facts
from yibao.policy import Plan, compile_plan, load_policy
from yibao.policy.plan import layout
from yibao.terms.errors import InvalidInput, YibaoError

LEVELS = ("primary", "secondary", "tertiary", "tertiary_special")
PERSONS, VISITS = 40, 400


@pytest.fixture(scope="module")
def plan() -> Plan:
    return compile_plan(load_policy("cn/61/6101"))


def drawn_visits(seed: int) -> list[list[Visit]]:
    """Draw the visits of each person; some fall on days that the law does not reach."""
    draw = np.random.default_rng(seed)
    persons: list[list[Visit]] = [[] for _ in range(PERSONS)]
    for _ in range(VISITS):
        person = int(draw.integers(PERSONS))
        scheme, status = (("310", "working"), ("310", "retired"), ("390", "adult"))[person % 3]
        year = int(draw.choice([2019, 2022, 2022, 2022, 2023]))
        day = date(year, int(draw.integers(1, 13)), int(draw.integers(1, 29)))
        facts = {
            "status": status,
            "level": str(draw.choice(LEVELS)),
            "age": 40 + person % 40,
            "cover": frozenset({"large_sum"}) if scheme == "310" else frozenset(),
        }
        bill = Amounts(*(int(x) for x in draw.integers(0, 3_000_000, 4)))
        persons[person].append(Visit(scheme, "inpatient", day, day, day, facts, {"main": bill}))
    return persons


def as_batch(plan: Plan, persons: list[list[Visit]]) -> Batch:
    visits = [visit for own in persons for visit in own]
    return Batch.of_rows(
        np.cumsum([0, *(len(own) for own in persons)]).astype(np.int64),
        np.array([encode_facts(visit, plan) for visit in visits]),
        np.array([encode_amounts(visit, plan) for visit in visits]),
    )


@pytest.mark.parametrize("threads", [1, 2, 7])
def test_one_by_one_equals_bulk(plan: Plan, threads: int) -> None:
    persons = drawn_visits(seed=7)
    result = settle_batch(as_batch(plan, persons), plan, threads=threads)
    at = 0
    refused = 0
    for person, own in enumerate(persons):
        used = Accumulators.empty(plan)
        for visit in own:
            try:
                settlement = settle(visit, plan, used)
            except YibaoError:
                refused += 1
                assert result.outs[at, layout.OUT_STATUS] != layout.OK
            else:
                used = settlement.after
                assert tuple(result.outs[at].tolist()) == settlement.out
                assert int(result.paid[at].sum()) == settlement.fund
            at += 1
        assert (result.states[person] == used.numbers).all()
    assert refused > 10
    assert result.settled == VISITS - refused


def test_opening_accumulators_are_carried_in(plan: Plan) -> None:
    persons = drawn_visits(seed=11)
    halves = [own[: len(own) // 2] for own in persons], [own[len(own) // 2 :] for own in persons]
    first = settle_batch(as_batch(plan, halves[0]), plan)
    second = settle_batch(as_batch(plan, halves[1]), plan, first.states)
    whole = settle_batch(as_batch(plan, persons), plan)
    assert (second.states == whole.states).all()


def test_arrays_that_do_not_fit_are_refused(plan: Plan) -> None:
    batch = as_batch(plan, drawn_visits(seed=3))
    with pytest.raises(InvalidInput):
        settle_batch(replace(batch, starts=batch.starts[:-1]), plan)
    wild = batch.columns.copy()
    wild[layout.LEVEL, 0] = 99
    with pytest.raises(InvalidInput) as refused:
        settle_batch(replace(batch, columns=wild), plan)
    assert refused.value.field == "level"


def test_accumulators_opened_from_an_old_system(plan: Plan) -> None:
    opened = Accumulators.opened(plan, 2022, {"fund:employee_pool": 39_999_000}, admissions=2)
    day = date(2022, 7, 1)
    facts = {"status": "working", "level": "secondary"}
    bill = {"main": Amounts(in_scope=1_000_000)}
    settlement = settle(Visit("310", "inpatient", day, day, day, facts, bill), plan, opened)
    # (10000 − 400) × 90 % = 8640, but of the cap of 400000 only 10 yuan is left.
    assert settlement.paid("employee_inpatient") == 1_000
    with pytest.raises(InvalidInput):
        Accumulators.opened(plan, 2022, {"fund:no_such": 1})


@pytest.mark.parametrize("places", [1, 2, 1024])
def test_kinds_that_share_a_place_settle_alike(
    plan: Plan, places: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However few kinds of visits are remembered, what is forgotten is only looked up again."""
    batch = as_batch(plan, drawn_visits(seed=5))
    whole = settle_batch(batch, plan)
    monkeypatch.setattr("yibao.benefit.desks.KINDS", places)
    assert (settle_batch(batch, plan).outs == whole.outs).all()


def test_rows_left_out_stay_zero_and_the_rest_is_settled(plan: Plan) -> None:
    persons = drawn_visits(seed=5)
    batch = as_batch(plan, persons)
    first = len(persons[0])
    order = batch.order[first:]
    starts = batch.starts[1:] - first
    some = settle_batch(replace(batch, starts=starts, order=order), plan, keep=False)
    whole = settle_batch(batch, plan)
    assert (some.outs[first:] == whole.outs[first:]).all()
    assert not some.outs[:first].any()
    assert len(some.states) == 0
