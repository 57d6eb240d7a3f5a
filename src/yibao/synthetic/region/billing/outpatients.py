"""The bill of who does not stay (门诊、购药账单): a fee, a few tests, some packs of drugs."""

from __future__ import annotations

from functools import cache

import numpy as np

from yibao.synthetic.region.billing import usage
from yibao.synthetic.region.billing.charges import Charges, affordable
from yibao.synthetic.region.billing.had import Had
from yibao.synthetic.region.billing.shelf import Shelf
from yibao.synthetic.region.billing.themes import numbered
from yibao.synthetic.region.goods import Bools, Ints, goods

_OF_WANTED_TESTS, _OF_WANTED_DONE = 0.6, 0.7
_HOSPITAL_TIER, _LARGE_TIER = 3, 4
_SENIOR_SHARE, _CHIEF_SHARE = 0.22, 0.06
_MORE_DRUGS_FEN = (2_500, 8_000, 20_000)
"""Purses from which a second, a third, a fourth drug is bought."""
_MOST_PACKS, _MOST_PACKS_LONG = 3, 8
_HERB_SHARE = {"tcm": 0.45, "clinic": 0.10, "community": 0.12, "township": 0.10, "village": 0.06}
_HERBS, _GRAMS, _DOSES = 8, 10, (3, 5, 7, 10, 14)
_HERBS_FEN = 3_000
_FEE_ONLY_SHARE = 0.45
"""Of those who come for a prescription they always get, with a doctor's fee."""
_ROUNDS, _TOP_UPS = 4, 3
_USUAL_CHOICE, _WIDER_CHOICE = 3, 3
"""Among how many drugs one is chosen, and how many more with each that is chosen."""
_SESSION_FEN, _MOST_SESSIONS = 62_000, 14
_MOST_OF_ONE = 5
_DONE_AT = {"teeth": 0.75, "trauma": 0.35}
"""Themes of which something is done with the hands, and how often."""


def charge_visits(charges: Charges) -> None:
    """Charge the visits of a piece that are no stays."""
    called = charges.of
    others = ~called.stay
    shop = called.is_care("pharmacy") & others
    regular = called.is_care("two_diseases", "chronic") & others
    only_drugs = shop | called.is_care("two_diseases") & others
    seen = np.flatnonzero(others & ~shop)
    _fee(charges, seen[~only_drugs[seen]], regular)
    _sessions(charges, seen)
    _hands(charges, seen)
    _tests(charges, seen[~called.is_care("two_diseases")[seen]])
    cooked = _herbs(charges, seen[~regular[seen]])
    _drugs(charges, np.flatnonzero(others & ~cooked), shop, regular, only_drugs)
    _fill(charges, np.flatnonzero(others & ~only_drugs))


@cache
def _fees() -> dict[str, int]:
    uses = ("base", "out", "senior", "chief", "emergency")
    return {use: goods().uses.index(use) for use in uses}


def _fee(charges: Charges, seen: Ints, regular: Bools) -> None:
    """Charge the doctor's fee, where the bill is as large."""
    called, fees = charges.of, _fees()
    tier, luck = called.tier[seen], charges.luck(len(seen))
    large = tier >= _LARGE_TIER
    good = np.select(
        [
            tier < _HOSPITAL_TIER,
            called.is_care("emergency")[seen],
            large & (luck < _CHIEF_SHARE),
            luck < _CHIEF_SHARE + _SENIOR_SHARE,
        ],
        [fees["base"], fees["emergency"], fees["chief"], fees["senior"]],
        fees["out"],
    )
    charged = ~regular[seen] | (charges.luck(len(seen)) < _FEE_ONLY_SHARE)
    charged &= charges.price_of(seen, good) <= called.wanted_fen[seen]
    charges.add(seen[charged], good[charged])


