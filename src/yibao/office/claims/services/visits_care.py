"""What a visit is for, and how a stay changes and ends (就诊信息、住院变更、出院)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from yibao.office.base.actor import Actor
from yibao.office.claims import errors
from yibao.office.claims.asked import Attendance, Discharge, StayChange, VisitKey
from yibao.office.claims.codes import care_of, delivery_of
from yibao.office.claims.days import day_of
from yibao.office.claims.models.visit import Setting, VisitState
from yibao.office.claims.services.lines_reclassify import reclassify_visit
from yibao.office.claims.services.visits import check_open, check_setting
from yibao.office.claims.services.visits_checks import (
    NO_DISEASE,
    check_agreement,
    check_choice,
    check_people,
    check_terms,
    disease_fact,
    enrolled,
    needs_choice,
    people_of,
)
from yibao.office.claims.services.visits_rows import (
    ADMISSION,
    DISCHARGE,
    DROP_DIAGNOSES,
    OUTPATIENT,
    PUT_DIAGNOSES,
    as_json,
    check_no_other_bed,
    day_after,
    diagnoses_given,
    make_month_of,
    transaction_here,
)
from yibao.office.claims.visit_row import Stamps, VisitRow, lock_visit, lock_with_stamps, visit_row
from yibao.office.database.prepared import fetch
from yibao.office.people.queries import claimant_of
from yibao.office.people.services import hold
from yibao.office.providers.queries import Presence, presence_on
from yibao.terms.text import Text

_ATTEND = f"""
WITH changed AS (
    UPDATE claims_visit SET med_type = %(med_type)s, disease = %(disease)s,
        disease_fact = %(disease_fact)s, delivery = %(delivery)s,
        details = details || %(details)s::jsonb, changed_at = %(now)s
    WHERE id = %(id)s AND NOT EXISTS (
        SELECT FROM claims_batch WHERE visit_id = %(id)s AND settlement_id IS NOT NULL)
    RETURNING id
), dropped AS ({DROP_DIAGNOSES}), put AS ({PUT_DIAGNOSES})
SELECT EXISTS (SELECT FROM claims_batch WHERE visit_id = %(id)s) FROM changed
"""  # noqa: S608 -- parts of statements only

_CHANGE = f"""
WITH changed AS (
    UPDATE claims_visit SET begins_at = %(begins_at)s, begins_on = %(begins_on)s,
        med_type = %(med_type)s, disease = %(disease)s, disease_fact = %(disease_fact)s,
        delivery = %(delivery)s, own_number = coalesce(%(own_number)s, own_number),
        department = %(department)s, doctor = %(doctor)s,
        details = details || %(details)s::jsonb, changed_at = %(now)s
    WHERE id = %(id)s AND NOT EXISTS (
        SELECT FROM claims_batch WHERE visit_id = %(id)s AND settlement_id IS NOT NULL)
    RETURNING id
), moved AS (
    UPDATE claims_line AS line SET visit_on = %(begins_on)s FROM changed
    WHERE line.visit_on = %(was_on)s AND line.visit_id = changed.id
        AND line.visit_on <> %(begins_on)s
), put AS ({PUT_DIAGNOSES})
SELECT EXISTS (SELECT FROM claims_batch WHERE visit_id = %(id)s) FROM changed
"""  # noqa: S608 -- likewise
_FIRST_FEE = """
SELECT min(charged_at) FROM claims_line WHERE visit_on = %s AND visit_id = %s
"""
_ADMITTED_FOR = """
SELECT code FROM claims_diagnosis WHERE visit_id = %s ORDER BY stage DESC, place
"""

_DISCHARGE = f"""
WITH changed AS (
    UPDATE claims_visit SET ends_at = %(ends_at)s, state = 'discharged', delivery = %(delivery)s,
        details = details || %(details)s::jsonb, changed_at = %(now)s
    WHERE id = %(id)s AND NOT EXISTS (
        SELECT FROM claims_line WHERE visit_on = %(begins_on)s AND visit_id = %(id)s
            AND charged_at >= %(day_after)s)
    RETURNING id
), dropped AS ({DROP_DIAGNOSES}), put AS ({PUT_DIAGNOSES})
SELECT id FROM changed
"""  # noqa: S608 -- likewise
_UNDO = """
UPDATE claims_visit SET ends_at = NULL, state = 'open', changed_at = %(now)s WHERE id = %(id)s
"""


def attend(actor: Actor, key: VisitKey, attendance: Attendance) -> None:
    """Say what an out-patient visit is for (2203); said again, it takes the place of the former.

    Lines that were uploaded before are classified anew.

    Raises:
        NotFound: code ``unknown_visit``.
        Conflict: code ``visit_withdrawn``; ``visit_settled``, once anything of it was settled;
            ``no_agreement`` and the like.
        InvalidInput: code ``med_type_unknown``, ``med_type_elsewhere``, ``diagnosis_unknown``,
            ``disease_unknown``, ``doctor_unknown``, ``chronic_filing_missing``,
            ``wrong_chosen_provider``, ``invalid_time``. Nothing was written.

    """
    del actor
    with transaction_here():
        visit, stamps = lock_with_stamps(key)
        if visit.state == VisitState.WITHDRAWN:
            raise errors.visit_withdrawn(visit.number)
        check_setting(visit, Setting(Setting.OUTPATIENT))
        if attendance.begins_at and day_of(attendance.begins_at) < visit.begins_on:
            reason = Text("就诊早于挂号。", "It begins before it was registered.")
            raise errors.dates_of_visit("begntime", reason)
        day = visit.begins_on
        named = people_of("", attendance.diagnoses, day)
        presence = presence_on(visit.provider, day, tuple(named), stamp=stamps.providers)
        check_agreement(presence, visit.setting, attendance.med_type, day, visit.insured_division)
        check_people(presence, named, "diag_dept")
        values = {
            "disease_fact": _disease_of(visit, stamps, presence, attendance),
            "id": visit.id,
            "med_type": attendance.med_type,
            "disease": attendance.disease,
            "delivery": delivery_of(
                attendance.med_type,
                str(attendance.details.get("birctrl_type") or ""),
                [one.code for one in attendance.diagnoses],
            ),
            "details": as_json(attendance.details),
            "now": timezone.now(),
        }
        written = fetch(_ATTEND, values | diagnoses_given(OUTPATIENT, attendance.diagnoses))
        if not written:
            raise errors.visit_settled(visit.number)
        if written[0][0]:
            reclassify_visit(visit_row(key), presence)


def _disease_of(visit: VisitRow, stamps: Stamps, presence: Presence, said: Attendance) -> str:
    """Return the policy's name of the disease; the person is read only where that matters."""
    day = visit.begins_on
    care = care_of(said.med_type, visit.setting)
    listed = check_terms(said.diagnoses, said.disease, day, presence.division, stamps.catalogue)
    chosen = needs_choice(visit.insutype, care, visit.insured_division, day)
    if not said.disease and not chosen and care != "chronic":
        return NO_DISEASE
    claimant = claimant_of(visit.person, stamps.person)
    if chosen:
        check_choice(claimant, visit.provider, day)
    return disease_fact(claimant, care, said.disease, listed, day)


