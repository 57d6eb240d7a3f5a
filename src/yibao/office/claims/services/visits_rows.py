"""How visits and diagnoses are written (就诊落库): one statement for each service."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from yibao.office.claims.asked import Diagnosed
from yibao.office.claims.errors import in_another_bed
from yibao.office.claims.partitions import make_month
from yibao.office.claims.visit_row import STAMPS, Stamps
from yibao.office.database.arrays import numbers, texts
from yibao.office.database.prepared import fetch
from yibao.office.providers.queries import institution_row
from yibao.terms.own_ids import SEQUENCE_MAX

OUTPATIENT, ADMISSION, DISCHARGE = "outpatient", "admission", "discharge"
"""Stages of a visit at which diagnoses are told."""

_COLUMNS = "stage, place, kind, is_main, code, name, department, doctor, doctor_name, diagnosed_at"
_GIVEN = f"""
unnest(%(stages)s::text[], %(places)s::smallint[], %(kinds)s::text[], %(mains)s::boolean[],
    %(codes)s::text[], %(names)s::text[], %(departments)s::text[], %(doctors)s::text[],
    %(doctor_names)s::text[], %(times)s::timestamptz[]) AS given ({_COLUMNS})
"""

PUT_DIAGNOSES = f"""
    INSERT INTO claims_diagnosis (visit_id, {_COLUMNS})
    SELECT changed.id, given.* FROM changed, {_GIVEN}
    ON CONFLICT (visit_id, stage, place) DO UPDATE SET kind = EXCLUDED.kind,
        is_main = EXCLUDED.is_main, code = EXCLUDED.code, name = EXCLUDED.name,
        department = EXCLUDED.department, doctor = EXCLUDED.doctor,
        doctor_name = EXCLUDED.doctor_name, diagnosed_at = EXCLUDED.diagnosed_at
"""  # noqa: S608 -- names of columns only
"""A part of a statement; `changed` is the visit's row, and `diagnoses_given` its parameters."""

DROP_DIAGNOSES = """
    DELETE FROM claims_diagnosis AS old USING changed
    WHERE old.visit_id = changed.id AND old.stage = %(stage)s
        AND old.place <> ALL (%(places)s::smallint[])
"""
"""Likewise: drops what of a stage is not among those given."""

_BEGIN = f"""
SELECT nextval('claims_visit_sequence'), to_regclass(%(part)s) IS NULL,
    {STAMPS.format(number="%(person)s")}
"""
_OVERLAP = """
SELECT number, provider, begins_at FROM claims_visit
WHERE person = %(person)s AND setting = 'inpatient' AND state <> 'withdrawn'
    AND id <> %(but)s AND begins_at < coalesce(%(ends)s::timestamptz, 'infinity')
    AND coalesce(ends_at, 'infinity') > %(begins)s
ORDER BY id DESC LIMIT 1
"""

_INSERT = f"""
WITH changed AS (
    INSERT INTO claims_visit (number, division, provider, person, insutype, insured_division,
        setting, med_type, own_number, begins_at, begins_on, state, department, doctor, disease,
        disease_fact, delivery, details, registered_at, changed_at)
    VALUES (%(number)s, %(division)s, %(provider)s, %(person)s, %(insutype)s,
        %(insured_division)s, %(setting)s, %(med_type)s, %(own_number)s, %(begins_at)s,
        %(begins_on)s, 'open', %(department)s, %(doctor)s, %(disease)s, %(disease_fact)s,
        %(delivery)s, %(details)s::jsonb, %(now)s, %(now)s)
    RETURNING id
), put AS ({PUT_DIAGNOSES})
SELECT id FROM changed
"""  # noqa: S608 -- parts above


def transaction_here() -> AbstractContextManager[Any]:
    """Return a transaction where there is none: a service's writing is one statement.

    Refusals come before it, so the caller's transaction stays usable, without a savepoint.
    """
    return nullcontext() if connection.in_atomic_block else transaction.atomic()


def as_json(details: Mapping[str, Any]) -> str:
    """Return what else a provider said, as it is kept: times and dates by ISO 8601."""
    return json.dumps(dict(details), ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else dict(value)


def diagnoses_given(stage: str, diagnoses: Sequence[Diagnosed]) -> dict[str, Any]:
    """Return the parameters of `PUT_DIAGNOSES` and `DROP_DIAGNOSES`.

    Where two have one place (some number each kind by itself) they are numbered anew.
    """
    places = [one.place for one in diagnoses]
    if len(set(places)) < len(places):
        places = list(range(1, len(places) + 1))
    return {
        "stage": stage,
        "stages": texts([stage] * len(diagnoses)),
        "places": numbers(places),
        "kinds": texts(one.kind for one in diagnoses),
        "mains": texts(one.is_main for one in diagnoses),
        "codes": texts(one.code for one in diagnoses),
        "names": texts(one.name for one in diagnoses),
        "departments": texts(one.department for one in diagnoses),
        "doctors": texts(one.doctor for one in diagnoses),
        "doctor_names": texts(one.doctor_name for one in diagnoses),
        "times": texts(one.diagnosed_at for one in diagnoses),
    }


def begin(person: str, day: date) -> tuple[int, bool, Stamps]:
    """Return the sequence of a new visit, whether its month is missing, and what is remembered."""
    ((sequence, is_missing, *stamps),) = fetch(
        _BEGIN, {"part": f"claims_line_{day:%Y_%m}", "person": person}
    )
    return int(sequence) % (SEQUENCE_MAX + 1), bool(is_missing), Stamps._make(stamps)


def make_month_of(day: date) -> None:
    """Make the month of the lines of a visit that begins on a day, where it is missing."""
    if fetch("SELECT to_regclass(%s) IS NULL", (f"claims_line_{day:%Y_%m}",))[0][0]:
        make_month(day)


def day_after(day: date) -> datetime:
    """Return the beginning of the next day in China."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def insert_visit(values: Mapping[str, Any], stage: str, diagnoses: Sequence[Diagnosed]) -> int:
    """Write a new visit with its diagnoses; return its key."""
    ((key,),) = fetch(_INSERT, {**values, **diagnoses_given(stage, diagnoses)})
    return int(key)


def check_no_other_bed(
    person: str, begins_at: datetime, ends_at: datetime | None, but: int = 0
) -> None:
    """See that a person, who must be held, lies in no other bed within a time.

    Args:
        person: whose stays are looked at.
        begins_at: the beginning.
        ends_at: the end; None: until further.
        but: key of the stay that is meant itself.

    Raises:
        Conflict: code ``stay_open``; the message names the other hospital.

    """
    parameters = {"person": person, "but": but, "begins": begins_at, "ends": ends_at}
    for number, provider, begun in fetch(_OVERLAP, parameters):
        raise in_another_bed(number, institution_row(provider).name, begun)
