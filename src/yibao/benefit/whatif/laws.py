"""The two laws that are compared, compiled (docs/algorithms/whatif.md §1, §9)."""

from __future__ import annotations

from dataclasses import dataclass

from yibao.benefit.runs.plan_of import place_of
from yibao.benefit.whatif.asked import Question
from yibao.policy import compile_plan, load_policy
from yibao.policy.changed import Change, load_changed
from yibao.policy.plan import Plan
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text


@dataclass(frozen=True, slots=True)
class Laws:
    """Law A and law B, and what people call them."""

    a: Plan
    b: Plan
    place_a: str
    place_b: str
    """Where B was read from; empty when it is A with values set."""
    changes: tuple[Change, ...]

    @property
    def hypothetical(self) -> bool:
        """Whether B holds values that no source states."""
        return bool(self.changes)

    @property
    def names(self) -> tuple[Text, Text]:
        """What A and B are called; two laws of one name are told apart by place."""
        a, b = self.a.policy.label, self.b.policy.label
        if a != b:
            return a, b
        return _placed(a, self.place_a), _placed(b, self.place_b)


def _placed(label: Text, place: str) -> Text:
    return Text(f"{label.zh}（{place}）", f"{label.en} ({place})")


def laws_of(question: Question) -> Laws:
    """Read and compile both laws.

    Raises:
        InvalidInput: neither another law nor a change was given, or both; or there is no such law.
        PolicyError: a law cannot be read.

    """
    if bool(question.against) == bool(question.changes):
        raise InvalidInput(
            "law_b_missing",
            "against, set",
            Text(
                "方案 B 要么用 --against 给出，要么用 --set 给出。", "Law B is given by one of two."
            ),
            Text(
                "写 --against 地区或文件，或写一个或多个 --set 键=值。",
                "Write --against PLACE, or --set KEY=VALUE once or several times.",
            ),
        )
    place_a, place_b = place_of(question.region), place_of(question.against)
    before = load_policy(place_a)
    after = load_policy(place_b) if question.against else load_changed(place_a, question.changes)
    unverified = question.allow_unverified
    return Laws(
        compile_plan(before, allow_unverified=unverified),
        compile_plan(after, allow_unverified=unverified),
        question.region,
        question.against,
        question.changes,
    )
