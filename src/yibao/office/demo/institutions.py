"""Institutions of the demo region with departments, staff, agreements (演示机构)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from yibao.office.base.actor import SYSTEM
from yibao.office.demo.names import name_of
from yibao.office.demo.region import EVIDENCE, FIRST_YEAR, MARK, OPENED, place
from yibao.office.providers.services import (
    NewAgreement,
    NewInstitution,
    NewStaff,
    known_codes,
    register_many,
)
from yibao.synthetic.region_files.institutions import KINDS, Institution, institutions
from yibao.terms.dictionaries import dictionary
from yibao.terms.identifiers.check_characters import credit_check

_LABELS = {
    "village": "村卫生室",
    "station": "社区卫生服务站",
    "community": "社区卫生服务中心",
    "township": "卫生院",
    "clinic": "门诊部",
    "primary": "第一级医院",
    "secondary": "人民医院",
    "tcm": "中医医院",
    "tertiary": "第三医院",
    "tertiary_b": "第二中心医院",
    "tertiary_a": "中心医院",
    "special": "示范医学中心",
    "pharmacy": "大药房",
    "away": "外地医院",
}
_KIND = {"village": "village_clinic", "tcm": "tcm_hospital", "clinic": "clinic"} | {
    "station": "clinic",
    "community": "clinic",
    "township": "clinic",
}
_SCOPES = {
    "village": ("outpatient",),
    "station": ("outpatient", "chronic"),
    "clinic": ("outpatient",),
    "pharmacy": ("pharmacy",),
    "away": ("away", "inpatient", "outpatient"),
}
_ALL_SCOPES = ("outpatient", "inpatient", "chronic", "away")
_DUAL_CHANNEL = "dual_channel"
_EVERY_FIFTH = 5
_SUSPENDED = 97
"""Every so many an institution's agreement was once suspended."""

_STAFF = {
    "village": (1, 0, 0),
    "station": (1, 1, 0),
    "clinic": (2, 1, 0),
    "community": (4, 3, 1),
    "township": (5, 3, 1),
    "primary": (6, 4, 1),
    "pharmacy": (0, 0, 1),
    "away": (2, 1, 1),
}
_STAFF_OF_HOSPITALS = (20, 14, 4)
_STAFF_CODES = {"doctor": "D", "nurse": "N", "pharmacist": "Y"}
_SMALL = ("A02",)
_MIDDLE = ("A02", "A03", "A04", "A05", "A07", "A20")
_LARGE = (
    *("A02", "A03.01", "A03.02", "A03.03", "A03.04", "A03.05", "A03.06", "A03.07", "A04.01"),
    *("A04.02", "A04.03", "A04.04", "A05", "A07", "A19", "A20"),
)
_LARGE_KINDS = ("secondary", "tcm", "tertiary", "tertiary_b", "tertiary_a", "special")
_BEDS = 40


def load_institutions(last_year: int, among: Sequence[Institution]) -> int:
    """Register the institutions that are not there yet; return how many those were."""
    known = known_codes(one.code for one in among)
    new = [
        _new(number, one, last_year)
        for number, one in enumerate(institutions())
        if one in among and one.code not in known
    ]
    return register_many(SYSTEM, new) if new else 0


def name_of_institution(one: Institution) -> str:
    """Return what an institution is called.

    >>> name_of_institution(institutions()[0])
    '示范甲县村卫生室1（演示）'
    """
    return f"{place(one.code[1:7])}{_LABELS[one.kind]}{int(one.code[7:])}{MARK}"


def doctors_of(one: Institution) -> Iterator[tuple[str, str, str, str]]:
    """Yield the doctors of an institution: code, name, department's code in the house, its name."""
    departments = {code: name for code, name, _, _ in _departments(one.kind)}
    for each in _staff(institutions().index(one), one, tuple(_departments(one.kind))):
        if each.kind == "doctor":
            yield each.code, each.name, each.department, departments.get(each.department, "")


def _new(number: int, one: Institution, last_year: int) -> NewInstitution:
    division = one.code[1:7]
    name = name_of_institution(one)
    departments = tuple(_departments(one.kind))
    return NewInstitution(
        values={
            "code": one.code,
            "name": name,
            "kind": kind_of(one.kind),
            "nature": _nature(one.kind, number),
            "division": division,
            "credit_code": credit_code(division, number),
            "address": f"{place(division)}示范路{number + 1}号",
            "phone": f"0{number:07d}",
            "responsible": name_of(number),
        },
        first=OPENED,
        level=one.level,
        hosp_lv=one.hosp_lv,
        evidence=EVIDENCE,
        account=(name, "示范银行（演示）", f"99{number:017d}"),
        departments=departments,
        staff=tuple(_staff(number, one, departments)),
        agreements=tuple(_agreements(number, one, last_year)),
    )


def _nature(kind: str, number: int) -> str:
    if kind in ("pharmacy", "clinic"):
        return "private_for_profit"
    return "private_non_profit" if number % 11 == 0 else "public"


def kind_of(kind: str) -> str:
    """Return the kind of institution (机构类别) that a kind of the invented region is.

    >>> kind_of("township"), kind_of("tertiary_a")
    ('clinic', 'hospital')
    """
    return _KIND.get(kind, KINDS[kind].provider.kind)


def scopes_of(kind: str) -> tuple[str, ...]:
    """Return what an agreement with such an institution covers.

    >>> scopes_of("village")
    ('outpatient',)
    """
    return _SCOPES.get(kind, _ALL_SCOPES)


def credit_code(division: str, number: int) -> str:
    """Return the invented credit code (统一社会信用代码) of an institution."""
    body = f"99{division}{number:09d}"
    return body + credit_check(body)


def _departments(kind: str) -> Iterator[tuple[str, str, str, int]]:
    if kind == "pharmacy":
        return
    codes = _LARGE if kind in _LARGE_KINDS else _MIDDLE if kind == "primary" else _SMALL
    beds = _BEDS if kind not in ("village", "station", "clinic") else 0
    for place_in_list, national in enumerate(codes, 1):
        name = dictionary("dept").label(national).zh.removesuffix("专业")
        yield f"{place_in_list:04d}", name, national, beds


def _staff(
    number: int, one: Institution, departments: tuple[tuple[str, str, str, int], ...]
) -> Iterator[NewStaff]:
    counts = _STAFF.get(one.kind, _STAFF_OF_HOSPITALS)
    # A code has six digits behind its division; an institution gets a hundred of each kind.
    for kind, count in zip(_STAFF_CODES, counts, strict=True):
        for each in range(count):
            code = f"{_STAFF_CODES[kind]}{one.code[1:7]}{number % 10_000 * 100 + each:06d}"
            department = departments[each % len(departments)][0] if departments else ""
            yield NewStaff(kind, code, name_of(number * 100 + each), department)


def _agreements(number: int, one: Institution, last_year: int) -> Iterator[NewAgreement]:
    scopes = scopes_of(one.kind)
    if one.kind == "pharmacy" and number % _EVERY_FIFTH == 0:
        scopes = (*scopes, _DUAL_CHANNEL)
    for year in range(FIRST_YEAR, last_year + 1):
        first, last = date(year, 1, 1), date(year, 12, 31)
        paused = (date(year, 3, 1), date(year, 3, 31), "演示：暂停整改")
        yield NewAgreement(
            number=f"XY{year}-{one.code}",
            scopes=scopes,
            signed_on=first - timedelta(days=10),
            first=first,
            last=last,
            suspended=paused if number % _SUSPENDED == _SUSPENDED - 1 else None,
        )
