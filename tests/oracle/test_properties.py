"""What must hold for any law: nothing is lost, caps hold, persons do not meet, more costs more."""

from collections import defaultdict
from dataclasses import replace

from hypothesis import assume, given, note, settings
from hypothesis import strategies as st

from oracle.comparison import Refused, by_the_kernel
from oracle.plans import exact_policy_texts, load_text, policy_texts, stay_policy_texts
from oracle.visits import visit_sequences
from yibao.benefit import Accumulators, Amounts, Settlement, Visit
from yibao.policy import Plan, Policy, compile_plan
from yibao.policy.law import Cap
from yibao.policy.values import Fixed

PROPERTIES = settings.get_profile("properties")


def fold(plan: Plan, visits: list[Visit]) -> list[Settlement]:
    """Fold visits through the kernel; those refused are left out."""
    accumulators, settled = Accumulators.empty(plan), []
    for visit in visits:
        result = by_the_kernel(visit, plan, accumulators)
        if not isinstance(result, Refused):
            accumulators = result.after
            settled.append(result)
    return settled


@PROPERTIES
@given(policy_texts(), visit_sequences())
def test_every_fen_of_a_bill_is_paid_once_by_somebody(text: str, visits: list[Visit]) -> None:
    note(text)
    plan = compile_plan(load_text(text))
    for settled in fold(plan, visits):
        assert settled.total == settled.visit.total
        assert settled.total == settled.fund + settled.hospital + settled.personal
        parts = (settled.full_self, settled.over_limit, settled.first_pay, settled.in_scope)
        assert settled.total == sum(parts)
        assert min(*parts, settled.fund, settled.hospital, settled.personal) >= 0
        for layer in map(settled.layer, plan.layer_index):
            split = (layer.deductible, layer.copay, layer.above_cap, layer.paid)
            assert layer.base == sum(split)
            assert min(split) >= 0


def constant_limit(cap: Cap) -> int | None:
    """Return the limit of a cap that is one number for all and always."""
    if cap.limit is None or cap.adjust:
        return None
    operands = {row.operand for row in cap.limit.rows}
    only = operands.pop() if len(operands) == 1 else None
    return only.number if isinstance(only, Fixed) else None


def yearly_limits(policy: Policy) -> dict[str, tuple[set[str], int]]:
    """Find the fund counters per year with constant limits: the layers that pay, the limit."""
    layers: dict[str, set[str]] = defaultdict(set)
    limits: dict[str, list[int | None]] = defaultdict(list)
    for layer in policy.layers.values():
        for cap in layer.caps:
            if cap.on == "fund" and cap.per == "year":
                layers[cap.counters[0]].add(layer.name)
                limits[cap.counters[0]].append(constant_limit(cap))
    return {
        counter: (layers[counter], max(number for number in found if number is not None))
        for counter, found in limits.items()
        if None not in found
    }


@PROPERTIES
@given(policy_texts(constant=True), visit_sequences())
def test_a_year_never_pays_more_than_its_cap(text: str, visits: list[Visit]) -> None:
    note(text)
    policy = load_text(text)
    limits = yearly_limits(policy)
    assume(limits)
    paid: dict[tuple[str, int], int] = defaultdict(int)
    for settled in fold(compile_plan(policy), visits):
        for counter, (layers, limit) in limits.items():
            paid[counter, settled.after.year] += settled.paid(*layers)
            assert paid[counter, settled.after.year] <= limit, counter


@PROPERTIES
@given(policy_texts(), visit_sequences(most=5), visit_sequences(most=5), st.randoms())
def test_the_order_among_persons_does_not_matter(
    text: str, first: list[Visit], second: list[Visit], random: st.randoms
) -> None:
    note(text)
    plan = compile_plan(load_text(text))
    waiting = {"first": list(first), "second": list(second)}
    mixed: dict[str, list[Settlement]] = {"first": [], "second": []}
    accumulators = dict.fromkeys(waiting, Accumulators.empty(plan))
    while any(waiting.values()):
        person = random.choice([name for name, visits in waiting.items() if visits])
        result = by_the_kernel(waiting[person].pop(0), plan, accumulators[person])
        if not isinstance(result, Refused):
            accumulators[person] = result.after
            mixed[person].append(result)
    for person, visits in (("first", first), ("second", second)):
        alone = fold(plan, visits)
        assert [one.out for one in mixed[person]] == [one.out for one in alone]
        assert [one.results for one in mixed[person]] == [one.results for one in alone]
        assert all(one.after == two.after for one, two in zip(mixed[person], alone, strict=True))


@PROPERTIES
@given(
    exact_policy_texts(),
    visit_sequences(most=6, in_order=True),
    st.one_of(st.integers(0, 200), st.integers(0, 10**9)),
)
def test_more_cost_in_scope_never_means_less_own_payment(
    text: str, visits: list[Visit], more: int
) -> None:
    plan = compile_plan(load_text(text))
    settled = fold(plan, visits[:-1])
    accumulators = settled[-1].after if settled else Accumulators.empty(plan)
    less = visits[-1]
    main = less.amounts["main"]
    greater = Amounts(main.full_self, main.over_limit, main.first_pay, main.in_scope + more)
    dearer = replace(less, amounts={**less.amounts, "main": greater})
    cheap, dear = (by_the_kernel(visit, plan, accumulators) for visit in (less, dearer))
    if isinstance(cheap, Refused) or isinstance(dear, Refused):
        assert cheap == dear
        return
    note(f"{text}\n{less}\nmore: {more}")
    assert dear.personal >= cheap.personal


@PROPERTIES
@given(
    stay_policy_texts(),
    visit_sequences(most=4, in_order=True),
    st.lists(st.integers(0, 20_000_00), min_size=2, max_size=3),
)
def test_a_mid_stay_settlement_changes_nothing(
    text: str, visits: list[Visit], parts: list[int]
) -> None:
    plan = compile_plan(load_text(text))
    settled = fold(plan, visits[:-1])
    before = settled[-1].after if settled else Accumulators.empty(plan)
    last = visits[-1]
    whole = replace(
        last,
        care="inpatient",
        admission=last.settlement,
        discharge=last.settlement,
        facts={**last.facts, "link": "none"},
        amounts={"main": Amounts(in_scope=sum(parts))},
    )
    at_once = by_the_kernel(whole, plan, before)
    assume(not isinstance(at_once, Refused))
    paid, accumulators = 0, before
    for number, part in enumerate(parts):
        link = "continued" if number else "none"
        stay = replace(
            whole,
            facts={**whole.facts, "link": link},
            amounts={"main": Amounts(in_scope=part)},
        )
        result = by_the_kernel(stay, plan, accumulators)
        assert not isinstance(result, Refused)
        paid, accumulators = paid + result.paid("layer_1"), result.after
    note(f"{text}\n{whole}\nparts: {parts}")
    assert abs(paid - at_once.paid("layer_1")) <= (len(parts) + 1) // 2
