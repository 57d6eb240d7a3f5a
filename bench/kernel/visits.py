"""Invented visits under Xi'an's law: templates with every known rule, amounts drawn by a seed."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from yibao.benefit.bulk import Batch
from yibao.benefit.encode import encode_facts
from yibao.benefit.visit import Visit
from yibao.policy.plan import Plan, layout

YEAR = 2022
OUT_PATIENT_SHARE = 0.85
MEDIAN_FEN = {"inpatient": 620_000, "outpatient": 12_000, "chronic": 30_000}
IN_SCOPE, FIRST_PAY, FULL_SELF, OVER_LIMIT = 0.88, 0.05, 0.06, 0.01


def template_visits() -> list[Visit]:
    """List one visit for each combination of person, care and provider whose rules are known."""
    day = date(YEAR, 7, 1)
    visits = []
    for scheme, statuses in (("310", ("working", "retired")), ("390", ("adult", "student"))):
        for status in statuses:
            for care, levels in (
                ("inpatient", ("primary", "secondary", "tertiary", "tertiary_special")),
                ("outpatient", ("village", "township", "community", "primary")),
                ("chronic", ("primary", "secondary", "tertiary")),
            ):
                if scheme == "310" and care == "outpatient":
                    continue  # The ratio of 2023's pooling is unknown, that of 2022 did not exist.
                diseases = ("diabetes", "mental_illness") if care == "chronic" else ("none",)
                visits += [
                    Visit(scheme, care, day, day, day, _facts(status, level, disease))
                    for level in levels
                    for disease in diseases
                ]
    return visits


def _facts(status: str, level: str, disease: str) -> dict[str, str | int | frozenset[str]]:
    covers = frozenset({"large_sum"}) if status in ("working", "retired") else frozenset()
    filed = frozenset() if disease == "none" else frozenset({disease})
    age = {"working": 45, "retired": 68, "adult": 50, "student": 12}[status]
    return {
        "status": status,
        "level": level,
        "disease": disease,
        "filed": filed,
        "cover": covers,
        "age": age,
    }


def batch(plan: Plan, visits: int, persons: int, seed: int) -> Batch:
    """Draw a year of visits: each person keeps one scheme and status; visits in order of day."""
    draw = np.random.default_rng(seed)
    templates = template_visits()
    rows = np.array([encode_facts(visit, plan) for visit in templates])
    kind = np.array([visit.care for visit in templates])
    who = np.array([f"{v.scheme}{v.facts['status']}" for v in templates])
    groups = sorted(set(who))
    group_of_person = draw.integers(0, len(groups), persons)
    person = np.sort(draw.integers(0, persons, visits))
    out_patient = draw.random(visits) < OUT_PATIENT_SHARE
    chosen = np.empty(visits, dtype=np.int64)
    for position, group in enumerate(groups):
        for outside in (True, False):
            mask = (group_of_person[person] == position) & (out_patient == outside)
            fitting = np.flatnonzero((who == group) & ((kind != "inpatient") == outside))
            chosen[mask] = draw.choice(fitting, int(mask.sum()))
    facts = rows[chosen]
    _spread_over_the_year(facts, person, draw)
    starts = np.searchsorted(person, np.arange(persons + 1)).astype(np.int64)
    return Batch.of_rows(starts, facts, _amounts(plan, kind[chosen], draw))


def _spread_over_the_year(facts: layout.Int, person: layout.Int, draw: np.random.Generator) -> None:
    first = date(YEAR, 1, 1)
    offsets = draw.integers(0, 365, len(facts))
    offsets = offsets[np.lexsort((offsets, person))]
    months = np.array([(first + timedelta(days=int(d))).month for d in range(365)])[offsets]
    for column in ("date", "day", "begin_day", "end_day"):
        facts[:, layout.COLUMN[column]] = first.toordinal() + offsets
    facts[:, layout.MONTH] = YEAR * 12 + months - 1
    facts[:, layout.QUARTER] = YEAR * 4 + (months - 1) // 3


def _amounts(plan: Plan, kind: np.ndarray, draw: np.random.Generator) -> layout.Int:
    medians = np.array([MEDIAN_FEN[name] for name in kind])
    total = (medians * draw.lognormal(0.0, 0.9, len(kind))).astype(np.int64) + 100
    amounts = np.zeros((len(kind), len(plan.tracks), layout.AMOUNT_COLUMNS), dtype=np.int64)
    amounts[:, 0, layout.FULL_SELF] = (total * FULL_SELF).astype(np.int64)
    amounts[:, 0, layout.OVER_LIMIT] = (total * OVER_LIMIT).astype(np.int64)
    amounts[:, 0, layout.FIRST_PAY] = (total * FIRST_PAY).astype(np.int64)
    amounts[:, 0, layout.IN_SCOPE] = (total * IN_SCOPE).astype(np.int64)
    return amounts
