"""A bill checked and folded by the law (校验与待遇计算); nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from yibao import benefit
from yibao.benefit.stay import Bill, Stay
from yibao.benefit.visit import Amounts
from yibao.benefit.years import year_of
from yibao.office.claims import refusals
from yibao.office.claims.accumulators import before_of
from yibao.office.claims.asked import Claim, Parts
from yibao.office.claims.classifying import care_plan, classification_key
from yibao.office.claims.errors import (
    not_attended,
    not_discharged,
    visit_settled,
    visit_withdrawn,
)
from yibao.office.claims.facts import facts_of, last_day, stay_of
from yibao.office.claims.models.visit import Setting, VisitState
from yibao.office.claims.plans import plan_for, pooling_area
from yibao.office.claims.services.settle_case import Case, UnsettledBatch
from yibao.office.claims.visit_row import VisitRow
from yibao.office.people.queries import Claimant
from yibao.policy.plan import Plan
from yibao.terms.errors import YibaoError

_DAY = timedelta(days=1)
_NATIONAL = (
    ("full_self", "fulamt_ownpay_amt"),
    ("over_limit", "overlmt_selfpay"),
    ("first_pay", "preselfpay_amt"),
    ("in_scope", "inscp_scp_amt"),
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A bill folded: what the law makes of it, before accounts pay."""

    case: Case
    claimant: Claimant
    plan: Plan
    taken: tuple[UnsettledBatch, ...]
    settled: benefit.Settlement
    today: date

    @property
    def division(self) -> str:
        """The pooling area whose fund pays."""
        return pooling_area(self.case.visit.insured_division)

    @property
    def benefit_year(self) -> int:
        """The benefit year in which it counts."""
        return year_of(self.settled.visit, self.plan)

    @property
    def leaves_batches(self) -> bool:
        """Whether the visit has other batches that are not settled by this."""
        return len(self.taken) < len(self.case.batches)


@dataclass(frozen=True, slots=True)
class Checked:
    """A bill that may be settled, with the facts of its visit."""

    claim: Claim
    case: Case
    claimant: Claimant
    plan: Plan
    taken: tuple[UnsettledBatch, ...]
    facts: benefit.Visit
    today: date


def check(claim: Claim, case: Case, claimant: Claimant, today: date, *, is_final: bool) -> Checked:
    """Check a claim against what is kept.

    Args:
        claim: what is asked.
        case: what is kept.
        claimant: whose it is.
        today: the day of settlement.
        is_final: whether it will be written; a preview of a stay needs no discharge.

    Raises:
        YibaoError: whatever is in the way, with the national field.

    """
    visit = case.visit
    plan = plan_for(visit.insured_division, today)
    _check_visit(claim, visit)
    _check_state(claim, visit, plan, today, is_final=is_final)
    taken = _taken(claim, case, today)
    _check_bill(claim, taken)
    stay = _stay(claim, case, plan, today, _together(taken))
    try:
        facts = facts_of(claimant, visit, stay, plan)
    except YibaoError as error:
        raise refusals.in_national_words(error) from error
    return Checked(claim, case, claimant, plan, taken, facts, today)


def stale_under(checked: Checked) -> Plan | None:
    """Return the plan by which lines have to be classified once more; None where they need not.

    They were classified when they came; since then the stay, the person or the law has changed.
    """
    visit, presence = checked.case.visit, checked.case.presence
    plan = care_plan(visit, presence, checked.today)
    key = classification_key(plan, checked.facts)
    return plan if any(batch.classified_under != key for batch in checked.taken) else None


def fold(checked: Checked) -> Folded:
    """Settle a checked bill by the law, on the accumulators of its benefit year as they stand.

    Raises:
        YibaoError: the law does not say, or a part that was sent is not ours.

    """
    plan, case, facts = checked.plan, checked.case, checked.facts
    before = before_of(case.years, year_of(facts, plan), plan)
    try:
        settled = benefit.settle(facts, plan, before)
    except YibaoError as error:
        raise refusals.in_national_words(error) from error
    _check_parts(checked.claim.parts, checked.taken, settled)
    return Folded(case, checked.claimant, plan, checked.taken, settled, checked.today)


def _check_visit(claim: Claim, visit: VisitRow) -> None:
    if visit.state == VisitState.WITHDRAWN:
        raise visit_withdrawn(visit.number)
    if not visit.med_type and visit.setting != Setting.PHARMACY:
        raise not_attended(visit.number)
    if claim.insutype not in ("", visit.insutype):
        raise refusals.word_differs("insutype", claim.insutype, visit.insutype)
    if claim.med_type not in ("", visit.med_type):
        raise refusals.word_differs("med_type", claim.med_type, visit.med_type)


