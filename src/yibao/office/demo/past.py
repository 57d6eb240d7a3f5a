"""A little past of the tiny region (演示历史结算): a year of settlements, so that pages show some.

Only persons have one who come late in the register: the description names others, and who tries
the interface with those finds nothing used up. Amounts are invented and say nothing of any region.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import numpy as np
from django.utils import timezone

from yibao.benefit.visit import Amounts
from yibao.office.base.actor import SYSTEM
from yibao.office.base.rights.granted import EVERYTHING
from yibao.office.claims.asked import Diagnosed, NewVisit, Setting
from yibao.office.claims.queries import standing_of
from yibao.office.claims.services import PastBatch, PastVisit, load_settled
from yibao.office.demo.institutions import doctors_of
from yibao.office.demo.region import CITY, OPENED
from yibao.office.demo.tiny import chosen
from yibao.office.ledger.chart import Book
from yibao.office.ledger.services import open_period
from yibao.office.people.queries import Claimant, claimants_of, persons_within
from yibao.synthetic.region_files.institutions import Institution
from yibao.terms.own_ids import make

WITHOUT = 2_000
"""The first so many persons have no past."""
EVERY = 2
"""Of the others one in so many has one visit, or a stay."""
DAYS, UNTIL = 330, 8
"""It begins so many days before today, and ends so many before."""
_STAY_IN = 8
"""One in so many is a stay in bed."""
_LONGEST = UNTIL
_SEED = 990_100
_FIRST_NUMBER = 90_000_000
"""Numbers from here on are no live settlement's."""
_DIAGNOSIS = ("I10.x00", "特发性(原发性)高血压")


def load_past(today: date) -> int:
    """Load the past of the tiny region, unless it is there; return how many were settled."""
    everybody = persons_within(EVERYTHING).order_by("pk").values_list("number", flat=True)
    numbers = list(everybody[WITHOUT:])[::EVERY]
    if not numbers or any(standing_of(numbers[0], insutype) for insutype in ("310", "390")):
        return 0
    first = max(OPENED, today - timedelta(days=DAYS))
    for month in range(first.year * 12 + first.month - 1, today.year * 12 + today.month):
        open_period(SYSTEM, CITY, Book.OPERATIONAL, date(month // 12, month % 12 + 1, 1))
    claimants = claimants_of(numbers)
    draw = np.random.default_rng(_SEED)
    pasts = []
    for place, number in enumerate(numbers):
        day = first + timedelta(days=int(draw.integers(0, (today - first).days - UNTIL)))
        visit = _visit(claimants[number], place, day, draw)
        if visit is not None:
            pasts.append(visit)
    return load_settled(SYSTEM, pasts).loaded


def _visit(
    claimant: Claimant, place: int, day: date, draw: np.random.Generator
) -> PastVisit | None:
    insured = [spell.content.scheme for spell in claimant.facts.insured if spell.holds(day)]
    if not insured:
        return None
    is_stay = place % _STAY_IN == 0
    hospitals = [one for one in chosen() if one.kind != "pharmacy"]
    among: Sequence[Institution] = hospitals[:3] if is_stay else hospitals
    hospital = among[int(draw.integers(0, len(among)))]
    doctor, name, department, _ = next(doctors_of(hospital))
    said = NewVisit(
        provider=hospital.code,
        person=claimant.number,
        insutype=insured[0],
        setting=Setting.INPATIENT if is_stay else Setting.OUTPATIENT,
        begins_at=_at(day, 9),
        care_division=hospital.code[1:7],
        med_type="21" if is_stay else "11",
        department=department,
        doctor=doctor,
        diagnoses=(Diagnosed(1, "1", *_DIAGNOSIS, True, department, doctor, name),),
    )
    last = day + timedelta(days=int(draw.integers(2, _LONGEST))) if is_stay else day
    last = min(last, date(day.year, 12, 31))
    yuan = int(draw.integers(3_000, 15_000) if is_stay else draw.integers(60, 600))
    bill = Amounts(full_self=yuan * 8, first_pay=yuan * 5, in_scope=yuan * 87)
    return PastVisit(
        number=make("visit", hospital.code[1:7], day, _FIRST_NUMBER + place),
        settlement=make("settlement", CITY, last, _FIRST_NUMBER + place),
        visit=said,
        settled_at=_at(last, 16),
        batches=(PastBatch(day, 1, {"main": bill}, "" if is_stay else "1"),),
        ends_at=_at(last, 15) if is_stay else None,
        way="1" if is_stay else "",
    )


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
