"""Settle the cases of a file in the form that tests/data/worked_cases/README.md describes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from yibao.benefit import Accumulators, Amounts, Settlement, Visit, settle
from yibao.benefit.allowance import Application, grant
from yibao.benefit.classify import Line, classify
from yibao.financing import History, WaitingTime, waiting
from yibao.policy import Plan, Policy, compile_plan, load_policy
from yibao.terms.money import parse_yuan

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "data" / "worked_cases"
PATIENT = "patient"

Case = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a case: what we make of it, what was to come out, how far it may be off."""

    name: str
    ours: int
    given: int
    tolerance: int

    @property
    def agrees(self) -> bool:
        return abs(self.ours - self.given) <= self.tolerance


def read_cases(name: str) -> list[Case]:
    """Read a file of cases."""
    cases = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))["cases"]
    assert len({case["id"] for case in cases}) == len(cases)
    return cases


def by_id(cases: list[Case]) -> pytest.MarkDecorator:
    """Run a test once for each case, under its id."""
    return pytest.mark.parametrize("case", cases, ids=[case["id"] for case in cases])


def visits_of(case: Case, key: str = "expect") -> Iterator[Figure]:
    """Settle the visits of a case, person by person, and pair the figures under `key` with ours."""
    accumulators: dict[str, Accumulators] = {}
    sums: dict[tuple[str, str], int] = {}
    tolerance = fen(case.get("tolerance", "0元"))
    for number, own in enumerate(case["visits"], 1):
        entry = case | own
        person = entry.get("person", PATIENT)
        plan = plan_of(entry["policy"])
        settlement = settle(visit_of(entry, plan), plan, accumulators.get(person))
        accumulators[person] = settlement.after
        for name, given in entry.get(key, {}).items():
            shown = f"visit {number}, {person}: {name}"
            yield Figure(shown, figure(settlement, name), fen(given), tolerance)
        for name in case.get("sums", {}).get(person, {}):
            sums[person, name] = sums.get((person, name), 0) + figure(settlement, name)
    if key == "expect":
        for (person, name), ours in sums.items():
            given = case["sums"][person][name]
            yield Figure(f"all visits, {person}: {name}", ours, fen(given), tolerance)


def visit_of(entry: Case, plan: Plan) -> Visit:
    """Read one visit, with its bill by parts or by lines."""
    day = entry["day"]
    bills = {"main": entry.get("bill", {}), **entry.get("tracks", {})}
    visit = Visit(
        scheme=entry["scheme"],
        care=entry["care"],
        admission=entry.get("from", day),
        discharge=day,
        settlement=day,
        facts=facts_of(entry),
        amounts={
            track: Amounts(**{part: fen(amount) for part, amount in bill.items()})
            for track, bill in bills.items()
        },
    )
    if "lines" not in entry:
        return visit
    lines = [
        Line(
            number=str(number),
            day=day,
            amount=fen(line["amount"]),
            item_class=line["class"],
            item=line.get("item", "other"),
        )
        for number, line in enumerate(entry["lines"], 1)
    ]
    return classify(visit, lines, plan)[0]


def facts_of(entry: Case) -> dict[str, Any]:
    """Read facts: a list is a set of names, an amount is written with its unit."""
    return {name: _fact(given) for name, given in entry.get("facts", {}).items()}


def _fact(given: Any) -> Any:
    if isinstance(given, list):
        return frozenset(given)
    return fen(given) if isinstance(given, str) and given.endswith("元") else given


def figure(settlement: Settlement, name: str) -> int:
    """Take a figure from a settlement: `paid.LAYER` and the like, `used.COUNTER`, or a total."""
    head, _, tail = name.partition(".")
    if head == "used":
        return settlement.after.count(tail)
    return getattr(settlement.layer(tail), head) if tail else getattr(settlement, head)


def granted(case: Case) -> int:
    """Work out the allowance of a case."""
    entry = case["grant"]
    application = Application(entry["day"], facts_of(entry))
    law = law_of(case["policy"])
    return grant(law, entry["allowance"], application, allow_unverified=True).amount


def waited(case: Case) -> WaitingTime:
    """Work out the waiting time of a case."""
    entry = {name: given for name, given in case["wait"].items() if name != "expect"}
    entry["missed_years"] = tuple(entry["missed_years"])
    return waiting(law_of(case["policy"]), History(**entry), allow_unverified=True)


@lru_cache
def plan_of(place: str) -> Plan:
    """Compile the law that a case names."""
    return compile_plan(law_of(place), allow_unverified=True)


@lru_cache
def law_of(place: str) -> Policy:
    """Load the law that a case names: a region, or a file of tests/policies."""
    return load_policy(ROOT / place if place.endswith(".yaml") else place)


def fen(text: str) -> int:
    """Read an amount, which is written with its unit."""
    assert text.endswith("元"), text
    return parse_yuan(text)
