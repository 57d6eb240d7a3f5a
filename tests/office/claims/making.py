"""A small region for the tests of claims and of the interface, made through the services.

Everything holds in 2025: three providers with agreements, doctors, departments, twelve items of
which every provider has mapped ten, persons insured as employee and as resident, chronic
registrations, filings. `make_region()` makes it; the names below say what is in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from tests.office.people.making import employee, resident
from tests.office.providers.making import institution
from yibao.office.base.actor import SYSTEM, Actor
from yibao.office.catalogue.models import Item, ItemVersion, LocalItem, Term, TermVersion
from yibao.office.catalogue.names import ItemKind, TermKind
from yibao.office.catalogue.services import Days, approve, propose, set_ceiling, set_payment_rule
from yibao.office.people.services import file_away, register_disease, sign_doctor
from yibao.office.providers.services import (
    open_department,
    register_staff,
    set_level,
    sign_agreement,
)

NEW_YEAR, YEAR_END = date(2025, 1, 1), date(2025, 12, 31)
DAY = date(2025, 6, 16)
"""The day on which things happen unless a test says otherwise."""
CHINA = ZoneInfo("Asia/Shanghai")
DIVISION = "990100"

HOSPITAL = "H99012100001"
"""Tertiary, class A, in county 990121; all kinds of care; its codes are mapped."""
SECOND = "H99012200002"
"""Secondary, in county 990122."""
PHARMACY = "P99012100003"
AWAY = "H98010100004"
"""A tertiary hospital in another province."""
DOCTOR, SECOND_DOCTOR, AWAY_DOCTOR = "D990121000001", "D990122000001", "D980101000001"
DEPARTMENT = "0001"
"""Internal medicine of every hospital, national code A03."""

DIAGNOSES = {"I10.x00": "特发性高血压", "J18.900": "肺炎", "O80.000": "头位顺产"}
CHRONIC = "M99001"
"""Code of the list of chronic diseases; the policy calls it diabetes."""


@dataclass(frozen=True, slots=True)
class Known:
    """An item of the catalogue of these tests; prices in millionths of a yuan."""

    code: str
    name: str
    kind: ItemKind
    chrgitm_lv: str
    charge: str
    first_pay_ppm: int | None = None
    ceiling_e6: int | None = None
    is_limited: bool = False


ITEMS = (
    Known("XA01AAA001A001010100001", "甲类药", ItemKind.WESTERN_DRUG, "01", "09"),
    Known("XA01AAA002A001010100002", "乙类药", ItemKind.WESTERN_DRUG, "02", "09"),
    Known("XA01AAA003A001010100003", "丙类药", ItemKind.WESTERN_DRUG, "03", "09"),
    Known(
        "XA01AAA004A001010100004", "限制药", ItemKind.WESTERN_DRUG, "01", "09", is_limited=True
    ),
    Known(
        "XA01AAA005A001010100005", "限价药", ItemKind.WESTERN_DRUG, "01", "09",
        ceiling_e6=10_000_000,
    ),
    Known("001101000010000", "床位费", ItemKind.SERVICE, "01", "01", ceiling_e6=40_000_000),
    Known("001102000000100", "诊查费", ItemKind.SERVICE, "01", "02"),
    Known("002501010150200", "血常规", ItemKind.SERVICE, "01", "04"),
    Known("C0344051070500007551", "留置针", ItemKind.CONSUMABLE, "02", "08", 100_000),
    Known("ZA01AAA0010010101001", "中成药", ItemKind.PATENT_DRUG, "01", "11"),
    Known("T001700001", "饮片", ItemKind.HERBAL_PIECE, "01", "10"),
    Known("XA01AAA006A001010100006", "未对照药", ItemKind.WESTERN_DRUG, "01", "09"),
)  # fmt: skip
MAPPED = 10
"""The first so many are mapped at every provider, as L01, L02 and so on."""


@dataclass(frozen=True, slots=True)
class Region:
    """The numbers of the persons."""

    employee: str
    resident: str
    chronic: str
    """An employee with diabetes registered."""
    filed: str
    """An employee who filed long-term care in another province."""


def at(day: date = DAY, hour: int = 9, minute: int = 0) -> datetime:
    """Return a time of a day in China."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CHINA)


