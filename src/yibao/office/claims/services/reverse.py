"""Undo a settlement (撤销结算): every amount with the sign turned, worked out by nobody again.

What may be undone, and what becomes of the settlements behind it, is the region's word `reversal`
(docs/algorithms/settlement.md).
"""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from yibao.benefit.accumulators import Accumulators
from yibao.benefit.years import less
from yibao.office.base.actor import Actor
from yibao.office.claims import accumulators, refusals
from yibao.office.claims.asked import Settled, VisitKey
from yibao.office.claims.models import Settlement
from yibao.office.claims.models.visit import Setting
from yibao.office.claims.plans import plan_for
from yibao.office.claims.queries.settlements import standing_of
from yibao.office.claims.queries.trace import before_of, retraced
from yibao.office.claims.services.refold import Found, without
from yibao.office.claims.services.reverse_write import write_reversal
from yibao.office.claims.services.settle import transaction_here
from yibao.office.claims.services.settle_case import Case, lock_case, read_case
from yibao.office.claims.services.settled_of import settled_of
from yibao.policy.plan import Plan

Years = dict[int, Accumulators]


def reverse(actor: Actor, key: VisitKey, settlement_number: str, sender_id: str) -> Settled:
    """Undo a settlement of a provider's visit; return the reversal, its amounts negative.

    It is booked today, whatever month it undoes; the batches are free again, the visit stands as
    before, accounts have their money back, the accumulators are as the region's law has them.

    Raises:
        NotFound: code ``unknown_visit``, ``unknown_settlement``.
        Conflict: code ``reversed_already``, ``is_reversal``, ``not_newest``, ``period_not_open``.
            Nothing was written.

    """
    with transaction_here():
        lock_case(key)
        case = read_case(key, numbered=True)
        now = timezone.now().replace(microsecond=0)
        today = timezone.localdate(now)
        row = _to_undo(case, settlement_number)
        plan = plan_for(row.division, today)
        later = [one for one in standing_of(row.person, row.insutype) if one.pk > row.pk]
        years, found = _years_after(row, later, case.years, plan, today)
        made = write_reversal(actor, case, row, years, plan, sender_id, now)
        found.keep(made, now)
        return settled_of(made)


def _to_undo(case: Case, number: str) -> Settlement:
    """Return the settlement, if it is one of this visit that stands."""
    rows = Settlement.objects.select_related("visit").filter(visit_id=case.visit.id)
    row = rows.filter(number=number).first()
    if row is None:
        raise refusals.unknown_settlement(number)
    if row.reverses_id is not None:
        raise refusals.is_reversal(number)
    undoing = Settlement.objects.filter(reverses=row).first()
    if undoing is not None:
        raise refusals.reversed_already(number, undoing.number)
    return row


def _years_after(
    row: Settlement, later: list[Settlement], years: Years, plan: Plan, today: date
) -> tuple[Years, Found]:
    """Return the accumulators of each year without a settlement, and what a refold finds."""
    mode = plan.procedure("reversal", today)
    # The parts of one stay hang together: a later one rests on what an earlier one bore.
    is_stay = row.setting == Setting.INPATIENT
    same_stay = [one for one in later if is_stay and one.visit_id == row.visit_id]
    in_the_way = later if mode == "newest_first" else same_stay
    if in_the_way:
        raise refusals.not_newest(row.number, [one.number for one in in_the_way])
    if mode == "refold_later" or plan.procedure("late_claim", today) == "refold":
        return without(row, plan)
    if later or _rests_on_something_undone(row):
        undone = retraced(row)
        found = {year: less(state.under(plan), undone, plan) for year, state in years.items()}
        return found, Found.nothing()
    return accumulators.restored(years, row.benefit_year, before_of(row), plan), Found.nothing()


def _rests_on_something_undone(row: Settlement) -> bool:
    """Say whether something before a settlement was undone behind it: its state is no way back."""
    behind = Settlement.objects.filter(person=row.person, insutype=row.insutype, pk__gt=row.pk)
    return behind.filter(reverses__pk__lt=row.pk).exists()
