"""Which facts a plan reads, and under which number it knows a national code."""

from __future__ import annotations

from functools import cache

from yibao.policy.facts import FACTS, FactKind
from yibao.policy.plan import Plan, layout
from yibao.terms.tables import rows

ZERO_BY_DEFAULT = frozenset(("carried_over", "continuous_years", "zero_claim_years"))
FROM_PERSON = {"status": "psn_type", "category": "psn_idet_type", "cover": "cvlserv_flag"}
"""Facts and the national column that stands for them where their own column is empty."""


@cache
def national_names(dictionary: str) -> dict[str, str]:
    """Return code → name of the fact, for one national dictionary.

    >>> national_names("psn_type")["12"]
    'retired'
    """
    return {
        row["code"]: row["name"]
        for row in rows("facts", "codes.csv")
        if row["dictionary"] == dictionary
    }


@cache
def level_names() -> dict[str, str]:
    """Return `hosp_lv` → level.

    >>> level_names()["2"]
    'tertiary_a'
    """
    return {row["code"]: row["level"] for row in rows("levels", "codes.csv")}


def facts_read(plan: Plan) -> tuple[str, ...]:
    """Name the facts of a visit that the plan's arrays read, in the order of their columns."""
    arrays = plan.arrays
    tests = arrays.tests
    used = {*tests.one_of[:, 0].tolist(), *tests.numbers[:, 0].tolist(), *tests.sets[:, 0].tolist()}
    used |= set(arrays.adjusts[:, layout.ADJUST_INPUT].tolist())
    reads_fact = (arrays.rules.rows[:, layout.ROW_KIND] == layout.LINEAR) | (
        arrays.rules.rows[:, layout.ROW_KIND] == layout.SHARE
    )
    used |= set(arrays.rules.rows[reads_fact, layout.ROW_INPUT].tolist())
    if len(arrays.quotas):
        used |= {layout.DISEASE, layout.FILED}
    if bool((arrays.counters[:, layout.COUNTER_WIDTH] > 1).any()):
        used.add(layout.DISEASE)
    if bool(arrays.stays.any()):
        used.add(layout.LINK)
    if any(word == "level" for _, word in plan.procedure_words("ordinal_counts")):
        used.add(layout.LEVEL)
    given = (*layout.ONE_OF_FACTS, *layout.NUMBER_FACTS, *layout.SET_FACTS)
    made = {"scheme", "care", "ordinal", "total", "date"}
    return tuple(name for name in given if layout.COLUMN[name] in used and name not in made)


def marks_read(plan: Plan) -> tuple[str, ...]:
    """Name the marks of a visit that the plan needs beside scheme, care and year."""
    periods = set(plan.arrays.counters[:, layout.COUNTER_PERIOD].tolist())
    marks = []
    if layout.COLUMN["date"] in plan.arrays.tests.numbers[:, 0]:
        marks.append("date")
    if layout.PERIOD_QUARTER in periods:
        marks.append("quarter")
    if periods & {layout.PERIOD_MONTH, layout.PERIOD_ROLLING}:
        marks.append("month")
    if layout.PERIOD_DAY in periods:
        marks.append("day")
    if bool((plan.arrays.layers[:, layout.L_CHAIN] != layout.NONE).any()):
        marks += ["begin_day", "end_day"]
    return tuple(marks)


def must_be_given(name: str) -> bool:
    """Say whether a fact has neither a default nor an empty form."""
    fact = FACTS[name]
    return not fact.default and name not in ZERO_BY_DEFAULT and fact.kind is not FactKind.SET
