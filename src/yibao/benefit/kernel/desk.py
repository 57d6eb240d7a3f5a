"""What lies before the kernel while it settles one visit."""

from typing import NamedTuple

import numpy as np

from yibao.benefit.kernel.machine import compiled
from yibao.policy.plan import layout
from yibao.policy.plan.layout import Bits, Int

ASK = -(2**62)
"""In a memo: nobody has asked yet, or the value is another for each visit."""


class Memo(NamedTuple):
    """What each decision list gives, remembered for every kind of visit (就诊类型).

    Visits for which the same tests hold meet the same rows. So a kind has a place here, found by
    its bits; another kind that falls on the same place takes it over.
    """

    keys: Bits
    """[place, word]: the bits of the kind that holds the place."""
    taken: Int
    """[place]: whether any kind holds it."""
    values: Int
    """[place, list]: the value, or ASK."""
    rows: Int
    """[place, list]: the row that fits, or ASK."""
    sheets: Int
    """[place, layer, number]: what each layer comes to (`kernel/sheets.py`)."""
    place: Int
    """[1]: the place of the visit at hand."""


class Desk(NamedTuple):
    """The working arrays of one visit; the kernel changes all of them in place."""

    facts: Int
    """The visit's facts (`layout.FACT_COLUMNS`); the bill and the ordinal are written in."""
    bits: Bits
    """The tests that hold for the visit."""
    lines: Int
    """Scratch: for each fact asked about, the line of bits that its value stands for."""
    amounts: Int
    """[track, part]: the classified bill; what is paid first away is moved within it."""
    state: Int
    """The person's accumulators."""
    out: Int
    """The outcome (`layout.OUT_COLUMNS`)."""
    results: Int
    """[layer, part]: what each layer made of the visit."""
    begins: Int
    """Scratch: where each band's part begins on the axis; behind them, where all end and begin."""
    costs: Int
    """Scratch: cost on each band of the layer at hand."""
    ratios: Int
    """Scratch: ratio of each band of the layer at hand."""
    trace: Int
    """[step, column]: the trace; without rows, nobody looks and nothing is written."""
    steps: Int
    """[1]: how many steps of the trace are written."""
    memo: Memo


class Sizes(NamedTuple):
    """What a plan needs of a desk."""

    words: int
    lists: int
    tracks: int
    layers: int
    sheet: int


def clear_memo(sizes: Sizes, places: int) -> Memo:
    """Lay out an empty memo; `places` is a power of two."""
    assert places & (places - 1) == 0, "the place is found by masking bits"
    return Memo(
        keys=np.zeros((places, sizes.words), np.uint64),
        taken=np.zeros(places, np.int64),
        values=np.zeros((places, sizes.lists), np.int64),
        rows=np.zeros((places, sizes.lists), np.int64),
        sheets=np.zeros((places, sizes.layers, sizes.sheet), np.int64),
        place=np.zeros(1, np.int64),
    )


def clear_desk(sizes: Sizes, state: Int, steps: int, places: int) -> Desk:
    """Lay out a desk for a plan; `state` is worked on in place, `steps` is room for the trace."""
    return Desk(
        facts=np.zeros(len(layout.FACT_COLUMNS), np.int64),
        bits=np.zeros(sizes.words, np.uint64),
        lines=np.zeros(len(layout.FACT_COLUMNS), np.int64),
        amounts=np.zeros((sizes.tracks, layout.AMOUNT_COLUMNS), np.int64),
        state=state,
        out=np.zeros(len(layout.OUT_COLUMNS), np.int64),
        results=np.zeros((sizes.layers, layout.RESULT_COLUMNS), np.int64),
        begins=np.zeros(layout.BANDS_MAX + 2, np.int64),
        costs=np.zeros(layout.BANDS_MAX, np.int64),
        ratios=np.zeros(layout.BANDS_MAX, np.int64),
        trace=np.zeros((steps, layout.TRACE_COLUMNS), np.int64),
        steps=np.zeros(1, np.int64),
        memo=clear_memo(sizes, places),
    )


@compiled
def record(
    desk: Desk, kind: int, layer: int, where: int, row: int, before: int, after: int, extra: int
) -> None:
    """Write one step of the trace, if anyone looks."""
    if desk.trace.shape[0] == 0:
        return
    at = desk.steps[0]
    assert at < desk.trace.shape[0], "the trace has no room left"
    desk.trace[at, 0] = kind
    desk.trace[at, 1] = layer
    desk.trace[at, 2] = where
    desk.trace[at, 3] = row
    desk.trace[at, 4] = before
    desk.trace[at, 5] = after
    desk.trace[at, 6] = extra
    desk.steps[0] = at + 1
