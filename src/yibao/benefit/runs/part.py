"""Settle one part: staged rows in, outcomes out (docs/algorithms/bulk.md §3–§5)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from yibao.benefit.bulk import KERNEL_WRITES, Batch, BatchResult, settle_batch
from yibao.benefit.desks import Desks
from yibao.benefit.files.problems import DUPLICATE, LINES_DO_NOT_SUM, NO_LINES
from yibao.benefit.files.staging import PARTS, Staging
from yibao.benefit.runs.arrays import Flags, along, constant_of, integers, whole_numbers
from yibao.benefit.runs.bills import Bills, classify_bills
from yibao.benefit.runs.lines import Lines
from yibao.benefit.runs.order import Ordered, in_order
from yibao.policy.plan import Plan, layout
from yibao.policy.plan.layout import Int

MARKS = ("scheme_code", "care_code", "year")


@dataclass(frozen=True, slots=True, eq=False)
class PartResult:
    """What became of a part; arrays have an entry for each row of `staged`."""

    staged: pa.Table
    """The rows in the order of the fold."""
    problem: Int
    """Number of the row's problem (`Staging.problems`), 0 for none."""
    bills: Bills | None
    batch: BatchResult
    settled: Flags
    provisional: Flags
    """Settled, but an earlier visit of the person in the scheme was refused."""


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """The facts of a part's visits: those that differ in columns, the others once."""

    names: tuple[str, ...]
    columns: Int
    constants: tuple[tuple[str, int], ...]

    def batch(self, starts: Int, order: Int, amounts: Int) -> Batch:
        """Return the visits with these bills, in this order."""
        return Batch(starts, order, self.names, self.columns, amounts, self.constants)


def settle_part(
    staged: pa.Table,
    staging: Staging,
    plan: Plan,
    lines: Lines | pa.Table | None = None,
    desks: Desks | None = None,
) -> PartResult:
    """Settle the visits of whole persons, in the order of the fold, on one of the desks given.

    Lines come as records, or as their statement gives them.
    """
    order = in_order(staged)
    staged = order.staged
    problem = integers(staged["problem"]).copy()
    problem[order.duplicate] = staging.number(DUPLICATE)
    facts = _facts(staged, staging)
    good = problem == 0
    bills = None
    if lines is None:
        amounts = _amounts(staged, staging, len(plan.tracks))
    else:
        unsettled = facts.batch(_NOBODY, _NOBODY, _none(plan, staged))
        if not isinstance(lines, Lines):
            lines = Lines.of(lines, plan)
        bills = classify_bills(lines, staged, unsettled, plan, problem)
        amounts = bills.amounts
        _compare_with_bill(staged, staging, bills, problem)
        good = (problem == 0) & (bills.problem == 0) & (bills.status == layout.OK)
    rows = np.flatnonzero(good)
    batch = facts.batch(_starts(order, rows), rows, amounts)
    result = settle_batch(batch, plan, threads=1, keep=False, desks=desks)
    settled = good & (result.outs[:, layout.OUT_STATUS] == layout.OK)
    return PartResult(staged, problem, bills, result, settled, _provisional(order, settled))


def classify_part(staged: pa.Table, staging: Staging, plan: Plan, lines: Lines) -> Bills:
    """Classify the lines of a part and sum them by visit, without settling anything.

    Arrays of the result have an entry for each row of `staged`, in its order.
    """
    unsettled = _facts(staged, staging).batch(_NOBODY, _NOBODY, _none(plan, staged))
    return classify_bills(lines, staged, unsettled, plan, integers(staged["problem"]).copy())


_NOBODY = np.zeros(0, np.int64)


def _none(plan: Plan, staged: pa.Table) -> Int:
    return np.zeros((staged.num_rows, len(plan.tracks), layout.AMOUNT_COLUMNS), np.int64)


def _facts(staged: pa.Table, staging: Staging) -> Facts:
    """Return the facts in columns; what is the same in every row needs none.

    Rows with a problem may hold anything.
    """
    where = [*((name, name) for name in MARKS), *staging.columns]
    names, columns, constants = [], [], list(staging.constants)
    for name, column in where:
        values = staged[column]
        same = None if name in KERNEL_WRITES else constant_of(values)
        if same is not None:
            constants.append((name, same))
        else:
            names.append(name)
            columns.append(whole_numbers(values, missing=0))
    table = np.empty((len(columns), staged.num_rows), np.int64)
    for position, values in enumerate(columns):
        table[position] = values
    return Facts(tuple(names), table, tuple(constants))


def _amounts(staged: pa.Table, staging: Staging, tracks: int) -> Int:
    """Return the bill [row, track, part]; without lines all of it is on the main track."""
    amounts = np.zeros((staged.num_rows, tracks, layout.AMOUNT_COLUMNS), np.int64)
    if staging.has_parts:
        for part, name in enumerate(PARTS):
            if name in staged.schema.names:
                amounts[:, 0, part] = integers(staged[name], missing=0)
    return amounts


def _compare_with_bill(staged: pa.Table, staging: Staging, bills: Bills, problem: Int) -> None:
    """Mark visits that have no lines, or whose lines are not the bill."""
    problem[(problem == 0) & ~bills.has_lines] = staging.number(NO_LINES)
    if staging.has_total:
        total = integers(staged["total"], missing=0)
        whole = bills.amounts.sum(axis=(1, 2))
        unequal = (whole != total) & (bills.status == layout.OK) & (bills.problem == 0)
        problem[(problem == 0) & unequal] = staging.number(LINES_DO_NOT_SUM)


def _starts(order: Ordered, rows: Int) -> Int:
    """Return where each person's scheme begins among the rows that are folded."""
    if len(rows) == 0:
        return np.zeros(1, np.int64)
    person, scheme = order.person, order.scheme
    if len(rows) < len(person):
        person, scheme = along(person, rows), along(scheme, rows)
    begins = np.flatnonzero((person[1:] != person[:-1]) | (scheme[1:] != scheme[:-1])) + 1
    return np.concatenate(([0], begins, [len(rows)])).astype(np.int64)


def _provisional(order: Ordered, settled: Flags) -> Flags:
    """Mark what was settled after a refused visit of the same person and scheme."""
    if settled.all():
        return np.zeros(len(settled), np.bool_)
    refused = (~settled).astype(np.int64)
    before: Int = np.cumsum(refused) - refused
    person, scheme = order.person, order.scheme
    new_person = np.concatenate(([True], person[1:] != person[:-1]))
    new_scheme = new_person | np.concatenate(([True], scheme[1:] != scheme[:-1]))
    places = np.arange(len(person))
    first_of_scheme = np.maximum.accumulate(np.where(new_scheme, places, 0))
    first_of_person = np.maximum.accumulate(np.where(new_person, places, 0))
    # Who has a refused visit of an unknown scheme has it first: such schemes sort before all.
    unknown = ~settled[first_of_person] & (scheme[first_of_person] < 0)
    after_one: Flags = settled & ((before > before[first_of_scheme]) | unknown)
    return after_one
