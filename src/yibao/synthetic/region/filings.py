"""What is filed for the persons of a piece (慢特病、家庭医生、异地备案), and how frail they are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa

from yibao.synthetic.region.asked import Asked
from yibao.synthetic.region.drawing import Bools, Ints, Reals, chosen, offsets, rounded
from yibao.synthetic.region.figures import value
from yibao.synthetic.region.homes import Homes
from yibao.synthetic.region.institutions import institutions
from yibao.synthetic.region.lives import day_number
from yibao.synthetic.region.numbers import REGISTERED
from yibao.synthetic.region.places import places
from yibao.synthetic.region.streams import stream

DISEASES = (
    "hypertension",
    "diabetes",
    "malignancy_therapy",
    "mental_illness",
    "dialysis",
    "transplant_antirejection",
    "hepatitis",
    "tuberculosis",
)
"""Diseases that are filed, as the policy names them."""
AWAY = ("", "990221", "990321")
_GROWN, _OLD = 35, 60
_BESIDE = ("hypertension", "diabetes")


@dataclass(frozen=True, slots=True, eq=False)
class Filings:
    """What is filed: `chronic` by disease, `since` in days since 1970 by disease.

    `family_doctor` is an institution or −1, `away` a place in `AWAY`.
    """

    chronic: dict[str, Bools]
    since: dict[str, Ints]
    family_doctor: Ints
    away: Ints
    frailty: Reals

    @property
    def ill(self) -> Bools:
        """Who has a filed disease."""
        found: Bools = np.logical_or.reduce(list(self.chronic.values()))
        return found


def filings(asked: Asked, piece: int, people: Homes) -> Filings:
    """Return what is filed for the persons of a piece."""
    draws = stream(asked.seed, "filings", piece)
    many = len(people.age)
    groups = {
        "grown": (people.age >= _GROWN) & (people.age < _OLD),
        "old": people.age >= _OLD,
    }
    chronic: dict[str, Bools] = {}
    first, last = day_number(REGISTERED), day_number(asked.last_day)
    since: dict[str, Ints] = {}
    for disease in DISEASES:
        chronic[disease] = _filed(draws, disease, groups, chronic)
        open_days = max(1, last - first + 1)
        since[disease] = first + np.floor(draws.random(many) * open_days).astype(np.int64)
    ill: Bools = np.logical_or.reduce(list(chronic.values()))
    likely = np.where(ill | groups["old"], value("family_doctor_old_weight"), 1.0)
    signed = chosen(draws, rounded(draws, value("family_doctor_share") * many), likely)
    away = chosen(draws, rounded(draws, value("away_filed_share") * many), np.ones(many))
    return Filings(
        chronic=chronic,
        since=since,
        family_doctor=np.where(signed, _doctor_of_town()[people.town], -1),
        away=np.where(away, 1 + draws.integers(0, len(AWAY) - 1, many), 0),
        frailty=_frailty(draws, ill, groups),
    )


def _filed(
    draws: np.random.Generator, disease: str, groups: dict[str, Bools], others: dict[str, Bools]
) -> Bools:
    many = len(groups["old"])
    weight = np.ones(many)
    if disease == _BESIDE[1]:
        weight[others[_BESIDE[0]]] = value("diabetes_with_hypertension")
    found = np.zeros(many, dtype=bool)
    for name, group in groups.items():
        share = value(f"chronic_{disease}_{name}")
        found |= chosen(draws, rounded(draws, share * float(group.sum())), weight * group)
    return found


def _frailty(draws: np.random.Generator, ill: Bools, groups: dict[str, Bools]) -> Reals:
    """Return how much more care each needs than others of the age: a gamma of mean 1.

    Who has a filed disease needs more, and all others of the age so much less.
    """
    shape = value("frailty_shape")
    more = value("frailty_chronic")
    factor = np.where(ill, more, 1.0)
    for group in groups.values():
        if group.any():
            factor[group] /= float(factor[group].mean())
    return factor * draws.gamma(shape, 1 / shape, len(ill))


@cache
def _doctor_of_town() -> Ints:
    """Return the institution whose doctors sign with the persons of each town."""
    found = np.full(places().towns.num_rows, -1)
    table = institutions()
    kinds, towns = table["kind"].to_pylist(), table["town"].to_pylist()
    for wanted in ("township", "community"):
        for row, (kind, town) in enumerate(zip(kinds, towns, strict=True)):
            if kind == wanted:
                found[town] = row
    return found


def chronic_lists(filed: Filings, before: Ints) -> tuple[pa.ListArray, pa.ListArray]:
    """Return the filed diseases of each person and since when, without those after a day."""
    table = np.column_stack(
        [filed.chronic[disease] & (filed.since[disease] <= before) for disease in DISEASES]
    )
    days = np.column_stack([filed.since[disease] for disease in DISEASES])
    row, which = np.nonzero(table)
    begins = pa.array(offsets(row, len(table)))
    names = pa.array(DISEASES, pa.string()).take(pa.array(which))
    since = pa.array(days[row, which].astype(np.int32), pa.int32()).cast(pa.date32())
    return pa.ListArray.from_arrays(begins, names), pa.ListArray.from_arrays(begins, since)
