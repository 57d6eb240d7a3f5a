"""The bill of a stay (住院账单): days, operation, tests, drugs, and what is still lacking."""

from __future__ import annotations

from functools import cache

import numpy as np

from yibao.synthetic.region.billing import usage
from yibao.synthetic.region.billing.charges import Charges, affordable
from yibao.synthetic.region.billing.courses import drugs_of_stays
from yibao.synthetic.region.billing.surgery import operations_of
from yibao.synthetic.region.billing.themes import numbered
from yibao.synthetic.region.goods import Bools, Ints, goods

_OF_WANTED = {"tests": 0.35, "treatments": 0.22}
"""How much of a bill tests and daily treatments may make; our assumption."""
_AGAIN_EVERY, _AGAIN_MOST, _AGAIN = 5, 6, 0.5
"""Days after which a usual test is done again, how often at most, how likely."""
_ROUNDS = 8
_CHEAP_FEN, _DEAR_FEN, _MOST_OF_CHEAP, _MOST_OF_ONE = 1_000, 100_000, 10, 4
"""How many of a thing fill a bill at most: of what costs less than the first sum, less than the
second; of dearer things one."""
_ICU_SHARE, _TWO_BEDS_SHARE, _ONE_BED_SHARE = 0.03, 0.30, 0.02
_HOSPITAL_TIER = 3
_SUPPORTS, _SUPPORT_FEN, _OF_LEFT_SUPPORTED = 2, 5_000, 0.7
"""Bills that lack more than this sum a day are given support by the day, twice at most."""
_SECOND_CLASS_SHARE = 0.62
_COPIES_SHARE = 0.15


def charge_stays(charges: Charges) -> None:
    """Charge the stays of a piece for all that was done."""
    stays = np.flatnonzero(charges.of.stay)
    if not len(stays):
        return
    _days(charges, stays)
    surgical = operations_of(charges)
    _tests(charges, stays, surgical)
    _treatments(charges, stays, surgical)
    drugs_of_stays(charges, stays, surgical)
    _support(charges, stays)
    _fill(charges, stays, surgical)


@cache
def _named() -> dict[str, int]:
    names = {
        "round": "住院诊查费",
        "four": "普通病房床位费",
        "two": "双人间病房床位费",
        "one": "单人间病房床位费",
        "icu": "监护病房床位费",
        "baby": "新生儿床位费",
        "first": "Ⅰ级护理",
        "second": "Ⅱ级护理",
        "third": "Ⅲ级护理",
        "baby care": "新生儿护理",
        "mind care": "精神病护理",
        "copies": "病历复印",
    }
    return {key: goods().named(name) for key, name in names.items()}


def _days(charges: Charges, stays: Ints) -> None:
    """Charge bed, nursing and rounds for every day but the last."""
    named, called = _named(), charges.of
    theme, nights = called.theme[stays], called.nights[stays]
    hospital = called.tier[stays] >= _HOSPITAL_TIER
    luck = charges.luck(len(stays))
    baby, mind = theme == numbered("newborn"), theme == numbered("mind")
    bed = np.select(
        [
            baby & hospital,
            hospital & (luck < _ICU_SHARE) & (called.wanted_fen[stays] > nights * 100_000),
            hospital & (luck < _ICU_SHARE + _ONE_BED_SHARE) & (luck >= _ICU_SHARE),
            hospital & (luck > 1 - _TWO_BEDS_SHARE),
        ],
        [named["baby"], named["icu"], named["one"], named["two"]],
        named["four"],
    )
    grade = charges.luck(len(stays))
    sick = np.where(called.wanted_fen[stays] > nights * 120_000, 0.55, 0.12)
    nursing = np.select(
        [baby & hospital, mind, grade < sick, grade < sick + _SECOND_CLASS_SHARE],
        [named["baby care"], named["mind care"], named["first"], named["second"]],
        named["third"],
    )
    for good in (bed, nursing, np.full(len(stays), named["round"])):
        charges.add_daily(stays, good, nights)
    copied = charges.luck(len(stays)) < _COPIES_SHARE
    charges.add(stays[copied], np.full(int(copied.sum()), named["copies"]), 1, nights[copied])


