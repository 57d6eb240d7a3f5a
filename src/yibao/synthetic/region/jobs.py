"""Jobs (岗位): who employs how many of a piece of the region, and at what base.

Every piece has employers of its own, so that who works where is the same at every scale.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yibao.synthetic.region.figures import value
from yibao.synthetic.region.places import county_shares
from yibao.synthetic.region.streams import stream

PIECE_PERSONS = 10_000
KINDS = ("government", "institution", "enterprise")
"""Kinds of employers; a flexible worker has none."""

Ints = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True, slots=True, eq=False)
class Jobs:
    """The jobs of a piece, those of one county beside one another.

    `employer` is −1 for flexible workers; `kind` and `county` are of each employer of the piece,
    `first` is the number of the first of them.
    """

    employer: Ints
    base_fen: Ints
    first: int
    kind: Ints
    county: Ints


def quota(per_person: float, piece: int) -> int:
    """Return how many of a piece are so, that all pieces together have the right number.

    >>> [quota(0.00013, piece) for piece in range(4)]
    [1, 2, 1, 1]
    """
    return _before(per_person, piece + 1) - _before(per_person, piece)


def jobs(seed: int, piece: int) -> Jobs:
    """Return the jobs of a piece."""
    insured = value("insured")
    draws = stream(seed, "jobs", piece)
    working = quota(value("employees_working") / insured, piece)
    firms = quota(value("relief_firms") / insured, piece)
    offices = quota(value("civil_employers") / insured, piece)
    in_firms = quota(value("relief_persons") / insured, piece)
    flexible = quota(value("flexible_share") * value("employees_working") / insured, piece)
    kinds = np.where(draws.random(offices) < value("government_share"), 0, 1)
    kind = np.concatenate([kinds, np.full(firms, KINDS.index("enterprise"))]).astype(np.int64)
    sizes = np.concatenate(
        [_sizes(draws, working - in_firms - flexible, offices), _sizes(draws, in_firms, firms)]
    )
    county = draws.choice(len(county_shares()), len(kind), p=county_shares()).astype(np.int64)
    employer = np.repeat(np.arange(len(kind)), sizes)
    base = np.empty(len(employer))
    is_firm = kind[employer] == KINDS.index("enterprise")
    for here, mean in ((is_firm, value("enterprise_base")), (~is_firm, _civil_base())):
        base[here] = _bases(draws, int(here.sum()), mean)
    first = _before(value("relief_firms") / insured, piece) + _before(
        value("civil_employers") / insured, piece
    )
    own = _bases(draws, flexible, value("flexible_base"))
    order = np.argsort(county[employer], kind="stable")
    return Jobs(
        employer=np.concatenate([first + employer[order], np.full(flexible, -1)]),
        base_fen=np.rint(np.concatenate([base[order], own])).astype(np.int64) * 100,
        first=first,
        kind=kind,
        county=county,
    )


def _before(per_person: float, piece: int) -> int:
    return round(per_person * PIECE_PERSONS * piece)


def _civil_base() -> float:
    """Return the mean base outside enterprises, so that the base of all has its mean."""
    working, firms = value("employees_working"), value("relief_persons")
    flexible = value("flexible_share") * working
    whole = value("mean_base") * working
    rest = whole - value("enterprise_base") * firms - value("flexible_base") * flexible
    return rest / (working - firms - flexible)


def _sizes(draws: np.random.Generator, persons: int, employers: int) -> Ints:
    """Deal persons out to employers, one at least to each."""
    weight = draws.lognormal(0.0, value("employer_size_spread"), employers)
    reached = np.rint(np.cumsum(weight) / weight.sum() * (persons - employers)).astype(np.int64)
    sizes: Ints = np.diff(reached, prepend=0) + 1
    return sizes


def _bases(
    draws: np.random.Generator, many: int, mean: float
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    raw = draws.lognormal(0.0, value("wage_spread"), many)
    if many == 0:
        return raw
    average = float(raw.mean())
    return raw * (mean / average)
