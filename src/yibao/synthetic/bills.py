"""Invented bills (演示账单): up to fifteen lines, prices drawn about their usual ones."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from yibao.benefit.classify import PRICE_E6_PER_FEN, QUANTITY_E4, Line, product_fen
from yibao.benefit.stay import Stay
from yibao.synthetic.items import ALWAYS, ITEMS, Item

_LINES_MAX = 15
_LINES = {"outpatient": (3, 6), "pharmacy": (1, 3)}
_LINES_OF_A_STAY = (8, 15)
_SURGERY_SHARE = 0.35
_REFUSED_SHARE = 0.25
"""Of the drugs of limited use, how often the limits were not met."""

_DEAR = {"primary": 0.8, "secondary": 1.0, "tertiary": 1.3, "tertiary_special": 1.6}
_CHEAP = 0.7

_USES = {
    "outpatient": ("out",),
    "emergency": ("out",),
    "pharmacy": ("pharmacy",),
    "chronic": ("chronic",),
    "two_diseases": ("two",),
    "antenatal": ("antenatal",),
    "delivery": ("birth",),
    "day_surgery": ("in", "surgery"),
    "inpatient": ("in",),
}
_LIMITED = "human albumin"


def draw_bill(stay: Stay, rng: np.random.Generator) -> tuple[tuple[Item, ...], tuple[Line, ...]]:
    """Invent the bill of a stay: its items, and the lines that charge for them."""
    uses = [*_USES[stay.care], *((stay.disease,) if stay.disease != "none" else ())]
    if stay.care == "inpatient" and rng.random() < _SURGERY_SHARE:
        uses.append("surgery")
    items = _choose(stay, uses, rng)
    severity = float(rng.lognormal(0.0, 0.7))
    lines = tuple(_line(number, item, stay, severity, rng) for number, item in enumerate(items, 1))
    return items, lines


def _choose(stay: Stay, uses: list[str], rng: np.random.Generator) -> tuple[Item, ...]:
    """Draw the items of a bill; those of every such bill come first, the rest as in the list."""
    weight = {
        position: max(item.uses[use] for use in uses if use in item.uses)
        for position, item in enumerate(ITEMS)
        if any(use in item.uses for use in uses)
    }
    fixed = [position for position, chance in weight.items() if chance == ALWAYS]
    drawn = [position for position, chance in weight.items() if chance != ALWAYS]
    is_long = stay.discharge > stay.admission
    least, most = _LINES_OF_A_STAY if is_long else _LINES.get(stay.care, _LINES["outpatient"])
    wanted = min(int(rng.integers(least, most + 1)), _LINES_MAX)
    more = min(max(wanted - len(fixed), 1), len(drawn))
    chances = np.array([weight[position] for position in drawn])
    chosen = rng.choice(drawn, more, replace=False, p=chances / chances.sum()).tolist()
    return tuple(ITEMS[position] for position in (*fixed, *sorted(chosen)))


def _line(number: int, item: Item, stay: Stay, severity: float, rng: np.random.Generator) -> Line:
    # The day of discharge is not charged for (算头不算尾).
    days = max(1, (stay.discharge - stay.admission).days)
    dear = 1.0 if item.is_drug else _DEAR.get(stay.provider.level, _CHEAP)
    price_fen = max(1, round(item.price_fen * dear * float(rng.lognormal(0.0, 0.1))))
    quantity = days if item.per_day else _count(item, severity, rng)
    price_e6, quantity_e4 = price_fen * PRICE_E6_PER_FEN, quantity * QUANTITY_E4
    ceiling = None if item.ceiling_fen is None else item.ceiling_fen * PRICE_E6_PER_FEN
    refused = rng.random() < _REFUSED_SHARE
    limited = ("refused" if refused else "approved") if item.label.en == _LIMITED else "no"
    return Line(
        number=str(number),
        day=stay.admission + timedelta(days=int(rng.integers(0, days))),
        amount=product_fen(price_e6, quantity_e4),
        quantity_e4=quantity_e4,
        item_class=item.item_class,
        item=item.kind,
        tag=item.tag,
        limited=limited,
        ceiling_e6=ceiling,
        first_pay_ppm=item.first_pay_ppm,
        price_e6=price_e6,
    )


def _count(item: Item, severity: float, rng: np.random.Generator) -> int:
    """Draw how many were charged: drugs by the course, everything else mostly once."""
    if item.is_drug:
        return max(1, round(severity * float(rng.uniform(1.0, 3.0))))
    return 1 + int(rng.random() < 0.15)
