"""What the law is asked about visits of the past (历史就诊事实): as live settling finds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from yibao import benefit
from yibao.benefit.encode import encode_amounts, encode_facts
from yibao.benefit.stay import Bill
from yibao.benefit.visit import Amounts
from yibao.benefit.years import year_of
from yibao.office.catalogue.names import TermKind
from yibao.office.catalogue.queries import KnownTerm, known_terms
from yibao.office.claims.accounts import check_flag
from yibao.office.claims.classifying import care_plan, classification_key, key_of_facts
from yibao.office.claims.codes import care_of, delivery_of
from yibao.office.claims.days import day_of
from yibao.office.claims.facts import facts_of, last_day, stay_of
from yibao.office.claims.models.visit import Setting, VisitState
from yibao.office.claims.past import PastBatch, PastVisit, RefusedPast
from yibao.office.claims.plans import plan_for, pooling_area
from yibao.office.claims.services.visits_checks import NO_DISEASE, disease_fact, enrolled
from yibao.office.claims.visit_row import VisitRow
from yibao.office.people.queries import Claimant, claimants_of
from yibao.office.providers.queries import Presence, presences_on
from yibao.policy.plan import Plan
from yibao.policy.plan.layout import Int
from yibao.terms.errors import YibaoError

NONE = "none"


@dataclass(frozen=True, slots=True)
class Ready:
    """A visit of the past with its facts, ready for the kernel."""

    past: PastVisit
    claimant: Claimant
    row: VisitRow
    """The visit as its row will be, but for its key."""
    plan: Plan
    visit: benefit.Visit
    settled_on: date
    year: int
    """The benefit year in which it counts."""
    facts: Int
    amounts: Int
    classified_under: bytes

    @property
    def division(self) -> str:
        """The pooling area whose fund pays."""
        return pooling_area(self.row.insured_division)


def made_ready(pasts: Sequence[PastVisit]) -> tuple[list[Ready], list[RefusedPast]]:
    """Find the facts of visits of the past; those the law cannot be asked about are refused.

    Raises:
        NotFound: a person or an institution that nobody registered.

    """
    claimants = claimants_of(past.visit.person for past in pasts)
    days = [(past.visit.provider, day_of(past.visit.begins_at)) for past in pasts]
    presences = presences_on(days)
    diseases = _Diseases()
    ready, refused = [], []
    for past, where in zip(pasts, days, strict=True):
        try:
            ready.append(_ready(past, claimants[past.visit.person], presences[where], diseases))
        except YibaoError as error:
            refused.append(RefusedPast(past.number, error))
    return ready, refused


def together(batches: Sequence[PastBatch]) -> Bill:
    """Return the sums of batches by track."""
    if len(batches) == 1:
        return batches[0].bill
    sums: dict[str, Amounts] = {}
    for batch in batches:
        for track, parts in batch.bill.items():
            known = sums.get(track, Amounts())
            sums[track] = Amounts(
                known.full_self + parts.full_self,
                known.over_limit + parts.over_limit,
                known.first_pay + parts.first_pay,
                known.in_scope + parts.in_scope,
            )
    return sums


class _Diseases:
    """What the list of chronic diseases says of a code on a day, asked once for each."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, date, str], KnownTerm] = {}

    def of(self, code: str, day: date, division: str) -> KnownTerm:
        place = code, day, division
        if place not in self._known:
            wanted = [(TermKind.CHRONIC_DISEASE, code)]
            (self._known[place],) = known_terms(wanted, day, division)
        return self._known[place]


def _ready(past: PastVisit, claimant: Claimant, presence: Presence, diseases: _Diseases) -> Ready:
    check_flag(past.account)
    row = _row(past, claimant, presence, diseases)
    settled_on = day_of(past.settled_at)
    plan = plan_for(row.insured_division, settled_on)
    bill = together(past.batches)
    last = last_day(row, settled_on) if row.is_stay else None
    stay = stay_of(row, presence, settled_on=settled_on, last=last, amounts=bill)
    visit = facts_of(claimant, row, stay, plan)
    facts = encode_facts(visit, plan)
    care = care_plan(row, presence, settled_on)
    return Ready(
        past=past,
        claimant=claimant,
        row=row,
        plan=plan,
        visit=visit,
        settled_on=settled_on,
        year=year_of(visit, plan),
        facts=facts,
        amounts=encode_amounts(visit, plan),
        classified_under=key_of_facts(plan, facts)
        if care is plan
        else classification_key(care, visit),
    )


def _row(past: PastVisit, claimant: Claimant, presence: Presence, diseases: _Diseases) -> VisitRow:
    said = past.visit
    day = day_of(said.begins_at)
    enrolment = enrolled(claimant, said.insutype, day)
    return VisitRow(
        id=0,
        number=past.number,
        division=said.care_division or presence.division,
        provider=said.provider,
        person=claimant.number,
        insutype=enrolment.insutype,
        insured_division=enrolment.division,
        setting=str(said.setting),
        med_type=said.med_type,
        begins_at=said.begins_at,
        begins_on=day,
        ends_at=past.ends_at,
        state=VisitState.SETTLED,
        department=said.department,
        doctor=said.doctor,
        disease=said.disease,
        disease_fact=_disease(past, claimant, presence, diseases),
        delivery=_delivery(past, said.details),
    )


def _disease(past: PastVisit, claimant: Claimant, presence: Presence, diseases: _Diseases) -> str:
    said, day = past.visit, day_of(past.visit.begins_at)
    care = care_of(said.med_type, str(said.setting))
    if not said.disease:
        return disease_fact(claimant, care, "", None, day) if care == "chronic" else NO_DISEASE
    known = claimant.disease_of(said.disease, day)
    if known:
        return known
    listed = diseases.of(said.disease, day, presence.division)
    return disease_fact(claimant, care, said.disease, listed, day)


def _delivery(past: PastVisit, details: Mapping[str, object]) -> str:
    """Return how a child was born: of a stay as it was told at the end, where it was."""
    said = past.visit
    birth_control = str(details.get("birctrl_type") or "")
    begun = delivery_of(said.med_type, birth_control, [one.code for one in said.diagnoses])
    if said.setting != Setting.INPATIENT:
        return begun
    ended = delivery_of(said.med_type, "", [one.code for one in past.diagnoses])
    return begun if ended == NONE else ended
