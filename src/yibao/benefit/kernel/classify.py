"""Classify the lines of a bill: what of each is full self-pay, over the limit, first-pay, in scope."""

import numpy as np

from yibao.benefit.kernel.lists import IS_CATALOGUE, evaluate, first_row, line_bits, visit_bits
from yibao.benefit.kernel.machine import compiled
from yibao.benefit.kernel.numbers import PPM, share
from yibao.policy.plan.layout import (
    BAD_AMOUNT,
    FIRST_PAY,
    FULL_SELF,
    IN_SCOPE,
    LINE_ALLOWED,
    LINE_AMOUNT,
    LINE_FIRST_PAY,
    LINE_ROW,
    LINE_TRACK,
    NONE,
    OK,
    OVER_LIMIT,
    P_COVERED,
    P_FIRST_PAY,
)

LINE_MAX = 10**10
COVERED = 0


@compiled
def track_of(plan, bits):  # type: ignore[no-untyped-def]
    """Return the track of a line: the first whose condition holds, else the main one."""
    for track in range(plan.track_whens.shape[0]):
        if first_row(plan, plan.track_whens[track], bits) != NONE:
            return track + 1
    return 0


@compiled
def classify_line(plan, line, bits, result):  # type: ignore[no-untyped-def]
    """Classify one line: status, where it failed. Refunds (negative amounts) mirror charges."""
    amount = line[LINE_AMOUNT]
    if amount > LINE_MAX or amount < -LINE_MAX:
        return BAD_AMOUNT, NONE
    result[:] = 0
    result[LINE_ROW] = NONE
    result[LINE_TRACK] = track_of(plan, bits)
    status, covered, row = evaluate(plan, plan.procedure[P_COVERED], line, bits)
    if status != OK:
        return status, plan.procedure[P_COVERED]
    if covered != COVERED:
        result[FULL_SELF] = amount
        result[LINE_ROW] = row
        return OK, NONE
    status, ratio, row = evaluate(plan, plan.procedure[P_FIRST_PAY], line, bits)
    if status != OK:
        return status, plan.procedure[P_FIRST_PAY]
    if ratio == IS_CATALOGUE:
        ratio = line[LINE_FIRST_PAY]
    if ratio < 0 or ratio > PPM:
        return BAD_AMOUNT, plan.procedure[P_FIRST_PAY]
    over = 0
    if line[LINE_ALLOWED] >= 0 and abs(amount) > line[LINE_ALLOWED]:
        over = amount - line[LINE_ALLOWED] if amount > 0 else amount + line[LINE_ALLOWED]
    result[OVER_LIMIT] = over
    result[FIRST_PAY] = share(amount - over, ratio)
    result[IN_SCOPE] = amount - over - result[FIRST_PAY]
    result[LINE_ROW] = row
    return OK, NONE


@compiled
def classify_lines(plan, facts, lines, results):  # type: ignore[no-untyped-def]
    """Classify every line of a visit: status, where it failed, the line that failed."""
    words = plan.needs.shape[1]
    of_visit = np.zeros(words, np.uint64)
    bits = np.zeros(words, np.uint64)
    visit_bits(plan, facts, of_visit)
    for position in range(lines.shape[0]):
        line_bits(plan, lines[position], of_visit, bits)
        status, where = classify_line(plan, lines[position], bits, results[position])
        if status != OK:
            return status, where, position
    return OK, NONE, NONE


@compiled
def sum_tracks(results, amounts):  # type: ignore[no-untyped-def]
    """Sum classified lines into the amounts of each track."""
    amounts[:, :] = 0
    for position in range(results.shape[0]):
        track = results[position, LINE_TRACK]
        for column in range(FULL_SELF, IN_SCOPE + 1):
            amounts[track, column] += results[position, column]