def _check_state(claim: Claim, visit: VisitRow, plan: Plan, today: date, *, is_final: bool) -> None:
    if not visit.is_stay:
        if claim.mid_stay:
            raise refusals.no_mid_stay()
        return
    if visit.state == VisitState.SETTLED:
        raise visit_settled(visit.number)
    must_be_discharged = plan.procedure("final_settlement", today) == "after_discharge"
    if (
        is_final
        and must_be_discharged
        and not claim.mid_stay
        and visit.state != VisitState.DISCHARGED
    ):
        raise not_discharged(visit.number)


def _taken(claim: Claim, case: Case, today: date) -> tuple[UnsettledBatch, ...]:
    """Return the batches that the claim is about: of a stay the days up to the last one."""
    if not case.visit.is_stay:
        wanted = claim.batch
        taken = tuple(batch for batch in case.batches if wanted in ("", batch.number))
    elif claim.mid_stay:
        upto = claim.upto or last_day(case.visit, today)
        taken = tuple(batch for batch in case.batches if batch.day <= upto)
    else:
        taken = case.batches
    if not taken and case.visit.state == VisitState.SETTLED:
        raise visit_settled(case.visit.number)
    if not taken:
        raise refusals.nothing_to_settle("" if case.visit.is_stay else claim.batch)
    return taken


def _check_bill(claim: Claim, taken: Sequence[UnsettledBatch]) -> None:
    lines = sum(batch.line_count for batch in taken)
    if claim.line_count is not None and claim.line_count != lines:
        raise refusals.batch_incomplete(claim.line_count, lines)
    total = sum(batch.total_fen for batch in taken)
    if claim.total_fen > total:
        raise refusals.lines_missing(claim.total_fen, total, lines)
    if claim.total_fen != total:
        raise refusals.differs("medfee_sumamt", claim.total_fen, total)


def _together(taken: Sequence[UnsettledBatch]) -> Bill:
    """Return the sums of batches by track."""
    if len(taken) == 1:
        return taken[0].bill
    sums: dict[str, list[int]] = {}
    for batch in taken:
        for track, amounts in batch.bill.items():
            parts = sums.setdefault(track, [0, 0, 0, 0])
            for place, (name, _) in enumerate(_NATIONAL):
                parts[place] += getattr(amounts, name)
    return {track: Amounts(*parts) for track, parts in sums.items()}


def _stay(claim: Claim, case: Case, plan: Plan, today: date, bill: Bill) -> Stay:
    """Return what is settled: a visit, a stay, or the part of it behind those settled before."""
    visit = case.visit
    if not visit.is_stay:
        return stay_of(visit, case.presence, settled_on=today, amounts=bill)
    last = last_day(visit, today)
    first = min(case.parts[-1] + _DAY, last) if case.parts else visit.begins_on
    if claim.mid_stay and claim.upto is not None:
        if not first <= claim.upto <= last:
            raise refusals.outside_the_stay(claim.upto, first, last)
        last = claim.upto
    link = "none"
    if case.parts:
        year = plan.policy.benefit_year
        ended = case.parts[-1]
        at_year_end = ended == year.bounds(year.year_of(ended))[1]
        splits = plan.procedure("cross_year", today) == "split_at_year_end"
        link = "split" if at_year_end and splits else "continued"
    return stay_of(
        visit,
        case.presence,
        settled_on=last if claim.mid_stay else today,
        first=first,
        last=last,
        amounts=bill,
        link=link,
        mid_stay=claim.mid_stay,
    )


def _check_parts(sent: Parts, taken: Sequence[UnsettledBatch], settled: benefit.Settlement) -> None:
    """Compare the four parts that the provider sent, where it did.

    Right are those of the lines as they were classified, and those after care away from home has
    moved some of what is in scope to the first payment: a provider adds up the ones it was shown.
    """
    said = {
        name: getattr(sent, f"{name}_fen")
        for name, _ in _NATIONAL
        if getattr(sent, f"{name}_fen") is not None
    }
    if not said:
        return
    of_lines = {
        name: sum(getattr(part, name) for batch in taken for part in batch.bill.values())
        for name in said
    }
    of_visit = {name: getattr(settled, name) for name in said}
    if said in (of_lines, of_visit):
        return
    for name, field in _NATIONAL:
        if name in said and said[name] != of_visit[name]:
            raise refusals.differs(field, said[name], of_visit[name])


def state_after(claim: Claim, folded: Folded) -> str:
    """Return how the visit stands when the settlement is written."""
    if claim.mid_stay or folded.leaves_batches:
        return folded.case.visit.state
    return VisitState.SETTLED


SETTING_CLEARING = {Setting.OUTPATIENT: "11", Setting.INPATIENT: "21", Setting.PHARMACY: "41"}
"""clr_type: the national kind of clearing of each setting."""
