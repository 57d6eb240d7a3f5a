"""Strategies for the smallest parts of a policy file: literals, conditions, tables, formulas.

Everything is built as plain dicts, lists and strings, the way a YAML file reads. The plainest
choice comes first, so that failing examples shrink to it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st

Yaml = Any
DISEASES = ("illness_a", "illness_b", "illness_c", "illness_d")
CATEGORIES = ("poor", "old_soldier")
LEVELS = ("township", "primary", "secondary", "tertiary", "tertiary_a")
STATUSES = ("working", "retired", "adult", "student")
PLACES = ("in_county", "in_city", "in_province", "out_of_province")
LINKS = ("none", "up", "down", "continued", "split", "same_cycle")

# Keys of `by` tables, fact by fact; some name several values, some are groups or ranges.
KEYS: dict[str, Sequence[str]] = {
    "status": ("working", "retired", "adult, student"),
    "level": (
        "primary_and_below",
        "secondary",
        "tertiary",
        "tertiary_a",
        "secondary, tertiary_any",
    ),
    "place": ("in_county, in_city", "in_province", "out_of_province"),
    "age": ("0-17", "18-59", "60-69", "70+"),
    "ordinal": ("1", "2", "3+"),
    "category": CATEGORIES,
    "disease": ("illness_a", "illness_b, illness_c", "none"),
    "filed": DISEASES[:3],
    "link": ("up", "down, same_cycle", "continued", "none"),
    "filing": ("referral, emergency", "long_term", "not_needed"),
    "premium_class": ("low", "middle, high"),
    "signed": ("yes", "no"),
    "continuous_years": ("0-5", "6+"),
    "care": ("inpatient, day_surgery", "outpatient"),
}
CONDITIONS: tuple[Yaml, ...] = (
    {"status": "retired"},
    {"status": {"not": ["working", "student"]}},
    {"level": "tertiary_any"},
    {"level": ["township", "secondary"]},
    {"category": "poor"},
    {"category": {"not": ["poor", "old_soldier"]}},
    {"filed": ["illness_a", "illness_c"]},
    {"filed": {"not": "illness_b"}},
    {"cover": "extra"},
    {"provider_list": "named"},
    {"provider_kind": "tcm_hospital"},
    {"event": {"not": "flood"}},
    {"disease": ["illness_a", "illness_b"]},
    {"disease": {"not": "none"}},
    {"place": "in_city", "filing": ["not_needed", "referral"]},
    {"link": {"not": "none"}},
    {"age": "60+"},
    {"ordinal": "2+"},
    {"ordinal": "1-2", "status": "working"},
    {"zero_claim_years": "3+"},
    {"delivery": {"not": "none"}},
    {"rank": "county"},
    {"premium_class": ["low", "single"]},
    {"signed": "yes"},
    {"total": {"over": "5000元"}},
    {"total": {"over": "100元", "to": "2万元"}},
    {"care": ["inpatient", "outpatient"]},
    {"scheme": {"not": "390"}},
    {"annual_wage": {"to": "6万元"}},
    {"premium": {"over": "400元"}},
    {"date": {"from": "2023-07-01"}},
    {"date": {"from": "2023-03-15", "to": "2024-01-31"}},
)
NOT_EXACT = ("total", "link")


class Draw:
    """Draws from hypothesis; `exact` leaves out what may refuse a visit or asks `NOT_EXACT`."""

    def __init__(self, draw: Callable[..., Any], exact: bool = False) -> None:
        self._draw = draw
        self.exact = exact

    def chance(self, percent: int) -> bool:
        """Return True so often; shrinks to False."""
        return bool(self._draw(st.integers(0, 99)) >= 100 - percent)

    def pick(self, options: Sequence[Any]) -> Any:
        """Return one of the options; shrinks to the first."""
        return options[self._draw(st.integers(0, len(options) - 1))]

    def some(self, options: Sequence[Any], least: int = 0, most: int = 3) -> list[Any]:
        """Return a few different options in the order given."""
        count = self.between(least, min(most, len(options)))
        picked = {self._draw(st.integers(0, len(options) - 1)) for _ in range(count)}
        chosen = [option for place, option in enumerate(options) if place in picked]
        return chosen or list(options[:least])

    def between(self, low: int, high: int) -> int:
        """Return a whole number; shrinks to the lower bound."""
        return int(self._draw(st.integers(low, high)))

    def condition(self) -> Yaml:
        """Return what may stand under `when`."""
        usable = CONDITIONS
        if self.exact:
            usable = tuple(one for one in CONDITIONS if not one.keys() & set(NOT_EXACT))
        return self.pick(usable)

    # Values ----------------------------------------------------------------------------------

    def value(self, leaf: Callable[[], str], formulas: Sequence[Yaml] = ()) -> Yaml:
        """Return a Value in any form of the guide whose numbers are `leaf`s."""
        shape = self.between(0, 99)
        if shape < 62:
            return leaf()
        if shape < 74:
            return self._table(leaf, self.pick([f for f in KEYS if not self.exact or f != "link"]))
        if shape < 78:
            return self._table_of_two(leaf)
        if shape < 84:
            return self._rows(leaf)
        if shape < 91:
            return self._versions(leaf)
        if shape < 96 and formulas:
            return self.pick(formulas)
        return self._doubtful(leaf)

    def _cell(self, leaf: Callable[[], str]) -> Yaml:
        return "unknown" if not self.exact and self.chance(2) else leaf()

    def _table(self, leaf: Callable[[], str], fact: str) -> Yaml:
        of = {key: self._cell(leaf) for key in self.some(KEYS[fact], 1)}
        if self.exact or not self.chance(8):
            of["else"] = leaf()
        return {"by": fact, "of": of}

    def _table_of_two(self, leaf: Callable[[], str]) -> Yaml:
        first, second = self.pick([("level", "status"), ("category", "age"), ("place", "disease")])
        inner = self._table(leaf, second)["of"]
        return {"by": [first, second], "of": {KEYS[first][0]: inner, "else": {"else": leaf()}}}

    def _rows(self, leaf: Callable[[], str]) -> Yaml:
        rows = [
            {"when": self.condition(), "value": self._cell(leaf)} for _ in range(self.between(1, 2))
        ]
        return {"rows": [*rows, self._table(leaf, "status") if self.chance(15) else leaf()]}

    def _versions(self, leaf: Callable[[], str]) -> Yaml:
        first = {"valid_from": "unknown", "as_of": "2022", "value": leaf()}
        second = {"valid_from": "2023-09-01", **self._table(leaf, "level")}
        third = {"valid_from": "2024-02-10", "value": leaf()}
        return {"versions": self.pick([[first, second], [third, first], [first, second, third]])}

    def _doubtful(self, leaf: Callable[[], str]) -> Yaml:
        """A value of weak provenance, for some only, for a time only, or not known at all."""
        if self.exact:
            return {"value": leaf(), "valid_from": "2021-01-01", "article": "第一条"}
        return self.pick(
            [
                {"value": leaf(), "source": "WEAK", "status": "unverified"},
                {"when": self.condition(), "value": leaf()},
                {"value": leaf(), "valid_from": "2022-05-01", "valid_to": "2024-03-31"},
                "unknown",
            ]
        )

    # Numbers ---------------------------------------------------------------------------------

    def ratio(self) -> str:
        """Return a share."""
        return self.pick(RATIOS)

    def ratio_value(self) -> Yaml:
        """Return a share that may depend on facts."""
        return self.value(self.ratio, RATIO_FORMULAS)

    def money_value(self, literals: Sequence[str], total: bool = True) -> Yaml:
        """Return an amount that may depend on facts, indices and the numbers the visit brings."""
        usable = MONEY_FORMULAS if total and not self.exact else MONEY_FORMULAS[:-1]
        return self.value(lambda: self.pick(literals), usable)


ODD_RATIOS = ("66.6667%", "33.3333%", "0.0001%", "99.9999%")
RATIOS = ("80%", "50%", "0%", "100%", "70%", "50%", "95.5%", "12.5%", "88.8%", *ODD_RATIOS)
RATIO_FORMULAS: tuple[Yaml, ...] = (
    {"plus": "40%", "each": "0.5%", "of": "age"},
    {"plus": "90%", "each": "-2.5%", "of": "continuous_years"},
    {"each": "30%", "of": "ordinal"},
)
MONEY_FORMULAS: tuple[Yaml, ...] = (
    {"times": "0.1", "of": "average_wage"},
    {"times": "1.25", "of": "disposable_income"},
    {"share": "0.75%", "of": "annual_wage"},
    {"share": "3.3333%", "of": "annual_pension"},
    {"plus": "200元", "each": "15.5元", "of": "age"},
    {"plus": "100元", "each": "50元", "of": "ordinal"},
    {"share": "10.0001%", "of": "total"},
)
