"""The region that the scenarios run in: that of the claims' tests, and who else they need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from tests.office.claims.making import (
    HOSPITAL,
    ITEMS,
    NEW_YEAR,
    PHARMACY,
    SECOND,
    Region,
    make_region,
    make_term,
)
from tests.office.exchange.care.bill import LOCAL
from tests.office.exchange.care.hospital import Insured
from tests.office.people.making import employee, person, resident
from tests.office.providers.making import institution
from yibao.office.base.actor import SYSTEM, Actor
from yibao.office.catalogue.models import LocalItem
from yibao.office.catalogue.names import TermKind
from yibao.office.catalogue.services import approve, propose
from yibao.office.exchange.services import set_access
from yibao.office.ledger import services as ledger
from yibao.office.ledger.chart import Book
from yibao.office.ledger.entry import NewEntry, credit, debit
from yibao.office.people.models import Person
from yibao.office.people.services import (
    add_cover,
    add_identity,
    enrol,
    register_disease,
    share_account,
    suspend_enrolment,
)
from yibao.office.providers.services import (
    open_department,
    register_staff,
    set_level,
    sign_agreement,
)

VILLAGE, TOWNSHIP = "H99012100010", "H99012100011"
VILLAGE_DOCTOR, TOWNSHIP_DOCTOR = "D990121000010", "D990121000011"
DIALYSIS = "M99002"
DIVISION = "990100"
NEXT_YEAR, ITS_END = date(2026, 1, 1), date(2026, 12, 31)
DECIDER = Actor(1, "审核人")
SAVINGS_YUAN = 500
"""What stands on each personal account."""


@dataclass(frozen=True)
class People:
    """Everybody who comes."""

    worker: Insured
    """Employed, insured as an employee since 2025-01-01, no personal account."""
    saver: Insured
    """Employed, with 500 yuan on the account."""
    retired: Insured
    """Retired, with 500 yuan on the account."""
    villager: Insured
    """A resident."""
    child: Insured
    """A resident who may use the account of `saver`."""
    poor: Insured
    """A resident with the minimum living allowance (低保)."""
    servant: Insured
    """Employed, with the civil servants' subsidy."""
    diabetic: Insured
    """Employed, with diabetes registered at the first hospital."""
    dialysed: Insured
    """A resident with dialysis registered at the first hospital."""
    suspended: Insured
    """Employed, insurance suspended from 2025-03-01 on."""
    stranger: Insured
    """Registered, never insured."""


def make_world() -> People:
    """Make everything."""
    region = make_region()
    make_small_providers()
    for code in (SECOND, VILLAGE, TOWNSHIP, PHARMACY):
        map_everything(code)
    extend_agreements()
    for code in (HOSPITAL, SECOND, VILLAGE, TOWNSHIP, PHARMACY):
        set_access(SYSTEM, code, "none")
    people = make_people(region)
    open_books((people.saver.psn_no, people.retired.psn_no))
    return people


def make_small_providers() -> None:
    """Register a village clinic and a township hospital."""
    for code, kind, level, scopes, doctor in (
        (VILLAGE, "village_clinic", "village", ("outpatient",), VILLAGE_DOCTOR),
        (TOWNSHIP, "hospital", "township", ("outpatient", "inpatient"), TOWNSHIP_DOCTOR),
    ):
        institution(code, name=f"机构{code}（演示）", kind=kind)
        set_level(SYSTEM, code, level, NEW_YEAR, evidence="示范评字2号")
        open_department(SYSTEM, code, ("0001", "全科", "A02"), NEW_YEAR)
        register_staff(SYSTEM, code, "doctor", doctor, "李医师", NEW_YEAR, department="0001")
        last = date(2025, 12, 31)
        sign_agreement(SYSTEM, code, f"XY{code}", scopes, NEW_YEAR, NEW_YEAR, last)


def map_everything(code: str) -> None:
    """Map every item but the last at a provider, under the codes that the first hospital has."""
    mapped = set(LocalItem.objects.filter(provider=code).values_list("code", flat=True))
    for known in ITEMS[:-1]:
        if LOCAL[known.code] in mapped:
            continue
        local = LocalItem.objects.create(
            provider=code,
            code=LOCAL[known.code],
            name=known.name,
            list_type=known.kind.list_type,
        )
        approve(DECIDER, propose(SYSTEM, local.pk, known.code, date(2024, 1, 1)).pk)


def extend_agreements() -> None:
    """Let the first hospital go on in 2026, for stays over the new year."""
    scopes = ("outpatient", "inpatient", "chronic", "away")
    number = f"XY2026{HOSPITAL}"
    sign_agreement(SYSTEM, HOSPITAL, number, scopes, date(2025, 12, 20), NEXT_YEAR, ITS_END)


def make_people(region: Region) -> People:
    saver, servant = employee(21), employee(27)
    pensioner, child, poor = person(23), resident(24), resident(26)
    suspended, stranger = employee(29), person(31)
    spell = {"insutype": "310", "psn_type": "12", "division": pensioner.division}
    enrol(SYSTEM, pensioner.number, spell, NEW_YEAR)
    add_cover(SYSTEM, servant.number, "civil_servant", NEW_YEAR)
    identity = {
        "category": "minimum_living",
        "psn_idet_type": "2303",
        "evidence": "低保证1号",
        "source": "民政局",
    }
    add_identity(SYSTEM, poor.number, identity, NEW_YEAR)
    suspend_enrolment(SYSTEM, suspended.number, "310", date(2025, 3, 1), reason="欠费")
    make_term(TermKind.CHRONIC_DISEASE, DIALYSIS, "尿毒症透析", disease="dialysis")
    registration = {
        "disease": "dialysis",
        "opsp_dise_code": DIALYSIS,
        "institution": HOSPITAL,
        "evidence": "鉴定表2号",
    }
    dialysed = resident(28)
    register_disease(SYSTEM, dialysed.number, registration, NEW_YEAR)
    share_account(SYSTEM, saver.number, child.number, NEW_YEAR)
    known = {row.number: row for row in Person.objects.all()}
    return People(
        worker=insured(known[region.employee]),
        saver=insured(saver),
        retired=insured(pensioner, psn_type="12"),
        villager=insured(known[region.resident], insutype="390", psn_type="15"),
        child=insured(child, insutype="390", psn_type="15"),
        poor=insured(poor, insutype="390", psn_type="15"),
        servant=insured(servant),
        diabetic=insured(known[region.chronic]),
        dialysed=insured(dialysed, insutype="390", psn_type="15"),
        suspended=insured(suspended),
        stranger=insured(stranger),
    )


def insured(row: Person, **others: Any) -> Insured:
    return Insured(row.number, row.certificate_number, row.name, **others)


def open_books(savers: Iterable[str]) -> None:
    """Open this month's books and put money on personal accounts."""
    today = timezone.localdate()
    for book in Book:
        ledger.open_period(SYSTEM, DIVISION, book, today.replace(day=1))
    fen = SAVINGS_YUAN * 100
    for number in savers:
        ledger.open_personal_account(SYSTEM, DIVISION, number, today.replace(day=1))
        lines = (
            debit("310200", "account.credited", fen),
            credit("310200", "account.person", fen, number),
        )
        entry = NewEntry(
            division=DIVISION,
            book=Book.OPERATIONAL,
            business_day=today,
            purpose="account",
            lines=lines,
            key=f"savings:{number}",
            event="credit",
            memo="测试",
        )
        ledger.post(SYSTEM, entry)
