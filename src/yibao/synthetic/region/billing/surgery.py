"""What an operation costs (手术费): the procedure, the anaesthetic, what is used up."""

from __future__ import annotations

from functools import cache

import numpy as np

from yibao.synthetic.region.billing import usage
from yibao.synthetic.region.billing.charges import Charges
from yibao.synthetic.region.billing.shelf import Shelf
from yibao.synthetic.region.goods import Bools, Ints, goods

_OF_WANTED = 0.28
"""How much of a bill its procedures make at most, if there is one as cheap; our assumption."""
_GRADES_FEN = (30_000, 90_000, 180_000, 400_000)
"""A procedure is an operation from the first of them on; the others part its grades."""
_DRUGS = 3
_OF_LEFT_IMPLANTED, _IMPLANT_ROUNDS, _MOST_IMPLANTED = 0.75, 3, 2


@cache
def _anaesthetics() -> Ints:
    """Return the anaesthetic of each grade of an operation."""
    return np.array(
        [
            goods().uses.index("grade1"),
            goods().uses.index("grade2"),
            goods().uses.index("grade3"),
            goods().uses.index("grade4"),
        ]
    )


@cache
def _used_up() -> tuple[tuple[int, ...], ...]:
    """Return products by name of what every operation, and every anaesthesia, uses up."""
    listed = goods()
    by_name: dict[str, list[int]] = {}
    for good in listed.of_group("set"):
        if listed.uses[good] in ("operation", "anaesthesia"):
            by_name.setdefault(listed.names[good], []).append(good)
    return tuple(tuple(products) for products in by_name.values())


@cache
def _drugs() -> Shelf:
    listed = goods()
    wanted = [good for good in range(len(listed)) if listed.is_drug[good]]
    return Shelf([[good for good in wanted if usage.OPERATION in listed.uses[good].split()]])


def operations_of(charges: Charges) -> Bools:
    """Charge the stays of a piece for their procedures; say which stays had an operation."""
    called = charges.of
    kept = called.stay[called.treated]
    visit = called.treated[kept]
    many = np.bincount(visit, minlength=len(called))
    purse = np.minimum(called.wanted_fen * _OF_WANTED, charges.left_fen)
    target = (purse / np.maximum(many, 1)).astype(np.int64)[visit]
    _, shelf = usage.operations()
    good = shelf.pick(called.treated_list[kept], target, charges.luck(len(visit)), among=2)
    day = _day_of_operation(charges)
    charges.add(visit, good, 1, day[visit])
    price = goods().price_fen[good]
    dear = called.treated_cut[kept] & (price >= _GRADES_FEN[0])
    main = np.zeros(len(called), dtype=np.int64)
    np.maximum.at(main, visit[dear], price[dear])
    surgical: Bools = main > 0
    _anaesthesia(charges, np.flatnonzero(surgical), main, day)
    _implants(charges, kept, day)
    return surgical


def _day_of_operation(charges: Charges) -> Ints:
    """Draw the day: the second or third, or the first where there is no other."""
    called = charges.of
    wanted = 1 + (charges.luck(len(called)) * 2).astype(np.int64)
    return np.minimum(wanted, called.nights - 1)


def _implants(charges: Charges, kept: Bools, day: Ints) -> None:
    """Charge for what a procedure puts in or uses up, as dear as the bill allows."""
    called = charges.of
    visit = called.treated[kept]
    _, shelf = usage.implants()
    for _ in range(_IMPLANT_ROUNDS):
        purse = np.maximum(charges.left_fen[visit] * _OF_LEFT_IMPLANTED, 0).astype(np.int64)
        # A visit's procedures share its purse; the first comes first.
        _, first = np.unique(visit, return_index=True)
        shared = np.zeros(len(visit), dtype=np.int64)
        shared[first] = purse[first]
        number = called.treated_with[kept]
        good = shelf.pick(number, shared, charges.luck(len(visit)), among=2)
        price = np.maximum(charges.price_of(visit, good), 1)
        charges.add(visit, good, np.minimum(shared // price, _MOST_IMPLANTED), day[visit])


def _anaesthesia(charges: Charges, cut: Ints, main_fen: Ints, day: Ints) -> None:
    grade = np.searchsorted(np.array(_GRADES_FEN[1:]), main_fen[cut], side="right")
    charges.add(cut, _anaesthetics()[grade], 1, day[cut])
    deep = cut[grade > 0]
    charges.add(deep, np.full(len(deep), goods().named("麻醉中监测")), 1, day[deep])
    for products in _used_up():
        number = (charges.luck(len(deep)) * len(products)).astype(np.int64)
        charges.add(deep, np.array(products)[number], 1, day[deep])
    for _ in range(_DRUGS):
        wanted = (charges.luck(len(deep)) * 8_000).astype(np.int64)
        good = _drugs().pick(np.zeros(len(deep), dtype=np.int64), wanted, charges.luck(len(deep)))
        charges.add(deep, good, 1 + (grade[grade > 0] > 1), day[deep])