def local_code(place: int) -> str:
    """Return what every provider calls the item at a place of `ITEMS`."""
    return f"L{place + 1:02d}"


def make_region() -> Region:
    """Make the region; return whom it insures."""
    make_providers()
    make_catalogue()
    return make_persons()


def make_providers() -> None:
    """Register the institutions, with classes, departments, staff and agreements of 2025."""
    wide = ("outpatient", "inpatient", "chronic", "away")
    for code, level, hosp_lv, doctor in (
        (HOSPITAL, "tertiary_a", "2", DOCTOR),
        (SECOND, "secondary", "5", SECOND_DOCTOR),
        (AWAY, "tertiary_a", "2", AWAY_DOCTOR),
    ):
        institution(code, name=f"医院{code}（演示）")
        set_level(SYSTEM, code, level, NEW_YEAR, hosp_lv=hosp_lv, evidence="示范评字1号")
        open_department(SYSTEM, code, (DEPARTMENT, "内科", "A03"), NEW_YEAR)
        register_staff(SYSTEM, code, "doctor", doctor, "王医师", NEW_YEAR, department=DEPARTMENT)
        sign_agreement(SYSTEM, code, f"XY{code}", wide, NEW_YEAR, NEW_YEAR, YEAR_END)
    institution(PHARMACY, name="药店（演示）")
    shelves = ("pharmacy", "dual_channel")
    sign_agreement(SYSTEM, PHARMACY, f"XY{PHARMACY}", shelves, NEW_YEAR, NEW_YEAR, YEAR_END)


def make_catalogue() -> None:
    """Make items with rules, the first hospital's mappings, diagnoses and a chronic disease."""
    always = Days(date(2024, 1, 1))
    decider = Actor(1, "审核人")
    for place, known in enumerate(ITEMS):
        item = Item.objects.create(
            code=known.code, kind=known.kind, list_type=known.kind.list_type, name=known.name
        )
        ItemVersion.objects.create(item=item, name=known.name, during=(always.first, None))
        rule = {
            "chrgitm_lv": known.chrgitm_lv,
            "med_chrgitm_type": known.charge,
            "first_pay_ppm": known.first_pay_ppm,
            "is_limited": known.is_limited,
            "limited_text": "限二级以上医疗机构" if known.is_limited else "",
        }
        set_payment_rule(SYSTEM, known.code, DIVISION, always, rule)
        if known.ceiling_e6 is not None:
            ceiling = {"kind": "ceiling", "price_e6": known.ceiling_e6}
            set_ceiling(SYSTEM, known.code, DIVISION, always, ceiling)
        for provider in (HOSPITAL, SECOND, AWAY, PHARMACY) if place < MAPPED else ():
            local = LocalItem.objects.create(
                provider=provider,
                code=local_code(place),
                name=known.name,
                list_type=known.kind.list_type,
            )
            proposed = propose(SYSTEM, local.pk, known.code, always.first)
            approve(decider, proposed.pk)
    for code, name in DIAGNOSES.items():
        make_term(TermKind.DIAGNOSIS, code, name)
    make_term(TermKind.CHRONIC_DISEASE, CHRONIC, "糖尿病", disease="diabetes")


def make_term(kind: TermKind, code: str, name: str, **details: str) -> None:
    """Make a code of a classification, valid from 2024 on."""
    division = DIVISION if kind == TermKind.CHRONIC_DISEASE else ""
    term = Term.objects.create(kind=kind, code=code, name=name, division=division)
    TermVersion.objects.create(
        term=term, name=name, during=(date(2024, 1, 1), None), details=details
    )


def make_persons() -> Region:
    """Register and insure the persons, all of county 990121."""
    working, living = employee(1), resident(2)
    ill, gone = employee(3), employee(5)
    registration = {
        "disease": "diabetes",
        "opsp_dise_code": CHRONIC,
        "institution": HOSPITAL,
        "evidence": "鉴定表1号",
    }
    register_disease(SYSTEM, ill.number, registration, NEW_YEAR)
    filing = {"kind": "long_term", "destination": "980101", "filed_on": NEW_YEAR}
    file_away(SYSTEM, gone.number, filing, NEW_YEAR)
    sign_doctor(SYSTEM, living.number, SECOND, NEW_YEAR)
    return Region(working.number, living.number, ill.number, gone.number)
