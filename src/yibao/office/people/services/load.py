"""A whole region's persons through COPY (批量载入参保人), some thousand at a time.

`register_many` reads what clerks wrote and checks each field; this takes a table whose makers keep
to its contract (`yibao.synthetic.region.tables`), with the numbers that it brings. What the
database refuses it refuses here too: numbers and certificates twice, days that overlap.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import pyarrow as pa
from django.db import connection, transaction

from yibao.office.base.actor import Actor
from yibao.office.base.audit import wrote
from yibao.office.database.arrays import texts
from yibao.office.database.copying import copy_table, next_keys
from yibao.office.people.names import EMPLOYEES, RESIDENT_NUMBER, RESIDENTS, family_of
from yibao.office.providers.words import pairs, sorting_key

CIVIL_SERVANTS = "320"
MONTHS = 12
_ONE_DAY = timedelta(days=1)
_PERSON = (
    "id", "psn_no", "psn_cert_type", "certno", "psn_name", "name_words", "name_key", "gend",
    "brdy", "death", "naty", "insu_admdvs", "tel", "addr", "registered_on", "version",
)  # fmt: skip
_SPELL = (
    "person_id", "insutype", "family", "psn_type", "insuplc_admdvs", "emp_no", "emp_name",
    "premium_class", "rank", "end_reason", "void", "during",
)  # fmt: skip
_IDENTITY = (
    "person_id", "category", "psn_idet_type", "evidence", "source", "end_reason", "during",
)  # fmt: skip
_DISEASE = (
    "person_id", "disease", "opsp_dise_code", "ide_fixmedins_no", "diag_dr_codg", "evidence",
    "end_reason", "during",
)  # fmt: skip
_FILING = ("person_id", "kind", "mdtrtarea_admdvs", "reason", "filed_on", "during")
_AHEAD = """
SELECT setval('people_person_sequence', greatest(%s, (SELECT last_value
    FROM people_person_sequence)))