def _tests(charges: Charges, stays: Ints, surgical: Bools) -> None:
    """Charge for tests and imaging, most of them on the first day."""
    chance, called = usage.tests(), charges.of
    visit, column = _wishes(charges, stays, surgical, chance)
    good = chance.goods[column]
    kept = affordable(visit, charges.price_of(visit, good), _purse(charges, "tests"))
    visit, good = visit[kept], good[kept]
    late = (charges.luck(len(visit)) < 0.3) & (called.nights[visit] > 1)
    charges.add(visit, good, 1, np.where(late, 1, 0))
    again = np.flatnonzero(usage.repeated(good) & (charges.luck(len(good)) < _AGAIN))
    many = np.minimum(called.nights[visit[again]] // _AGAIN_EVERY, _AGAIN_MOST)
    line = np.repeat(again, many)
    turn = np.arange(len(line)) - np.repeat(np.cumsum(many) - many, many)
    kept = affordable(visit[line], charges.price_of(visit[line], good[line]), charges.left_fen // 4)
    charges.add(visit[line][kept], good[line][kept], 1, (turn[kept] + 1) * _AGAIN_EVERY)


def _treatments(charges: Charges, stays: Ints, surgical: Bools) -> None:
    """Charge for what is given every day."""
    chance, called = usage.daily(), charges.of
    visit, column = _wishes(charges, stays, surgical, chance)
    good, nights = chance.goods[column], called.nights[visit]
    cost = charges.price_of(visit, good) * nights
    kept = affordable(visit, cost, _purse(charges, "treatments"))
    charges.add_daily(visit[kept], good[kept], nights[kept])


def _wishes(
    charges: Charges, stays: Ints, surgical: Bools, chance: usage.Chance
) -> tuple[Ints, Ints]:
    """Draw what is charged for by chance: visits, each with the columns that happen."""
    called = charges.of
    likely = chance.stay[called.theme[stays]]
    likely = np.where(surgical[stays, None], np.maximum(likely, chance.stay[-1]), likely)
    there = goods().place[chance.goods] <= called.tier[stays, None]
    luck = charges.draws.random(likely.shape, dtype=np.float32)
    row, column = np.nonzero((luck < likely) & there)
    return stays[row], column


def _purse(charges: Charges, part: str) -> Ints:
    share = charges.of.wanted_fen * _OF_WANTED[part]
    return np.minimum(share.astype(np.int64), charges.left_fen)


def _support(charges: Charges, stays: Ints) -> None:
    """Charge for dear care by the day where a bill still lacks much."""
    called = charges.of
    for _ in range(_SUPPORTS):
        left = charges.left_fen[stays]
        visit = stays[left > called.nights[stays] * _SUPPORT_FEN]
        left, nights = charges.left_fen[visit], called.nights[visit]
        target = (left * _OF_LEFT_SUPPORTED / nights).astype(np.int64)
        number = usage.place_of(called.theme[visit], called.tier[visit])
        good = usage.shelf("support").pick(number, target, charges.luck(len(visit)), among=2)
        many = np.minimum(left // np.maximum(charges.price_of(visit, good), 1), nights)
        charges.add_daily(visit, good, np.where(charges.has(visit, good), 0, many))


def _fill(charges: Charges, stays: Ints, surgical: Bools) -> None:
    """Charge for materials and dear drugs until the bill is about what was wanted."""
    called = charges.of
    for turn in range(_ROUNDS):
        left = charges.left_fen[stays]
        visit = stays[left > 100]
        left = left[left > 100]
        number = usage.place_of(called.theme[visit], called.tier[visit])
        luck = charges.luck(len(visit))
        target = (left / (1 + luck)).astype(np.int64) if turn < _ROUNDS - 1 else left
        cut = surgical[visit]
        good = np.where(
            cut,
            usage.shelf("surgical").pick(number, target, charges.luck(len(visit))),
            usage.shelf("medical").pick(number, target, charges.luck(len(visit))),
        )
        price = charges.price_of(visit, good)
        most = np.select([price < _CHEAP_FEN, price < _DEAR_FEN], [_MOST_OF_CHEAP, _MOST_OF_ONE], 1)
        day = (charges.luck(len(visit)) * called.nights[visit]).astype(np.int64)
        day = np.where(cut, np.minimum(1, called.nights[visit] - 1), day)
        charges.add(visit, good, np.minimum(left // price, most), day)
