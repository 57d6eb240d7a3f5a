"""What is checked of a visit before anything is written (就诊校验)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from yibao.benefit.person import AT_HOME
from yibao.office.catalogue.names import TermKind
from yibao.office.catalogue.queries import KnownTerm, known_terms
from yibao.office.claims import errors
from yibao.office.claims.asked import Diagnosed
from yibao.office.claims.codes import SCOPES_OF_SETTING, care_of
from yibao.office.claims.days import day_of
from yibao.office.claims.facts import chosen_provider, chosen_provider_only
from yibao.office.claims.models.visit import Setting
from yibao.office.claims.plans import plan_for
from yibao.office.people.queries import Claimant, place_seen_from, status_on
from yibao.office.people.queries.claimant import Enrolled
from yibao.office.people.queries.status import SUSPENDED
from yibao.office.providers.kinds import CareScope, ProviderKind
from yibao.office.providers.queries import OnDay, Presence, can_settle, staff_on
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

_KIND_OF_DIAGNOSIS = {"2": TermKind.TCM_DISEASE, "3": TermKind.TCM_SYNDROME}
"""By `diag_type`; every other one is a diagnosis of western medicine, by ICD-10."""
_KINDS_OF_DISEASE = (TermKind.CHRONIC_DISEASE, TermKind.BY_DISEASE, TermKind.DAY_SURGERY)
"""The lists that `dise_codg` may be a code of, that of chronic diseases first."""

NO_DISEASE = "none"


def enrolled(claimant: Claimant, insutype: str, day: date) -> Enrolled:
    """Return the enrolment under which a person has benefits on a day.

    Args:
        claimant: the person.
        insutype: the scheme under which they come; empty: their basic one.
        day: the day of care.

    Raises:
        InvalidInput: code ``person_dead``, ``not_insured``, ``other_scheme``,
            ``insurance_suspended`` or ``in_waiting_period``.

    """
    if claimant.death is not None and day > claimant.death:
        reason = Text(f"已于 {claimant.death} 死亡。", f"They died on {claimant.death}.")
        raise errors.not_eligible("person_dead", "psn_no", reason)
    held = sorted(spell.content.scheme for spell in claimant.facts.insured if spell.holds(day))
    asked = insutype or (held[0] if held else "")
    try:
        claimant.within(asked).insured_on(day)
    except InvalidInput as error:
        raise _not_eligible(claimant, asked, held, day, error) from None
    found = claimant.enrolled_on(asked, day)
    assert found is not None, "a spell of insurance is one of the enrolments"
    return found


def _not_eligible(
    claimant: Claimant, asked: str, held: list[str], day: date, error: InvalidInput
) -> InvalidInput:
    if error.code != "not_insured":
        return errors.not_eligible(error.code, "insutype", error.reason)
    if held:
        reason = Text(
            f"{day} 参保险种为 {'、'.join(held)}，不是 {asked}。",
            f"On {day} the person is insured in {', '.join(held)}, not in {asked}.",
        )
        return errors.not_eligible("other_scheme", "insutype", reason)
    status = status_on(claimant.number, day, asked)
    code = "insurance_suspended" if status.code == SUSPENDED else "not_insured"
    return errors.not_eligible(code, "insutype", status.reason)


def check_agreement(
    presence: Presence, setting: str, med_type: str, day: date, insured_division: str
) -> None:
    """See that the provider can settle the care on the day.

    Args:
        presence: the provider.
        setting: where care is given.
        med_type: the kind of care; empty: any that is given there will do.
        day: the day of care.
        insured_division: of the person; care of people of other cities needs a scope of its own.

    Raises:
        InvalidInput: of `care_of`.
        Conflict: code ``no_agreement``, ``agreement_suspended``, ``institution_closed``.

    """
    if med_type:
        wanted: Sequence[str] = (care_of(med_type, setting),)
        if wanted == ("pharmacy",):
            wanted = SCOPES_OF_SETTING[Setting.PHARMACY]
    else:
        wanted = SCOPES_OF_SETTING[Setting(setting)]
        if presence.kind is ProviderKind.PHARMACY:
            wanted = sorted(wanted, key=lambda scope: scope != CareScope.PHARMACY)
    if not any(presence.covers(care) for care in wanted):
        _refuse_scope(presence.code, day, wanted[0])
    away = place_seen_from(insured_division, presence.division) not in AT_HOME
    if away and not presence.covers(CareScope.AWAY):
        _refuse_scope(presence.code, day, CareScope.AWAY)


def _refuse_scope(code: str, day: date, care: str) -> None:
    answer = can_settle(code, day, care)
    if not answer:
        raise errors.cannot_settle(answer)


def people_of(
    doctor: str, diagnoses: Iterable[Diagnosed], day: date, field: str = "atddr_no"
) -> dict[OnDay, str]:
    """Return whom a visit names, each with the day and the national field that names them."""
    named = {(doctor, day): field} if doctor else {}
    for diagnosis in diagnoses:
        if diagnosis.doctor:
            at = diagnosis.diagnosed_at
            on = day if at is None else day_of(at)
            named.setdefault((diagnosis.doctor, on), "dise_dor_no")
    return named


def check_people(presence: Presence, named: dict[OnDay, str], department_field: str) -> None:
    """See that the doctors and departments named are there on their days.

    Raises:
        InvalidInput: code ``doctor_unknown``, ``standing_not_in_force``, ``department_unknown``.

    """
    for code, on in presence.absent_staff:
        answer = staff_on(code, presence.code, on)
        if not answer:
            raise errors.doctor_refused(answer, named[code, on])
    for code, on in presence.unknown_departments:
        raise errors.department_unknown(code, on, department_field)


def check_terms(
    diagnoses: Sequence[Diagnosed], disease: str, day: date, division: str, stamp: str = ""
) -> KnownTerm | None:
    """See that the national tables know every diagnosis on the day, and the disease.

    Args:
        diagnoses: what is diagnosed.
        disease: `dise_codg`; empty: none.
        day: the day of care.
        division: whose lists are meant.
        stamp: of the catalogue, see `known_terms`.

    Returns:
        What the list of chronic diseases says of the disease; None where none is given.

    Raises:
        InvalidInput: code ``diagnosis_unknown``, ``disease_unknown``.

    """
    wanted = [(_KIND_OF_DIAGNOSIS.get(one.kind, TermKind.DIAGNOSIS), one.code) for one in diagnoses]
    if disease:
        wanted += [(kind, disease) for kind in _KINDS_OF_DISEASE]
    if not wanted:
        return None
    known = known_terms(wanted, day, division, stamp)
    for one, term in zip(diagnoses, known, strict=False):
        if term.is_wrong:
            raise errors.diagnosis_unknown(one.code, day)
    if not disease:
        return None
    of_disease = known[len(diagnoses) :]
    if not any(term.is_known for term in of_disease) and all(t.is_listed for t in of_disease):
        raise errors.disease_unknown(disease, day)
    return of_disease[0]


def disease_fact(
    claimant: Claimant, care: str, disease: str, listed: KnownTerm | None, day: date
) -> str:
    """Return the policy's name of the disease that a visit is for; `none` where it is for none.

    A visit for a chronic disease needs its registration on the day.

    Raises:
        InvalidInput: code ``chronic_filing_missing``, or ``missing`` without a disease.

    """
    found = claimant.disease_of(disease, day) if disease else ""
    if not found and listed is not None and listed.disease:
        found = claimant.disease_of(listed.disease, day)
    if not found and care == "chronic":
        if not disease:
            raise errors.disease_missing()
        raise errors.chronic_filing_missing(claimant.number, disease, day)
    return found or NO_DISEASE


def needs_choice(insutype: str, care: str, insured_division: str, day: date) -> bool:
    """Say whether the person's plan pays for this care at the chosen provider only."""
    return chosen_provider_only(plan_for(insured_division, day), insutype, care)


def check_choice(claimant: Claimant, provider: str, day: date) -> None:
    """See that the person chose this provider, or none.

    Raises:
        InvalidInput: code ``wrong_chosen_provider``.

    """
    chosen = chosen_provider(claimant, provider, day)
    if chosen:
        raise errors.wrong_chosen_provider(chosen, day)
