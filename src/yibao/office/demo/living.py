"""The institutions of the region that lives, from its tables (示范市机构载入)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from yibao.office.base.actor import SYSTEM
from yibao.office.demo.institutions import credit_code, kind_of, scopes_of
from yibao.office.demo.region import EVIDENCE, OPENED, place
from yibao.office.providers.services import (
    NewAgreement,
    NewInstitution,
    NewStaff,
    known_codes,
    register_many,
)
from yibao.synthetic.region.names import name_of

Row = dict[str, Any]
_BEFORE = timedelta(days=10)


def load_living(institutions: pa.Table, doctors: pa.Table, last_year: int) -> int:
    """Register the institutions that are not there yet, with departments, doctors, agreements.

    Args:
        institutions: as `yibao.synthetic.region.tables.INSTITUTIONS` says.
        doctors: as `DOCTORS` there.
        last_year: agreements run by the year, up to this one.

    Returns:
        How many were new.

    """
    staff: dict[int, list[Row]] = {}
    for doctor in doctors.to_pylist():
        staff.setdefault(doctor["institution"], []).append(doctor)
    rows = institutions.to_pylist()
    known = known_codes(row["fixmedins_code"] for row in rows)
    new = [
        _new(number, row, staff.get(number, []), last_year)
        for number, row in enumerate(rows)
        if row["fixmedins_code"] not in known
    ]
    return register_many(SYSTEM, new) if new else 0


def _new(number: int, row: Row, doctors: Sequence[Row], last_year: int) -> NewInstitution:
    code, name, county = row["fixmedins_code"], row["fixmedins_name"], row["county"]
    return NewInstitution(
        values={
            "code": code,
            "name": name,
            "kind": kind_of(row["kind"]),
            "nature": row["nature"],
            "division": county,
            "credit_code": credit_code(county, number),
            "address": f"{place(county)}示范路{number + 1}号",
            "phone": f"0{number:07d}",
            "responsible": name_of(number),
        },
        first=OPENED,
        level=row["level"],
        hosp_lv=row["hosp_lv"],
        evidence=EVIDENCE,
        account=(name, "示范银行（演示）", f"99{number:017d}"),
        departments=tuple(_departments(row["beds"], doctors)),
        staff=tuple(
            NewStaff("doctor", one["dr_codg"], one["dr_name"], one["dept_code"]) for one in doctors
        ),
        agreements=tuple(_agreements(row, last_year)),
    )


def _departments(beds: int, doctors: Sequence[Row]) -> Iterator[tuple[str, str, str, int]]:
    """Yield the departments that doctors belong to; the beds are spread over them."""
    found = {one["dept_code"]: (one["dept_name"], one["caty"]) for one in doctors}
    for number, (code, (name, national)) in enumerate(sorted(found.items())):
        yield code, name, national, beds // len(found) + (number < beds % len(found))


def _agreements(row: Row, last_year: int) -> Iterator[NewAgreement]:
    for year in range(OPENED.year, last_year + 1):
        first, last = date(year, 1, 1), date(year, 12, 31)
        number = f"XY{year}-{row['fixmedins_code']}"
        yield NewAgreement(number, scopes_of(row["kind"]), first - _BEFORE, first, last)
