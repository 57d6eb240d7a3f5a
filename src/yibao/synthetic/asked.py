"""Which names a region's law asks about (所问事实): only these are worth inventing persons for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yibao.policy.facts import NAMES_OF
from yibao.policy.plan import Plan
from yibao.policy.values import Test
from yibao.policy.wording.labels import known_names

USUAL_DISEASES = ("hypertension", "diabetes")
"""Where a law pays for chronic diseases without naming any."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The names that some rule tells apart, each in the order in which the law declares them."""

    category: tuple[str, ...]
    cover: tuple[str, ...]
    disease: tuple[str, ...]
    event: tuple[str, ...]
    premium_class: tuple[str, ...]
    rank: tuple[str, ...]
    filing: tuple[str, ...]


def asked(plan: Plan) -> Asked:
    """Return the names that the rules of a plan ask about.

    >>> from yibao.policy import compile_plan, load_policy
    >>> asked(compile_plan(load_policy("cn/61/6101"))).cover
    ('large_sum',)
    """
    named: dict[str, set[str]] = {}
    for test in _tests(plan):
        named.setdefault(NAMES_OF.get(test.fact, test.fact), set()).update(test.names)
    for layer in plan.layers:
        for cap in layer.caps:
            named.setdefault("disease", set()).update(cap.quota.diseases if cap.quota else ())

    def of(fact: str) -> tuple[str, ...]:
        known = known_names(fact, plan.policy.names)
        return tuple(name for name in known if name in named.get(fact, ()) and name != "none")

    usual = tuple(name for name in USUAL_DISEASES if name in plan.vocabulary.codes["disease"])
    return Asked(
        of("category"),
        of("cover"),
        of("disease") or usual,
        of("event"),
        of("premium_class"),
        of("rank"),
        of("filing"),
    )


def _tests(plan: Plan) -> Iterator[Test]:
    for row in plan.rows:
        yield from row.tests
    for layer in plan.layers:
        yield from layer.when
