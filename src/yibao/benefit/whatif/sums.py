"""Sums by group, exact: how parts are reduced and how reductions are put together (分组求和).

docs/algorithms/whatif.md §4–§5. Everything is int64 fen; a group's row is the sum over its pairs of
person and group, so persons and the sizes of their changes come out of the same pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from yibao.benefit.whatif.groups import CHANGE_CLASSES, CHANGE_UP_TO, NO_CHANGE
from yibao.policy.plan.layout import Int

MEASURES = (
    *("visits", "bill", "in_scope_a", "in_scope_b", "fund_a", "fund_b"),
    *("hospital_a", "hospital_b", "personal_a", "personal_b"),
)
VISITS, BILL, IN_SCOPE_A, IN_SCOPE_B, FUND_A, FUND_B = range(6)
HOSPITAL_A, HOSPITAL_B, PERSONAL_A, PERSONAL_B = range(6, 10)
EXTREMES = ("gains", "losses", "largest_gain", "largest_loss")
GAINS, LOSSES, LARGEST_GAIN, LARGEST_LOSS = range(len(EXTREMES))


@dataclass(frozen=True, slots=True, eq=False)
class Grouped:
    """Sums by group; arrays have a row for each group, in the order of `codes`."""

    codes: Int
    sums: Int
    """[group, measure] (`MEASURES`)"""
    persons: Int
    classes: Int
    """[group, class]: persons by class of change (`groups.CHANGE_LABELS`)."""
    changes: Int
    """[group, 4] in fen: the sum of gains (≤ 0), of losses (≥ 0), the largest of either."""

    @property
    def gainers(self) -> Int:
        """Persons of each group who pay less under B."""
        whole: Int = self.classes[:, :NO_CHANGE].sum(axis=1)
        return whole

    @property
    def losers(self) -> Int:
        """Persons of each group who pay more under B."""
        whole: Int = self.classes[:, NO_CHANGE + 1 :].sum(axis=1)
        return whole


def change_class(change: Int) -> Int:
    """Return the class of each change of what a person pays, in fen.

    >>> change_class(np.array([-10_001, -1, 0, 10_000, 3_000_000])).tolist()
    [3, 4, 5, 6, 10]
    """
    size = np.searchsorted(np.array(CHANGE_UP_TO), np.abs(change), side="left") + 1
    classes: Int = NO_CHANGE + np.sign(change) * size
    return classes


def by_person(codes: Int, sums: Int) -> Grouped:
    """Return sums by group where each row is a person, wholly in one group."""
    order = np.argsort(codes, kind="stable")
    return _of_pairs(codes[order], sums[order])


def by_visit(codes: Int, person: Int, rows: Int) -> Grouped:
    """Return sums by group where each row is a visit; a person may be in several groups."""
    order = np.lexsort((person, codes))
    code, whose = codes[order], person[order]
    firsts = _firsts((code[1:] != code[:-1]) | (whose[1:] != whose[:-1]), len(code))
    return _of_pairs(code[firsts], _add(rows[order], firsts))


def merged(parts: Sequence[Grouped]) -> Grouped:
    """Put the sums of parts together; no person is in two of them."""
    codes = np.concatenate([part.codes for part in parts])
    order = np.argsort(codes, kind="stable")
    code = codes[order]
    firsts = _firsts(code[1:] != code[:-1], len(code))

    def together(arrays: list[Int]) -> Int:
        return _add(np.concatenate(arrays)[order], firsts)

    changes = np.concatenate([part.changes for part in parts])[order]
    return Grouped(
        code[firsts],
        together([part.sums for part in parts]),
        together([part.persons for part in parts]),
        together([part.classes for part in parts]),
        np.column_stack(
            (
                _add(changes[:, :LARGEST_GAIN], firsts),
                _least(changes[:, LARGEST_GAIN], firsts),
                -_least(-changes[:, LARGEST_LOSS], firsts),
            )
        ),
    )


def _of_pairs(codes: Int, pairs: Int) -> Grouped:
    """Sum up pairs of person and group that lie group by group."""
    firsts = _firsts(codes[1:] != codes[:-1], len(codes))
    change = pairs[:, PERSONAL_B] - pairs[:, PERSONAL_A]
    classes = np.zeros((len(codes), CHANGE_CLASSES), np.int64)
    classes[np.arange(len(codes)), change_class(change)] = 1
    gain, loss = np.minimum(change, 0), np.maximum(change, 0)
    changes = (
        *(_add(gain, firsts), _add(loss, firsts)),
        *(_least(gain, firsts), -_least(-loss, firsts)),
    )
    persons = _add(np.ones(len(codes), np.int64), firsts)
    return Grouped(
        codes[firsts],
        _add(pairs, firsts),
        persons,
        _add(classes, firsts),
        np.column_stack(changes),
    )


def _firsts(changes: np.ndarray[tuple[int], np.dtype[np.bool_]], rows: int) -> Int:
    """Return where runs of equal keys begin."""
    if rows == 0:
        return np.zeros(0, np.int64)
    return np.concatenate(([0], np.flatnonzero(changes) + 1)).astype(np.int64)


def _add(rows: Int, firsts: Int) -> Int:
    """Add up the rows of each run."""
    if len(firsts) == 0:
        return np.zeros((0, *rows.shape[1:]), np.int64)
    whole: Int = np.add.reduceat(rows, firsts, axis=0, dtype=np.int64)
    return whole


def _least(values: Int, firsts: Int) -> Int:
    """Return the least value of each run."""
    if len(firsts) == 0:
        return np.zeros(0, np.int64)
    least: Int = np.minimum.reduceat(values, firsts)
    return least
