"""Random visits lived through the services, and the same visits as settlements of the past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from tests.office.claims.making import (
    CHRONIC,
    DEPARTMENT,
    DOCTOR,
    HOSPITAL,
    ITEMS,
    MAPPED,
    PHARMACY,
    SECOND,
    SECOND_DOCTOR,
    Region,
    at,
    local_code,
    make_region,
)
from tests.office.claims.settling import give, open_books
from tests.office.people.making import employee, resident
from yibao.benefit.classify import product_fen
from yibao.benefit.visit import Amounts
from yibao.office.base.actor import SYSTEM
from yibao.office.claims import services
from yibao.office.claims.asked import (
    Attendance,
    Claim,
    Diagnosed,
    Discharge,
    NewLine,
    NewVisit,
    Setting,
    VisitKey,
)
from yibao.office.claims.models import Batch
from yibao.office.claims.past import PastBatch, PastVisit
from yibao.office.people.services import add_identity, share_account
from yibao.office.providers.services import sign_agreement

FIRST = date(2025, 1, 1)
DAYS = 500
SLOT = 12
"""A stay of somebody begins on every so many a day at most, and is shorter."""
DOCTORS = {HOSPITAL: DOCTOR, SECOND: SECOND_DOCTOR}
CODES = (("I10.x00", "特发性高血压"), ("J18.900", "肺炎"), ("O80.000", "头位顺产"))


@dataclass(frozen=True)
class People:
    """Who lives there: numbers by scheme, and who has diabetes."""

    employees: tuple[str, ...]
    residents: tuple[str, ...]
    chronic: str


def make_people(count: int) -> People:
    """Make the region with so many employees and residents more, some with accounts and family."""
    open_books()
    known = make_region()
    for code in DOCTORS:
        wide = ("outpatient", "inpatient", "chronic", "away")
        year = date(2026, 1, 1), date(2026, 1, 1), date(2026, 12, 31)
        sign_agreement(SYSTEM, code, f"XZ{code}", wide, *year)
    shelves = ("pharmacy", "dual_channel")
    sign_agreement(SYSTEM, PHARMACY, "XZ", shelves, date(2026, 1, 1), *year[1:])
    workers = [employee(10 + 2 * place).number for place in range(count)]
    others = [resident(11 + 2 * place).number for place in range(count)]
    poor = {"category": "minimum_living", "evidence": "示范文", "source": "民政局"}
    for number in others[::3]:
        add_identity(SYSTEM, number, poor, FIRST)
    for place, number in enumerate(workers[::2]):
        give(number, 300 * (place + 1))
    for owner, member in zip(workers[::4], others, strict=False):
        share_account(SYSTEM, owner, member, FIRST)
    return _people(known, workers, others)


def _people(known: Region, workers: list[str], others: list[str]) -> People:
    employees = (known.employee, known.chronic, known.filed, *workers)
    return People(employees, (known.resident, *others), known.chronic)


class Life:
    """Draws visits, and lives them through the services one after the other."""

    def __init__(self, people: People, seed: int) -> None:
        """Take who lives there."""
        self._people = people
        self._draw = np.random.default_rng(seed)
        self._slots: Counter[str] = Counter()

    def visit(self, number: int) -> PastVisit:
        """Draw one visit, live it, and return what is known of it afterwards."""
        kind = int(self._draw.integers(0, 10))
        if kind < 6:
            return self._outpatient(number)
        return self._purchase(number) if kind < 7 else self._stay(number)

    def _pick(self, some: Sequence[str]) -> str:
        return some[int(self._draw.integers(0, len(some)))]

    def _person(self, day: date) -> tuple[str, str]:
        if day.year == FIRST.year and self._draw.integers(0, 2):
            return self._pick(self._people.residents), "390"
        return self._pick(self._people.employees), "310"

    def _day(self) -> date:
        return FIRST + timedelta(days=int(self._draw.integers(0, DAYS)))

    def _account(self) -> str:
        return "012"[int(self._draw.integers(0, 3))]

    def _diagnoses(self, doctor: str, count: int = 1) -> tuple[Diagnosed, ...]:
        first = int(self._draw.integers(0, 2))
        return tuple(
            Diagnosed(place + 1, "1", *CODES[(first + place) % 2], place == 0, doctor=doctor)
            for place in range(count)
        )

    def _lines(self, number: int, batch: str, days: Sequence[date]) -> list[NewLine]:
        count = int(self._draw.integers(1, 9))
        found = []
        for place in range(count):
            item = int(self._draw.integers(0, MAPPED))
            price = int(self._draw.integers(1, 90_000)) * 10_000
            quantity = int(self._draw.integers(1, 5)) * 10_000
            line = NewLine(
                number=str(number * 100 + place + 1),
                charged_at=at(days[int(self._draw.integers(0, len(days)))], 11),
                item=ITEMS[item].code,
                local_item=local_code(item),
                amount_fen=product_fen(price, quantity),
                price_e6=price,
                quantity_e4=quantity,
                batch=batch,
                approved="1" if place % 2 else "",
            )
            found.append(line)
        return found

    def _outpatient(self, number: int) -> PastVisit:
        day = self._day()
        person, insutype = self._person(day)
        provider = self._pick((HOSPITAL, SECOND, SECOND))
        ill = insutype == "310" and int(self._draw.integers(0, 3)) == 0
        person = self._people.chronic if ill else person
        begun = NewVisit(
            provider, person, insutype, Setting.OUTPATIENT, at(day), provider[1:7],
            department=DEPARTMENT, doctor=DOCTORS[provider], own_number=str(number),
        )  # fmt: skip
        key = VisitKey(provider, services.register(SYSTEM, begun), person)
        med_type, disease = ("14", CHRONIC) if ill else ("11", "")
        diagnoses = self._diagnoses(DOCTORS[provider], 2)
        said = Attendance(med_type, at(day, 10), disease, diagnoses, {"main_cond_dscr": "咳嗽"})
        services.attend(SYSTEM, key, said)
        ended = replace(
            begun, med_type=med_type, disease=disease, diagnoses=diagnoses, details=said.details
        )
        return self._settled(key, ended, self._lines(number, f"B{number}", [day]))

    def _purchase(self, number: int) -> PastVisit:
        day = self._day()
        person, insutype = self._person(day)
        said = NewVisit(PHARMACY, person, insutype, Setting.PHARMACY, at(day), "990121", "41")
        key = VisitKey(PHARMACY, services.register(SYSTEM, said), person)
        return self._settled(key, said, self._lines(number, f"B{number}", [day])[:3])

    def _bed(self) -> tuple[str, str, date]:
        """Return who goes to bed, and when: later than in any bed before."""
        while True:
            day = self._day()
            person, insutype = self._person(day)
            first = FIRST + timedelta(days=SLOT * self._slots[person])
            insured = first.year == FIRST.year or insutype == "310"
            if insured and first < FIRST + timedelta(days=DAYS):
                self._slots[person] += 1
                return person, insutype, first

    def _stay(self, number: int) -> PastVisit:
        person, insutype, day = self._bed()
        provider = self._pick((HOSPITAL, SECOND))
        doctor = DOCTORS[provider]
        begun = NewVisit(
            provider, person, insutype, Setting.INPATIENT, at(day, 10), provider[1:7], "21",
            department=DEPARTMENT, doctor=doctor, diagnoses=self._diagnoses(doctor),
            details={"adm_bed": "12"},
        )  # fmt: skip
        key = VisitKey(provider, services.register(SYSTEM, begun), person)
        length = int(self._draw.integers(1, SLOT - 1))
        days = [day + timedelta(days=each) for each in range(length + 1)]
        lines = self._lines(number, "", days)
        ended = at(days[-1], 15)
        birth = Diagnosed(1, "1", *CODES[2], is_main=True, doctor=doctor)
        last = (birth,) if number % 7 == 0 else self._diagnoses(doctor, 2)
        services.upload(SYSTEM, key, lines)
        services.discharge(SYSTEM, key, Discharge(ended, "1", last, {"dscg_bed": "12"}))
        said = replace(begun, details={**begun.details, "dscg_bed": "12"})
        past = self._settled(key, said, lines, taken=True)
        return replace(past, ends_at=ended, way="1", diagnoses=last)

    def _settled(
        self, key: VisitKey, said: NewVisit, lines: list[NewLine], *, taken: bool = False
    ) -> PastVisit:
        if not taken:
            services.upload(SYSTEM, key, lines)
        account = self._account()
        total = sum(line.amount_fen for line in lines)
        claim = Claim(
            key, said.insutype, total, account=account, sender_id=f"M{key.number}", invoice="F1"
        )
        done = services.settle(SYSTEM, claim)
        batches = Batch.objects.filter(visit__number=key.number).order_by("pk")
        return PastVisit(
            number=key.number,
            settlement=done.number,
            visit=said,
            settled_at=done.settled_at,
            batches=tuple(_batch(row) for row in batches),
            account=account,
            sender_id=claim.sender_id,
            invoice=claim.invoice,
        )


def _batch(row: Batch) -> PastBatch:
    bill = {track: Amounts(*parts) for track, parts in row.bill.items()}
    return PastBatch(row.day, row.line_count, bill, row.number)
