"""The kernel and the naive settler agree to the fen, on random plans and random visits."""

from hypothesis import given, note, settings
from hypothesis import strategies as st

from oracle.comparison import Refused, by_the_kernel, differences, naively
from oracle.naive import Memory
from oracle.plans import load_text, policy_texts
from oracle.visits import visit_sequences
from yibao.benefit import Accumulators, Visit
from yibao.policy import Plan, Policy, compile_plan

PERSONS = st.tuples(visit_sequences(), visit_sequences(), visit_sequences())


@settings.get_profile("agreement")
@given(text=policy_texts(), persons=PERSONS, allow_unverified=st.booleans())
def test_kernel_and_naive_settler_agree_to_the_fen(
    round_number: int, text: str, persons: tuple[list[Visit], ...], allow_unverified: bool
) -> None:
    policy = load_text(text)
    plan = compile_plan(policy, allow_unverified=allow_unverified)
    for visits in persons:
        fold_both(text, policy, plan, visits, allow_unverified)


def fold_both(
    text: str, policy: Policy, plan: Plan, visits: list[Visit], allow_unverified: bool
) -> None:
    """Fold the visits of one person both ways, comparing every number."""
    accumulators, memory = Accumulators.empty(plan), Memory()
    for visit in visits:
        before = accumulators.numbers.copy()
        kernel = by_the_kernel(visit, plan, accumulators)
        naive = naively(visit, policy, memory, allow_unverified)
        found = differences(kernel, naive, plan)
        if found:
            note(f"{text}\n{visit}\n" + "\n".join(found))
        assert not found, f"visit {visit.number}: {found}"
        assert (accumulators.numbers == before).all()
        if not isinstance(kernel, Refused) and not isinstance(naive, Refused):
            accumulators, memory = kernel.after, naive.memory
