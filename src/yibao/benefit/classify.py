"""Classify the lines of a bill (费用分类): what of each may be paid for, and on which track."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from yibao.benefit.encode import encode_facts
from yibao.benefit.kernel.classify import classify_lines, sum_tracks
from yibao.benefit.refusal import no_rule, unknown_rule
from yibao.benefit.visit import Amounts, Visit
from yibao.policy.plan import Plan, layout
from yibao.policy.plan.layout import Int
from yibao.terms.errors import InvalidInput, YibaoError
from yibao.terms.money import LINE_FEN_MAX
from yibao.terms.rounding import Rounding, divide
from yibao.terms.text import Text

PRICE_E6_PER_FEN = 10_000
QUANTITY_E4 = 10_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a bill, with what the catalogue of the place of care says of its item.

    `amount` is in fen (a refund is negative), `quantity_e4` in ten-thousandths, `ceiling_e6` the
    price ceiling in millionths of a yuan, `first_pay_ppm` the item's own first-pay ratio.
    """

    number: str
    day: date
    amount: int
    quantity_e4: int = QUANTITY_E4
    item_class: str = "a"
    item: str = "other"
    tag: str = "none"
    limited: str = "no"
    ceiling_e6: int | None = None
    first_pay_ppm: int | None = None
    price_e6: int | None = None
    """If given, price × quantity must be the amount, to the fen."""


@dataclass(frozen=True, slots=True)
class ClassifiedLine:
    """What of one line may be paid for: the four parts sum to its amount."""

    line: Line
    track: str
    full_self: int
    over_limit: int
    first_pay: int
    in_scope: int
    row: int
    """The row of the plan that decided, for the explanation."""


def product_fen(price_e6: int, quantity_e4: int) -> int:
    """Multiply a price by a quantity, to the fen, half up; exact, whatever the size.

    >>> product_fen(12_345_000, 30_000)  # 12.345 yuan × 3 = 37.035 yuan
    3704
    """
    return divide(price_e6 * quantity_e4, PRICE_E6_PER_FEN * QUANTITY_E4, Rounding.HALF_UP)


def classify(
    visit: Visit, lines: Sequence[Line], plan: Plan
) -> tuple[Visit, tuple[ClassifiedLine, ...]]:
    """Classify the lines of a visit; return the visit with its bill, and the lines.

    The plan is that of the place of care: its catalogue rules decide about the lines.

    Raises:
        InvalidInput: a line is out of range, does not sum, or has an unknown class, item or tag.
        PolicyUnknown: a line reaches a rule that is unknown.

    """
    results = _results(visit, lines, plan)
    amounts = np.zeros((len(plan.tracks), layout.AMOUNT_COLUMNS), dtype=np.int64)
    sum_tracks(results, amounts)
    bill = {
        track: Amounts(*parts)
        for track, parts in zip(plan.tracks, amounts.tolist(), strict=True)
        if any(parts) or track == "main"
    }
    return replace(visit, amounts=bill), _named(lines, results, plan)


def classified_lines(visit: Visit, lines: Sequence[Line], plan: Plan) -> tuple[ClassifiedLine, ...]:
    """Classify some of the lines of a visit: their sum may be a refund, which is no bill.

    Raises:
        InvalidInput, PolicyUnknown: as `classify`.

    """
    return _named(lines, _results(visit, lines, plan), plan)


def _results(visit: Visit, lines: Sequence[Line], plan: Plan) -> Int:
    table = np.empty((len(lines), len(layout.LINE_COLUMNS)), dtype=np.int64)
    for position, line in enumerate(lines):
        table[position] = _encode_line(line, plan)
    results = np.zeros((len(lines), len(layout.LINE_RESULT_COLUMNS)), dtype=np.int64)
    facts = encode_facts(visit, plan)
    of_visit, bits = np.zeros((2, plan.words), dtype=np.uint64)
    scratch = np.zeros(len(layout.FACT_COLUMNS), np.int64)
    status, where, failed = classify_lines(
        plan.arrays, facts, table, results, of_visit, bits, scratch
    )
    if status != layout.OK:
        raise _refusal(plan, visit, lines[failed], status, where)
    return results


def _named(lines: Sequence[Line], results: Int, plan: Plan) -> tuple[ClassifiedLine, ...]:
    return tuple(
        _classified(line, row, plan) for line, row in zip(lines, results.tolist(), strict=True)
    )


def _classified(line: Line, row: list[int], plan: Plan) -> ClassifiedLine:
    full_self, over_limit, first_pay, in_scope, track, decided = row
    return ClassifiedLine(
        line, plan.tracks[track], full_self, over_limit, first_pay, in_scope, decided
    )


def bill_of(classified: Sequence[ClassifiedLine]) -> dict[str, Amounts]:
    """Sum classified lines into a bill by track."""
    sums: dict[str, list[int]] = {"main": [0, 0, 0, 0]}
    for line in classified:
        parts = sums.get(line.track)
        if parts is None:
            parts = sums[line.track] = [0, 0, 0, 0]
        parts[0] += line.full_self
        parts[1] += line.over_limit
        parts[2] += line.first_pay
        parts[3] += line.in_scope
    return {track: Amounts(*parts) for track, parts in sums.items()}


def _encode_line(line: Line, plan: Plan) -> list[int]:
    vocabulary = plan.vocabulary
    if abs(line.amount) > LINE_FEN_MAX:
        raise InvalidInput(
            "amount_too_large",
            f"line {line.number}",
            Text(
                f"金额 {line.amount} 分超过一行的上限。",
                f"{line.amount} fen is too much for a line.",
            ),
            Text("核对金额单位（分）。", "Check the unit: fen."),
        )
    if line.price_e6 is not None:
        expected = product_fen(line.price_e6, line.quantity_e4)
        if expected != line.amount:
            raise InvalidInput(
                "line_does_not_sum",
                f"line {line.number}",
                Text(
                    f"单价×数量为 {expected} 分，上传金额 {line.amount} 分。",
                    f"Price × quantity is {expected} fen, the amount says {line.amount}.",
                ),
                Text("核对单价、数量和金额。", "Check price, quantity and amount."),
            )
    allowed = layout.NONE
    if line.ceiling_e6 is not None:
        allowed = abs(product_fen(line.ceiling_e6, line.quantity_e4))
    first_pay = layout.NONE if line.first_pay_ppm is None else line.first_pay_ppm
    return [
        vocabulary.code("class", line.item_class),
        vocabulary.code("item", line.item),
        vocabulary.code("tag", line.tag),
        vocabulary.code("limited", line.limited),
        line.day.toordinal(),
        line.amount,
        allowed,
        first_pay,
    ]


def _refusal(plan: Plan, visit: Visit, line: Line, status: int, where: int) -> YibaoError:
    if status == layout.BAD_AMOUNT:
        return InvalidInput(
            "first_pay_missing",
            f"line {line.number}",
            Text("目录没有给出先行自付比例。", "The catalogue gives no first-pay ratio."),
            Text("补上 first_pay_ppm（百万分比）。", "Give first_pay_ppm, 0 to 1,000,000."),
        )
    if status == layout.UNKNOWN_RULE:
        return unknown_rule(plan, where)
    return no_rule(plan, visit, where)
