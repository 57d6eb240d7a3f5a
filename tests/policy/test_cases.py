"""Which rows take in which, and what cases some rules tell apart."""

import pytest

from yibao.policy import load_policy
from yibao.policy.values import Test
from yibao.policy.wording.cases import cases, implies, possible

NAMES = load_policy("cn").names
POOR = frozenset({"destitute", "minimum_living"})


@pytest.mark.parametrize(
    ("narrow", "wide", "is_implied"),
    [
        ([Test("age", low=70, high=79)], [Test("age", low=60)], True),
        ([Test("age", low=50)], [Test("age", low=60)], False),
        ([], [Test("age", low=60)], False),
        (
            [Test("status", frozenset({"child"}))],
            [Test("status", frozenset({"child", "adult"}))],
            True,
        ),
        (
            [Test("status", frozenset({"child"}))],
            [Test("status", frozenset({"adult"}), True)],
            True,
        ),
        ([Test("category", frozenset({"destitute"}))], [Test("category", POOR)], True),
        ([Test("category", POOR)], [Test("category", frozenset({"destitute"}))], False),
        ([Test("category", POOR, True)], [Test("category", frozenset({"destitute"}), True)], True),
        ([Test("category", frozenset({"orphan"}))], [Test("category", POOR, True)], False),
        ([Test("age", low=70)], [], True),
    ],
)
def test_implication(narrow: list[Test], wide: list[Test], is_implied: bool):
    assert implies(tuple(narrow), tuple(wide), NAMES) is is_implied


def test_what_cannot_hold_together():
    assert not possible((Test("age", low=60), Test("age", high=50)), NAMES)
    child = frozenset({"child"})
    assert not possible((Test("status", child), Test("status", child, negated=True)), NAMES)
    assert not possible((Test("category", POOR), Test("category", POOR, negated=True)), NAMES)
    assert possible((Test("category", POOR), Test("category", frozenset({"orphan"}))), NAMES)


def test_cases_are_few_and_cover_every_bound():
    rules = [(Test("age", low=60),), (Test("status", frozenset({"child", "student"})),)]
    found = list(cases(rules, NAMES))
    assert {case["age"] for case in found} == {59, 60}
    assert len({case["status"] for case in found}) == 2
    assert len(found) == 4


def test_a_set_is_tried_empty_with_one_name_and_with_all():
    rules = [
        (Test("category", frozenset({"destitute"})),),
        (Test("category", frozenset({"orphan"})),),
    ]
    sizes = sorted(len(case["category"]) for case in cases(rules, NAMES))
    assert sizes == [0, 1, 1]
    sizes = sorted(len(case["category"]) for case in cases(rules, NAMES, together=True))
    assert sizes == [0, 1, 1, 2]
