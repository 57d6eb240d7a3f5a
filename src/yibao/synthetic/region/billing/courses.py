"""Drugs of a stay (住院用药): some courses, injections by day, packs by week."""

from __future__ import annotations

from functools import cache

import numpy as np

from yibao.synthetic.region.billing import usage
from yibao.synthetic.region.billing.charges import Charges
from yibao.synthetic.region.billing.had import Had
from yibao.synthetic.region.billing.themes import numbered
from yibao.synthetic.region.goods import Bools, Ints, goods

_OF_LEFT, _OF_LEFT_CUT = 0.72, 0.35
"""How much of what a bill still lacks is spent on drugs; less where something was cut."""
_COURSES = 5
_DAILY_FEN = 4_500
"""A course of injections is expected to cost so much a day."""
_MOST_A_DAY, _PACK_DAYS = 3, 7
_SWALLOWING = ("mind", "pressure", "tb")
"""Themes of which most drugs are swallowed."""


@cache
def _solvents() -> Ints:
    listed = goods()
    return np.array([listed.named("葡萄糖注射液"), listed.named("氯化钠注射液")])


@cache
def _infusion_sets() -> Ints:
    listed = goods()
    return np.array(
        [good for good in listed.of_group("set") if listed.uses[good] == "infusion"][:6]
    )


def drugs_of_stays(charges: Charges, stays: Ints, surgical: Bools) -> None:
    """Charge stays for their drugs by day, with what they are dissolved and infused in."""
    called = charges.of
    share = np.where(surgical[stays], _OF_LEFT_CUT, _OF_LEFT)
    purse = np.maximum(charges.left_fen[stays] * share, 0).astype(np.int64)
    nights = called.nights[stays]
    many = np.clip(purse // (nights * _DAILY_FEN) + 1, 1, _COURSES)
    swallowing = np.isin(called.theme[stays], [numbered(name) for name in _SWALLOWING])
    infused = np.zeros(len(stays), dtype=np.int64)
    had = Had(len(stays))
    for turn in range(_COURSES):
        now = np.flatnonzero((turn < many) & (purse > 0))
        target = purse[now] // (many[now] - turn)
        target = np.minimum((target * (0.6 + 0.8 * charges.luck(len(now)))), purse[now])
        swallowed = (turn % 2 == 1) | swallowing[now]
        for form, chosen in (("swallowed", swallowed), ("injected", ~swallowed)):
            those = now[chosen]
            cost = _course(charges, stays[those], target[chosen].astype(np.int64), form, had, those)
            purse[those] -= cost
            if form == "injected":
                infused[those] |= cost > 0
    _infusions(charges, stays[infused > 0])


def _course(charges: Charges, visit: Ints, purse_fen: Ints, form: str, had: Had, row: Ints) -> Ints:
    """Charge for a course; return what it costs, nothing where none is cheap enough."""
    called = charges.of
    nights = called.nights[visit]
    first = np.where((charges.luck(len(visit)) < 0.25) & (nights > 2), 1, 0)
    days = nights - first
    packs = days if form == "injected" else -(-days // _PACK_DAYS)
    number = usage.place_of(called.theme[visit], called.tier[visit])
    daily = purse_fen // packs
    units = 1 + (charges.luck(len(visit)) * 2).astype(np.int64)
    good = usage.shelf(form).pick(number, daily // units, charges.luck(len(visit)))
    price = charges.price_of(visit, good)
    count = np.clip(daily // np.maximum(price, 1), 1, _MOST_A_DAY)
    # A dear drug that is not given to the end is better than none.
    packs = np.minimum(packs, purse_fen // np.maximum(price * count, 1))
    packs = np.where(had.again(row, good), 0, packs)
    line = np.repeat(np.arange(len(visit)), packs)
    turn = np.arange(len(line)) - np.repeat(np.cumsum(packs) - packs, packs)
    every = 1 if form == "injected" else _PACK_DAYS
    charges.add(visit[line], good[line], count[line], first[line] + turn * every)
    cost: Ints = price * count * packs
    return cost


def _infusions(charges: Charges, visit: Ints) -> None:
    """Charge for a solvent a day, and an infusion set every other day."""
    nights = charges.of.nights[visit]
    solvent = _solvents()[(charges.luck(len(visit)) * 2).astype(np.int64)]
    affordable = charges.left_fen[visit] > charges.price_of(visit, solvent) * nights
    charges.add_daily(visit[affordable], solvent[affordable], nights[affordable])
    kept = affordable & (charges.left_fen[visit] > 0)
    sets = _infusion_sets()[(charges.luck(len(visit)) * len(_infusion_sets())).astype(np.int64)]
    charges.add(visit[kept], sets[kept], nights[kept])
