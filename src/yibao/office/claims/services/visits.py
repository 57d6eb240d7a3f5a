"""Registering visits and withdrawing them (挂号、入院登记及撤销)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from yibao.office.base.actor import Actor
from yibao.office.claims import errors
from yibao.office.claims.asked import NewVisit, VisitKey
from yibao.office.claims.codes import care_of, delivery_of
from yibao.office.claims.days import day_of
from yibao.office.claims.models.visit import Setting, VisitState
from yibao.office.claims.partitions import make_month
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
    OUTPATIENT,
    as_json,
    begin,
    check_no_other_bed,
    insert_visit,
    transaction_here,
)
from yibao.office.claims.visit_row import VisitRow, lock_visit
from yibao.office.database.prepared import fetch
from yibao.office.people.queries import Claimant, claimant_of
from yibao.office.people.services import hold
from yibao.office.providers.queries import Presence, presence_on
from yibao.terms.own_ids import make
from yibao.terms.text import Text

_WITHDRAW = """
UPDATE claims_visit SET state = 'withdrawn', changed_at = %(now)s
WHERE id = %(id)s AND NOT EXISTS (SELECT FROM claims_batch WHERE visit_id = %(id)s)
RETURNING id
"""
_BATCHES = """
SELECT count(*) FILTER (WHERE settlement_id IS NOT NULL),
    coalesce(sum(line_count) FILTER (WHERE settlement_id IS NULL), 0)
FROM claims_batch WHERE visit_id = %s
"""


def register(actor: Actor, visit: NewVisit) -> str:
    """Register a visit (2201), a stay (2401), or what a purchase at a pharmacy is; number it.

    A stay away from home without a filing is taken: the plan decides what it pays.

    Raises:
        NotFound: code ``unknown_person``, ``unknown_institution``.
        Conflict: code ``no_agreement``, ``agreement_suspended``, ``institution_closed``;
            ``stay_open`` while the person lies in another bed.
        InvalidInput: the person has no benefits in the scheme on the day; ``med_type_unknown``,
            ``doctor_unknown``, ``department_unknown``, ``diagnosis_unknown``, ``invalid_time``,
            ``chronic_filing_missing``, ``wrong_chosen_provider``. Nothing was written.

    """
    del actor  # The message that brought it is kept, with who sent it.
    with transaction_here():
        return _register(visit)


def _register(visit: NewVisit) -> str:
    day = day_of(visit.begins_at)
    is_stay = visit.setting == Setting.INPATIENT
    if is_stay:
        if day > timezone.localdate():
            reason = Text("入院时间晚于今天。", "The stay begins later than today.")
            raise errors.dates_of_visit("begntime", reason)
        hold(visit.person)
    sequence, month_is_missing, stamps = begin(visit.person, day)
    claimant = claimant_of(visit.person, stamps.person)
    enrolment = enrolled(claimant, visit.insutype, day)
    named = people_of(visit.doctor, visit.diagnoses, day)
    departments = [(visit.department, day)] if visit.department else []
    presence = presence_on(visit.provider, day, tuple(named), departments, stamps.providers)
    check_agreement(presence, visit.setting, visit.med_type, day, enrolment.division)
    check_people(presence, named, "adm_dept_codg" if is_stay else "dept_code")
    listed = check_terms(visit.diagnoses, visit.disease, day, presence.division, stamps.catalogue)
    found = NO_DISEASE
    if visit.med_type:
        care = care_of(visit.med_type, visit.setting)
        found = disease_fact(claimant, care, visit.disease, listed, day)
        if needs_choice(enrolment.insutype, care, enrolment.division, day):
            check_choice(claimant, visit.provider, day)
    if is_stay:
        check_no_other_bed(claimant.number, visit.begins_at, None)
    if month_is_missing:
        make_month(day)
    values = _values(visit, claimant, presence, day)
    values |= {
        "insutype": enrolment.insutype,
        "insured_division": enrolment.division,
        "disease_fact": found,
        "number": make("visit", presence.division, day, sequence),
    }
    insert_visit(values, ADMISSION if is_stay else OUTPATIENT, visit.diagnoses)
    return str(values["number"])


def _values(visit: NewVisit, claimant: Claimant, presence: Presence, day: date) -> dict[str, Any]:
    return {
        "division": visit.care_division or presence.division,
        "provider": visit.provider,
        "person": claimant.number,
        "setting": str(visit.setting),
        "med_type": visit.med_type,
        "own_number": visit.own_number,
        "begins_at": visit.begins_at,
        "begins_on": day,
        "department": visit.department,
        "doctor": visit.doctor,
        "disease": visit.disease,
        "delivery": delivery_of(
            visit.med_type,
            str(visit.details.get("birctrl_type") or ""),
            [one.code for one in visit.diagnoses],
        ),
        "details": as_json(visit.details),
        "now": timezone.now(),
    }


def withdraw(actor: Actor, key: VisitKey, setting: Setting) -> None:
    """Withdraw a registration (2202) or an admission (2404).

    Lines have to be withdrawn before, settlements reversed, a discharge undone: each is an act of
    its own that the provider has to mean.

    Raises:
        NotFound: code ``unknown_visit``.
        InvalidInput: code ``visit_of_another_person``, ``wrong_setting``.
        Conflict: code ``visit_withdrawn``, ``visit_settled``, ``visit_discharged``,
            ``lines_not_settled``.

    """
    del actor
    with transaction_here():
        visit = lock_visit(key)
        check_setting(visit, setting)
        check_open(visit)
        if not fetch(_WITHDRAW, {"id": visit.id, "now": timezone.now()}):
            ((settled, lines),) = fetch(_BATCHES, (visit.id,))
            if settled:
                raise errors.visit_settled(visit.number)
            raise errors.lines_left(visit.number, int(lines))


def check_setting(visit: VisitRow, setting: Setting) -> None:
    """See that a stay was meant where the visit is one, and only there.

    Raises:
        InvalidInput: code ``wrong_setting``.

    """
    if (setting == Setting.INPATIENT) != visit.is_stay:
        raise errors.wrong_setting(visit.number, visit.is_stay)


def check_open(visit: VisitRow) -> None:
    """See that a visit runs.

    Raises:
        Conflict: code ``visit_withdrawn``, ``visit_settled``, ``visit_discharged``.

    """
    if visit.state == VisitState.WITHDRAWN:
        raise errors.visit_withdrawn(visit.number)
    if visit.state == VisitState.SETTLED:
        raise errors.visit_settled(visit.number)
    if visit.state == VisitState.DISCHARGED:
        raise errors.is_discharged(visit.number)
