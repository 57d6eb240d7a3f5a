"""What may stand on a bill (收费目录): the invented items whose classification the law knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from yibao.benefit.classify import Line, classify
from yibao.benefit.visit import Visit
from yibao.policy.plan import Plan
from yibao.synthetic.items import ALWAYS, ITEMS, Item
from yibao.synthetic.region_files.draws import Int, slots
from yibao.synthetic.region_files.mix import Mix
from yibao.synthetic.region_files.profiles import Profile
from yibao.synthetic.region_files.trials import Trials, days_of_change, trial_ages, trial_facts
from yibao.synthetic.ways import Way
from yibao.terms.errors import InvalidInput, YibaoError
from yibao.terms.text import Text

SLOTS = 256
_USES = {
    "outpatient": ("out",),
    "emergency": ("out",),
    "pharmacy": ("pharmacy",),
    "chronic": ("chronic",),
    "two_diseases": ("two",),
    "antenatal": ("antenatal",),
    "delivery": ("birth",),
    "day_surgery": ("in", "surgery"),
    "inpatient": ("in", "surgery"),
}
_OF_EVERY_BILL = 8
_UNITS = 10
_UNKNOWN = ""
"""A track that no plan has."""
_LIMITED_DRUG = "human albumin"


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """The items that may be charged for; `table` [way, SLOTS] holds positions among them."""

    items: tuple[Item, ...]
    table: Int


def catalogue(trials: Trials, mix: Mix) -> Catalogue:
    """Return the items that the law can classify and settle on every day, for everybody.

    Raises:
        InvalidInput: code ``no_benefit``, where it knows none.

    """
    unknown = {
        item.label.en
        for day in days_of_change(trials.plan, trials.year)
        for profile, way in mix.known
        for item in _refused(trials, profile, way, day)
    }
    items = tuple(item for item in ITEMS if item.label.en not in unknown)
    if not items:
        raise _nothing_known(trials.plan)
    return Catalogue(items, np.array([_slots(way, items) for way in mix.ways]))


def is_limited(item: Item) -> bool:
    """Return whether a drug is paid for in some cases only."""
    return item.label.en == _LIMITED_DRUG


def _refused(trials: Trials, profile: Profile, way: Way, day: date) -> list[Item]:
    """List the items that cannot be classified, or stand on a track that cannot be settled."""
    facts = trial_facts(trials.plan, profile, way, trial_ages(profile)[0])
    visit = Visit(profile.group.scheme, way.care, day, day, day, facts)
    known = {t for t in trials.tracks if trials.knows_track(profile, way, t)}
    tracks = _tracks(trials.plan, visit, ITEMS)
    return [item for item in ITEMS if not tracks[item.label.en] <= known]


def _tracks(plan: Plan, visit: Visit, items: Sequence[Item]) -> dict[str, set[str]]:
    """Return the tracks on which each item is charged; no known one where that is unknown."""
    lines = [line for item in items for line in _lines(item, visit.admission)]
    try:
        _, classified = classify(visit, lines, plan)
    except YibaoError:
        if len(items) == 1:
            return {items[0].label.en: {_UNKNOWN}}
        each = [_tracks(plan, visit, (item,)) for item in items]
        return {name: tracks for found in each for name, tracks in found.items()}
    found: dict[str, set[str]] = {}
    for line in classified:
        found.setdefault(line.line.number, set()).add(line.track)
    return found


def _lines(item: Item, day: date) -> list[Line]:
    return [
        Line(
            *(item.label.en, day, item.price_fen),
            item_class=item.item_class,
            item=item.kind,
            tag=item.tag,
            limited=limited,
            first_pay_ppm=item.first_pay_ppm,
        )
        for limited in (("approved", "refused") if is_limited(item) else ("no",))
    ]


def _slots(way: Way, items: Sequence[Item]) -> Int:
    uses = {*_USES[way.care], way.disease}
    weights = [
        max((_weight(item.uses[use]) for use in uses & item.uses.keys()), default=0)
        for item in items
    ]
    # Where none of the known items is usual, any may be charged for.
    return slots(weights if any(weights) else [1] * len(items), SLOTS)


def _weight(weight: float) -> int:
    return _UNITS * _OF_EVERY_BILL if weight == ALWAYS else round(_UNITS * weight)


def _nothing_known(plan: Plan) -> InvalidInput:
    label = plan.policy.label
    return InvalidInput(
        "no_benefit",
        "lines_per_visit",
        Text(
            f"{label.zh}没有一种费用的归类规定已知。",
            f"{label.en} has no line of a bill whose classification is known.",
        ),
        Text("不要明细，或换一个地区。", "Ask for no lines, or take another region."),
    )