def _sessions(charges: Charges, seen: Ints) -> None:
    """Charge dialysis and antenatal checks."""
    called, listed = charges.of, goods()
    visit = seen[(called.disease[seen] == "dialysis")]
    many = np.clip(called.wanted_fen[visit] // _SESSION_FEN, 1, _MOST_SESSIONS)
    for name in ("血液透析", "血液透析器", "血液透析管路"):
        charges.add(visit, np.full(len(visit), listed.named(name)), many)
    visit = seen[called.is_care("antenatal")[seen]]
    good = np.full(len(visit), listed.named("产前检查"))
    enough = charges.price_of(visit, good) <= charges.left_fen[visit]
    charges.add(visit[enough], good[enough])


@cache
def _done() -> Shelf:
    listed = goods()
    uses = ("teeth", "wound")
    return Shelf([[g for g in listed.of_group("special") if listed.uses[g] == use] for use in uses])


def _hands(charges: Charges, seen: Ints) -> None:
    """Charge for teeth that are treated and wounds that are closed."""
    called = charges.of
    for number, (name, share) in enumerate(_DONE_AT.items()):
        visit = seen[called.theme[seen] == numbered(name)]
        visit = visit[charges.luck(len(visit)) < share]
        target = (charges.left_fen[visit] * _OF_WANTED_DONE).astype(np.int64)
        good = _done().pick(np.full(len(visit), number), target, charges.luck(len(visit)))
        there = goods().place[good] <= called.tier[visit]
        there &= charges.price_of(visit, good) <= charges.left_fen[visit]
        charges.add(visit[there], good[there])


def _tests(charges: Charges, seen: Ints) -> None:
    chance, called = usage.tests(), charges.of
    likely = chance.visit[called.theme[seen]].astype(np.float32)
    luck = charges.draws.random(likely.shape, dtype=np.float32)
    row, column = np.nonzero(luck < likely)
    visit, good = seen[row], chance.goods[column]
    there = goods().place[good] <= called.tier[visit]
    visit, good = visit[there], good[there]
    purse = np.minimum(called.wanted_fen * _OF_WANTED_TESTS, charges.left_fen).astype(np.int64)
    kept = affordable(visit, charges.price_of(visit, good), purse)
    charges.add(visit[kept], good[kept])


def _herbs(charges: Charges, seen: Ints) -> Bools:
    """Charge for herbs by the gram; say which visits got them."""
    called = charges.of
    kinds, kind = np.unique(called.kind[seen], return_inverse=True)
    share = np.array([_HERB_SHARE.get(str(each), 0.0) for each in kinds])
    chosen = charges.luck(len(seen)) < share[kind] if len(kinds) else np.zeros(0, dtype=bool)
    visit = seen[chosen & (charges.left_fen[seen] >= _HERBS_FEN)]
    doses = np.array(_DOSES)[(charges.luck(len(visit)) * len(_DOSES)).astype(np.int64)]
    number = usage.place_of(called.theme[visit], called.tier[visit])
    grams = doses * _GRAMS
    start = (charges.luck(len(visit)) * 100).astype(np.int64)
    for turn in range(_HERBS):
        left = charges.left_fen[visit] // (_HERBS - turn)
        good = usage.shelf("herbs").another(number, start + turn)
        count = np.minimum(grams, left // np.maximum(charges.price_of(visit, good), 1))
        charges.add(visit, good, np.where(count < doses, 0, count))
    cooked = np.zeros(len(called), dtype=bool)
    cooked[visit] = True
    return cooked


def _drugs(charges: Charges, buying: Ints, shop: Bools, regular: Bools, only_drugs: Bools) -> None:
    """Charge for packs of drugs: one to four, as much as the bill still lacks."""
    called = charges.of
    left = charges.left_fen[buying]
    many = 1 + np.searchsorted(np.array(_MORE_DRUGS_FEN), left)
    most = np.where(regular[buying], _MOST_PACKS_LONG, _MOST_PACKS)
    number = usage.place_of(called.theme[buying], called.tier[buying])
    had = Had(len(buying))
    for turn in range(len(_MORE_DRUGS_FEN) + 1 + _TOP_UPS):
        lacking = charges.left_fen[buying]
        more = (turn < many) | (only_drugs[buying] & (lacking > called.wanted_fen[buying] // 20))
        now = np.flatnonzero(more & (lacking > 0))
        visit = buying[now]
        left = charges.left_fen[visit]
        turns = np.maximum(many[now] - turn, 1)
        part = np.where(turns > 1, 0.7 + 0.6 * charges.luck(len(now)), 1.0)
        purse = (left / turns * part).astype(np.int64)
        packs = 1 + (charges.luck(len(now)) * np.minimum(most[now], 3)).astype(np.int64)
        luck, among = charges.luck(len(now)), _USUAL_CHOICE + _WIDER_CHOICE * turn
        good = np.where(
            shop[visit],
            usage.shelf("sold").pick(number[now], purse // packs, luck, among),
            usage.shelf("taken_home").pick(number[now], purse // packs, luck, among),
        )
        price = np.maximum(charges.price_of(visit, good), 1)
        count = np.clip((purse + price // 2) // price, 1, most[now])
        fits = (price <= left) | (turn == 0) & (charges.spent_fen[visit] == 0)
        fits &= ~had.again(now, good)
        charges.add(visit, good, np.where(fits, count, 0))
    for row, good in had.bought:
        visit = buying[row]
        packs = charges.left_fen[visit] // np.maximum(charges.price_of(visit, good), 1)
        charges.add(visit, good, np.clip(packs, 0, most[row] + 1))


def _fill(charges: Charges, seen: Ints) -> None:
    """Charge for a treatment or a test more where the bill lacks it."""
    called = charges.of
    for _ in range(_ROUNDS):
        visit = seen[charges.left_fen[seen] > np.maximum(called.wanted_fen[seen] // 25, 200)]
        left = charges.left_fen[visit]
        number = usage.place_of(called.theme[visit], called.tier[visit])
        good = usage.shelf("done").pick(number, left, charges.luck(len(visit)), among=4)
        price = charges.price_of(visit, good)
        several = np.array(goods().groups)[good] == "daily"
        count = np.where(several, np.minimum(left // price, _MOST_OF_ONE), left >= price)
        charges.add(visit, good, np.where(charges.has(visit, good), 0, count))
