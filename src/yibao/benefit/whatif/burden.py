"""How heavily personal payments weigh on persons, part by part (个人负担分布).

docs/algorithms/whatif.md §6. Heads and overshoots are sums over persons, so parts add up; only the
two payments of each person are kept for the distribution.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from yibao.policy.plan.layout import Int
from yibao.terms.money import FEN_PER_YUAN

Float = npt.NDArray[np.float64]

SHARES = (10, 25, 40)
"""Percent of income that payments must not exceed."""
SUMS = tuple(yuan * FEN_PER_YUAN for yuan in (5_000, 10_000, 20_000, 50_000))
"""Fen a year above which payments are counted where income is not known."""


@dataclass(frozen=True, slots=True, eq=False)
class Heavy:
    """Persons above each threshold and by how much, under A and B."""

    persons: int
    """All who were looked at."""
    left_out: int
    """Persons without a positive income."""
    heads: Int
    """[law, threshold]"""
    over: Float
    """[law, threshold]: sum of what is above, in shares of income or in fen."""


def above_shares(paid: tuple[Int, Int], income: Int) -> Heavy:
    """Count persons whose payments exceed shares of their income."""
    known = income > 0
    own = income[known]
    heads = np.zeros((2, len(SHARES)), np.int64)
    over = np.zeros((2, len(SHARES)), np.float64)
    for law, fen in enumerate(paid):
        for at, percent in enumerate(SHARES):
            above = fen[known] * 100 > own * percent
            heads[law, at] = np.count_nonzero(above)
            over[law, at] = float((fen[known][above] / own[above] - percent / 100).sum())
    return Heavy(len(own), len(income) - len(own), heads, over)


def above_sums(paid: tuple[Int, Int]) -> Heavy:
    """Count persons whose payments exceed sums of money."""
    heads = np.zeros((2, len(SUMS)), np.int64)
    over = np.zeros((2, len(SUMS)), np.float64)
    for law, fen in enumerate(paid):
        for at, threshold in enumerate(SUMS):
            above = fen > threshold
            heads[law, at] = np.count_nonzero(above)
            over[law, at] = float(fen[above].sum() - threshold * int(heads[law, at]))
    return Heavy(len(paid[0]), 0, heads, over)


def heavy_together(parts: Sequence[Heavy]) -> Heavy:
    """Add up parts, in their order."""
    first, *others = parts
    heads, over = first.heads.copy(), first.over.copy()
    for part in others:
        heads += part.heads
        over += part.over
    return Heavy(
        sum(part.persons for part in parts), sum(part.left_out for part in parts), heads, over
    )


@dataclass(frozen=True, slots=True, eq=False)
class Entropy:
    """Σ y·ln y of what persons pay, by county: what the Theil index needs beside sums."""

    codes: Int
    amounts: Float
    """[county, law]"""


def entropy(county: Int, paid: tuple[Int, Int]) -> Entropy:
    """Sum y·ln y by county."""
    codes, inverse = np.unique(county, return_inverse=True)
    amounts = np.zeros((len(codes), 2))
    for law, fen in enumerate(paid):
        own = fen.astype(np.float64)
        np.add.at(amounts[:, law], inverse, own * np.log(np.maximum(own, 1.0)))
    return Entropy(codes, amounts)


def entropy_together(parts: Sequence[Entropy]) -> Entropy:
    """Add up parts, in their order."""
    codes, inverse = np.unique(np.concatenate([p.codes for p in parts]), return_inverse=True)
    amounts = np.zeros((len(codes), 2))
    np.add.at(amounts, inverse, np.concatenate([part.amounts for part in parts]))
    return Entropy(codes, amounts)