def change(actor: Actor, key: VisitKey, said: StayChange) -> None:
    """Change what is known of a stay (2403); diagnoses replace those of the same place.

    Raises:
        NotFound: code ``unknown_visit``.
        Conflict: code ``visit_withdrawn``, ``visit_discharged``, ``visit_settled``, ``stay_open``,
            ``no_agreement`` and the like.
        InvalidInput: as `register`; ``invalid_time`` where lines are older than the beginning.

    """
    del actor
    with transaction_here():
        hold(visit_row(key).person)
        visit = lock_visit(key)
        check_setting(visit, Setting(Setting.INPATIENT))
        check_open(visit)
        changed = _changed(visit, said)
        day = changed.begins_on
        diagnoses = tuple({one.place: one for one in said.diagnoses or ()}.values())
        if changed.begins_at != visit.begins_at:
            _check_beginning(visit, changed)
        named = people_of(said.doctor or "", diagnoses, day)
        departments = [(said.department, day)] if said.department else []
        presence = presence_on(visit.provider, day, tuple(named), departments)
        check_agreement(presence, visit.setting, changed.med_type, day, visit.insured_division)
        check_people(presence, named, "adm_dept_codg")
        listed = check_terms(diagnoses, said.disease or "", day, presence.division)
        if said.disease is not None:
            claimant = claimant_of(visit.person)
            care = care_of(changed.med_type, visit.setting)
            found = disease_fact(claimant, care, said.disease, listed, day)
            changed = changed._replace(disease_fact=found)
        codes = [one.code for one in diagnoses] or _codes_of(visit)
        values = {
            **changed._asdict(),
            "delivery": delivery_of(changed.med_type, "", codes),
            "own_number": said.own_number,
            "was_on": visit.begins_on,
            "details": as_json(said.details),
            "now": timezone.now(),
        }
        written = fetch(_CHANGE, values | diagnoses_given(ADMISSION, diagnoses))
        if not written:
            raise errors.visit_settled(visit.number)
        if written[0][0]:
            reclassify_visit(visit_row(key), presence)