"""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Around:
    """What the tables of persons point to, and the days on which everything begins.

    Args:
        employers: number and name of each, by its place.
        institutions: code of each, by its place.
        diseases: national code by the policy's name of a disease.
        names: what divisions are called, for addresses.
        first: the first day of whatever has none of its own.
        last_year: residents are insured by the year, up to this one.
        evidence: by what identities and diseases were found.

    """

    employers: Sequence[tuple[str, str]]
    institutions: Sequence[str]
    diseases: Mapping[str, str]
    names: Mapping[str, str]
    first: date
    last_year: int
    evidence: str


def load_persons(actor: Actor, persons: pa.Table, around: Around) -> int:
    """Write persons with certificates, spells, identities, diseases, filings, contracts, figures.

    Args:
        actor: who loads them.
        persons: a table as `yibao.synthetic.region.tables.PERSONS` says; some ten thousand rows.
        around: what it points to.

    Returns:
        How many were written.

    Raises:
        django.db.IntegrityError: somebody is known already; then nothing was written.

    """
    rows: list[Row] = persons.to_pylist()
    if not rows:
        return 0
    with transaction.atomic():
        keys = next_keys("people_person_id_seq", len(rows))
        keyed = list(zip(keys, rows, strict=True))
        copy_table("people_person", _PERSON, (_person(*one, around) for one in keyed))
        certificates = ("person_id", "psn_cert_type", "certno")
        copy_table(
            "people_certificate",
            certificates,
            ((key, RESIDENT_NUMBER, row["certno"]) for key, row in keyed),
        )
        copy_table("people_enrolment", _SPELL, _each(_spells, keyed, around))
        copy_table("people_identity", _IDENTITY, _each(_identities, keyed, around))
        copy_table("people_diseaseregistration", _DISEASE, _each(_diseases, keyed, around))
        copy_table("people_awayfiling", _FILING, _each(_filings, keyed, around))
        contract = ("person_id", "fixmedins_code", "doctor", "during")
        copy_table("people_doctorcontract", contract, _each(_contracts, keyed, around))
        figure = ("person_id", "name", "amount", "during")
        copy_table("people_figure", figure, _each(_figures, keyed, around))
        with connection.cursor() as cursor:
            cursor.execute(_AHEAD, [max(row["person"] for row in rows) + 1])
        wrote(actor, "people.person.import", "persons", {"persons": (None, len(rows))})
    return len(rows)


def _each(made: Any, keyed: Sequence[tuple[int, Row]], around: Around) -> Iterator[tuple[Any, ...]]:
    for key, row in keyed:
        yield from made(key, row, around)


@lru_cache(200_000)
def _name(name: str) -> tuple[str, str]:
    return texts(pairs(name)), sorting_key(name)


def _person(key: int, row: Row, around: Around) -> tuple[Any, ...]:
    words, sorted_by = _name(row["psn_name"])
    place = around.names.get(row["county"], row["county"])
    return (
        key, row["psn_no"], RESIDENT_NUMBER, row["certno"], row["psn_name"], words, sorted_by,
        row["gend"], row["brdy"], row["death"], "", row["county"], "",
        f"{place}{row['village'] + 1}村{row['household'] % 1000 + 1}号", around.first, 1,
    )  # fmt: skip


def _days(first: date, end: date | None) -> str:
    """Return days as the database reads a range; `end` is the first that is none."""
    return f"[{first},{end or ''})"


def _begun(row: Row, around: Around) -> date:
    birth: date = row["brdy"]
    return max(around.first, birth)


def _spells(key: int, row: Row, around: Around) -> Iterator[tuple[Any, ...]]:
    end = row["death"] and row["death"] + _ONE_DAY
    if row["insutype"] == RESIDENTS:
        for year in range(around.first.year, around.last_year + 1):
            first = max(date(year, 1, 1), _begun(row, around))
            until = min(end or date.max, date(year + 1, 1, 1))
            if first < until:
                yield _spell(key, row, RESIDENTS, ("", ""), _days(first, until))
        return
    during = _days(_begun(row, around), end)
    place = row["employer"]
    employer = around.employers[place] if place >= 0 else ("", "")
    yield _spell(key, row, EMPLOYEES, employer, during)
    if row["cvlserv_flag"] == "1":
        yield _spell(key, row, CIVIL_SERVANTS, employer, during)


def _spell(
    key: int, row: Row, insutype: str, employer: tuple[str, str], during: str
) -> tuple[Any, ...]:
    return (
        key, insutype, family_of(insutype), row["psn_type"], row["county"], *employer, "single",
        "none", "", False, during,
    )  # fmt: skip


def _identities(key: int, row: Row, around: Around) -> Iterator[tuple[Any, ...]]:
    codes = row["psn_idet_type"] or []
    for place, category in enumerate(row["category"] or []):
        code = codes[place] if place < len(codes) else ""
        during = _days(_begun(row, around), None)
        yield key, category, code, around.evidence, "民政局", "", during


def _diseases(key: int, row: Row, around: Around) -> Iterator[tuple[Any, ...]]:
    for disease, since in zip(row["chronic"] or [], row["chronic_since"] or [], strict=True):
        doctor = row["family_doctor"]
        institution = around.institutions[max(doctor, 0)]
        code = around.diseases.get(disease, "")
        during = _days(since, None)
        yield key, disease, code, institution, "", around.evidence, "", during


def _filings(key: int, row: Row, around: Around) -> Iterator[tuple[Any, ...]]:
    if row["away_division"]:
        first = _begun(row, around)
        yield key, "long_term", row["away_division"], "", first, _days(first, None)


def _contracts(key: int, row: Row, around: Around) -> Iterator[tuple[Any, ...]]:
    if row["family_doctor"] >= 0:
        code = around.institutions[row["family_doctor"]]
        yield key, code, "", _days(_begun(row, around), None)


def _figures(key: int, row: Row, around: Around) -> Iterator[tuple[Any, ...]]:
    for name, monthly in (("annual_wage", row["base_fen"]), ("annual_pension", row["pension_fen"])):
        if monthly:
            yield key, name, monthly * MONTHS, _days(_begun(row, around), None)
