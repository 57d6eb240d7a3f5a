"""The past of the demo region (演示历史结算): visits of its files, but for the last days.

docs/algorithms/loading.md. What the law or the register refuses is counted: planted faults are
among it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from itertools import groupby
from typing import Any

from django.utils import timezone

from yibao.benefit.visit import Amounts
from yibao.office.base.actor import SYSTEM
from yibao.office.base.errors import Conflict
from yibao.office.catalogue.demo import chronic_codes
from yibao.office.claims.asked import Diagnosed, NewVisit, Setting
from yibao.office.claims.past import PastBatch, PastVisit
from yibao.office.claims.services import load_settled
from yibao.office.demo.bills import Billed, bills_of
from yibao.office.demo.files import Files
from yibao.synthetic.people import EMPLOYEES
from yibao.terms.tables import rows

TOGETHER = 6_000
"""About so many settlements are one transaction; those of a person are never parted."""
STAYS = ("inpatient", "day_surgery", "delivery")
_BEGINS, _ENDS = time(8), time(15)
_WITHOUT_DISEASE = "none"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Past:
    """What became of a piece: settled, and refused by reason."""

    loaded: int
    refused: Counter[str]


def load_past(files: Files, piece: int, until: date | None) -> Past:
    """Settle the visits of a piece, unless they are settled.

    Args:
        files: the region's files.
        piece: which.
        until: what was settled from this day on is left out; None: nothing is.

    """
    bills = bills_of(files, piece)
    visits = [row for row in files.piece("visits", piece).to_pylist() if _is_before(row, until)]
    refused = Counter(without_bill=sum(row["setl_id"] not in bills for row in visits))
    asked = (_past(row, bills[row["setl_id"]], files) for row in visits if row["setl_id"] in bills)
    loaded = 0
    for some in _together(asked):
        try:
            done = load_settled(SYSTEM, some)
        except Conflict as known:
            if known.code != "loaded_already":
                raise
            continue
        loaded += done.loaded
        refused.update(one.reason.code for one in done.refused)
    return Past(loaded, +refused)


def setting_of(row: Row) -> Setting:
    """Return where care is given: in bed, over the counter, or else as an out-patient's."""
    if row["care"] in STAYS:
        return Setting.INPATIENT
    return Setting.PHARMACY if row["care"] == "pharmacy" else Setting.OUTPATIENT


def disease_of(row: Row) -> str:
    """Return the code of the chronic disease that a visit is for; empty: for none."""
    if row["care"] not in {"chronic", "two_diseases"} or row["disease"] == _WITHOUT_DISEASE:
        return ""
    return chronic_codes()[row["disease"]]


@cache
def diagnosis_names() -> dict[str, str]:
    """Return what diagnoses are called, by code."""
    return {row["code"]: row["name"] for row in rows("catalogue", "icd10.csv")}


def _is_before(row: Row, until: date | None) -> bool:
    return until is None or row["setl_time"].date() < until


def _together(visits: Iterator[PastVisit]) -> Iterator[Sequence[PastVisit]]:
    """Put visits together by about `TOGETHER`; they come in the order of persons."""
    some: list[PastVisit] = []
    for _, own in groupby(visits, key=lambda past: past.visit.person):
        some += own
        if len(some) >= TOGETHER:
            yield some
            some = []
    if some:
        yield some


def _past(row: Row, billed: Billed, files: Files) -> PastVisit:
    is_stay = setting_of(row) == Setting.INPATIENT
    day = row["enddate"] if is_stay else row["begndate"]
    bill = billed.by_track or {"main": Amounts()}
    diagnoses = tuple(_diagnoses(row, files))
    return PastVisit(
        number=row["mdtrt_id"],
        settlement=row["setl_id"],
        visit=_visit(row, diagnoses, files),
        settled_at=timezone.make_aware(row["setl_time"]),
        batches=(PastBatch(day, billed.lines, bill, "" if is_stay else "1"),),
        ends_at=_ends(row) if is_stay else None,
        way=(row["discharge_way"] or "1") if is_stay else "",
        diagnoses=diagnoses if is_stay else (),
        account="1" if row["insutype"] == EMPLOYEES and not is_stay else "0",
    )


def _visit(row: Row, diagnoses: Sequence[Diagnosed], files: Files) -> NewVisit:
    institution = files.institutions[row["institution"]]
    doctor = files.doctors[row["doctor"]] if row["doctor"] >= 0 else {}
    begins = row["setl_time"]
    if setting_of(row) == Setting.INPATIENT:
        begins = datetime.combine(row["begndate"], min(_BEGINS, begins.time()))
    return NewVisit(
        provider=row["fixmedins_code"],
        person=row["psn_no"],
        insutype=row["insutype"],
        setting=setting_of(row),
        begins_at=timezone.make_aware(begins),
        care_division=str(institution["county"]),
        med_type=row["med_type"],
        department=doctor.get("dept_code", ""),
        doctor=doctor.get("dr_codg", ""),
        disease=disease_of(row),
        diagnoses=diagnoses,
    )


def _ends(row: Row) -> datetime:
    """Return when a stay ended: in the afternoon, but not after it was settled."""
    return timezone.make_aware(min(datetime.combine(row["enddate"], _ENDS), row["setl_time"]))


def _diagnoses(row: Row, files: Files) -> Iterator[Diagnosed]:
    doctor = files.doctors[row["doctor"]] if row["doctor"] >= 0 else {}
    codes = [row["diagnosis"], *(row["others"] or ())]
    for number, code in enumerate((code for code in codes if code), 1):
        yield Diagnosed(
            number,
            "1",
            code,
            diagnosis_names().get(code, ""),
            number == 1,
            doctor.get("dept_code", ""),
            doctor.get("dr_codg", ""),
            doctor.get("dr_name", ""),
        )