def _changed(visit: VisitRow, said: StayChange) -> VisitRow:
    begins_at = visit.begins_at if said.begins_at is None else said.begins_at

    def either(new: str | None, old: str) -> str:
        return old if new is None else new

    return visit._replace(
        begins_at=begins_at,
        begins_on=day_of(begins_at),
        med_type=either(said.med_type, visit.med_type),
        department=either(said.department, visit.department),
        doctor=either(said.doctor, visit.doctor),
        disease=either(said.disease, visit.disease),
    )


def _check_beginning(visit: VisitRow, changed: VisitRow) -> None:
    """See that a stay may begin at another time; the person is held."""
    if changed.begins_on > timezone.localdate():
        reason = Text("入院时间晚于今天。", "The stay begins later than today.")
        raise errors.dates_of_visit("begntime", reason)
    ((first_fee,),) = fetch(_FIRST_FEE, (visit.begins_on, visit.id))
    if first_fee is not None and day_of(first_fee) < changed.begins_on:
        reason = Text(
            f"已有 {day_of(first_fee)} 的费用明细。",
            f"There are lines of {day_of(first_fee)}.",
        )
        raise errors.dates_of_visit("begntime", reason)
    enrolled(claimant_of(visit.person), visit.insutype, changed.begins_on)
    check_no_other_bed(visit.person, changed.begins_at, None, but=visit.id)
    make_month_of(changed.begins_on)


def _codes_of(visit: VisitRow) -> list[str]:
    return [str(code) for (code,) in fetch(_ADMITTED_FOR, (visit.id,))]


def discharge(actor: Actor, key: VisitKey, said: Discharge) -> None:
    """End a stay (2402).

    Raises:
        NotFound: code ``unknown_visit``.
        Conflict: code ``visit_withdrawn``, ``visit_discharged``, ``visit_settled``.
        InvalidInput: code ``invalid_time`` where it ends before it begins, later than today, or
            before the day of a line; ``diagnosis_unknown``, ``doctor_unknown``.

    """
    del actor
    with transaction_here():
        visit = lock_visit(key)
        check_setting(visit, Setting(Setting.INPATIENT))
        check_open(visit)
        day = day_of(said.ends_at)
        _check_end(visit, said, day)
        named = people_of("", said.diagnoses, day)
        if named:
            check_people(presence_on(visit.provider, day, tuple(named)), named, "diag_dept")
        check_terms(said.diagnoses, "", day, visit.division)
        found = delivery_of(visit.med_type, "", [one.code for one in said.diagnoses])
        details = {**said.details, "dscg_way": said.way} if said.way else said.details
        values: dict[str, Any] = {
            "id": visit.id,
            "begins_on": visit.begins_on,
            "ends_at": said.ends_at,
            "day_after": day_after(day),
            "delivery": visit.delivery if found == "none" else found,
            "details": as_json(details),
            "now": timezone.now(),
        }
        if not fetch(_DISCHARGE, values | diagnoses_given(DISCHARGE, said.diagnoses)):
            reason = Text(f"有 {day} 之后的费用明细。", f"There are lines of days after {day}.")
            raise errors.dates_of_visit("endtime", reason)


def _check_end(visit: VisitRow, said: Discharge, day: date) -> None:
    if said.ends_at < visit.begins_at:
        reason = Text("出院早于入院。", "The stay ends before it begins.")
        raise errors.dates_of_visit("endtime", reason)
    if day > timezone.localdate():
        reason = Text("出院时间晚于今天。", "The stay ends later than today.")
        raise errors.dates_of_visit("endtime", reason)


def undo_discharge(actor: Actor, key: VisitKey) -> None:
    """Undo the end of a stay (2405).

    Raises:
        NotFound: code ``unknown_visit``.
        Conflict: code ``visit_withdrawn``, ``visit_settled``, ``not_discharged``; ``stay_open``
            when the person lies in another bed since.

    """
    del actor
    with transaction_here():
        hold(visit_row(key).person)
        visit = lock_visit(key)
        check_setting(visit, Setting(Setting.INPATIENT))
        if visit.state == VisitState.OPEN:
            raise errors.not_discharged(visit.number)
        if visit.state != VisitState.DISCHARGED:
            check_open(visit)
        check_no_other_bed(visit.person, visit.begins_at, None, but=visit.id)
        fetch(_UNDO, {"id": visit.id, "now": timezone.now()})
