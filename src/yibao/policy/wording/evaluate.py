"""What a value comes to in one case: a number, no limit, or nobody knows (取数)."""

from __future__ import annotations

from collections.abc import Mapping

from yibao.policy.law import Adjustment, Named
from yibao.policy.values import OPEN, Fixed, Indexed, Kind, Linear, Operand, Unlimited, Value
from yibao.policy.wording.cases import Case, Tests, pick
from yibao.terms.ratio import PPM
from yibao.terms.rounding import Rounding, divide

Indices = Mapping[str, Named]


def number(value: Value, case: Case, indices: Indices) -> int | None:
    """Return a value's number in a case; `OPEN` for no limit, None where none is known.

    None also where no row fits and where the number hangs on one that the case lacks.
    """
    row = pick(value, case)
    return None if row is None else _operand(row.operand, case, indices)


def _operand(operand: Operand, case: Case, indices: Indices) -> int | None:
    if isinstance(operand, Fixed):
        return operand.number
    if isinstance(operand, Unlimited):
        return OPEN
    if isinstance(operand, Indexed):
        return multiple(operand, case, indices)
    if isinstance(operand, Linear):
        given = case.get(operand.of)
        if not isinstance(given, int):
            return None
        if operand.per_million:
            return operand.plus + divide(given * operand.each, PPM, Rounding.HALF_UP)
        return operand.plus + given * operand.each
    return None


def multiple(operand: Indexed, case: Case, indices: Indices) -> int | None:
    """Return a multiple of an index in a case; None where the index is not known."""
    index = indices.get(operand.of)
    base = None if index is None else number(index.value, case, indices)
    return None if base is None else divide(base * operand.times_e4, 10_000, Rounding.HALF_UP)


def adjusted(
    start: int | None, adjustments: tuple[Adjustment, ...], kind: Kind, case: Case, indices: Indices
) -> int | None:
    """Apply adjustments in order, without holding the result between 0 and 100 %.

    None where the start, or an adjustment that applies, is not known. What changes with each unit
    of a number that the case lacks is left out.
    """
    current = start
    for adjustment in adjustments:
        row = pick(adjustment.operand, case)
        if current is None or current >= OPEN:
            return current
        if row is None:
            continue
        operand = _operand(row.operand, case, indices)
        if operand is None:
            return None
        if adjustment.of:
            operand = _each(adjustment, operand, case, indices)
        current = _apply(adjustment.operation, current, operand, kind)
    return current


def _each(adjustment: Adjustment, each: int, case: Case, indices: Indices) -> int:
    given = case.get(adjustment.of)
    units = max(0, given - adjustment.above) if isinstance(given, int) else 0
    change = each * units
    most = None if adjustment.at_most is None else number(adjustment.at_most, case, indices)
    return change if most is None else max(-abs(most), min(abs(most), change))


def _apply(operation: str, current: int, operand: int, kind: Kind) -> int:
    whole = PPM if kind is Kind.RATIO else 0
    if operation in ("add", "add_each"):
        return current + operand
    if operation == "times":
        return _share(current, operand)
    if operation == "times_each":
        return _share(current, PPM + operand)
    if operation == "self_times":
        return whole - _share(whole - current, operand)
    if operation == "set":
        return operand
    return min(current, operand) if operation == "at_most" else max(current, operand)


def _share(amount: int, ratio: int) -> int:
    return divide(amount * ratio, PPM, Rounding.HALF_UP)


def asked_by(values: list[Value], adjustments: tuple[Adjustment, ...] = ()) -> list[Tests]:
    """List the tests of some values and adjustments: what tells their cases apart."""
    every = [*values, *(a.operand for a in adjustments)]
    every += [a.at_most for a in adjustments if a.at_most]
    return [row.tests for value in every for row in value.rows]


def asked_by_indices(indices: Indices, names: set[str]) -> list[Tests]:
    """List the tests of some indices."""
    return [row.tests for name in names if name in indices for row in indices[name].value.rows]
