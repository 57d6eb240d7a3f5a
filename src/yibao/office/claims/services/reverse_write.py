"""A reversal written (撤销结算落库): the mirror of a settlement, and what it gives back."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils import timezone

from yibao.benefit.accumulators import Accumulators
from yibao.office.base.actor import Actor
from yibao.office.claims.models import (
    AccountUse,
    Accumulator,
    Batch,
    Line,
    Payer,
    ReversedLine,
    Settlement,
    Visit,
)
from yibao.office.claims.models.visit import Setting, VisitState
from yibao.office.claims.plans import kept, slots_of
from yibao.office.claims.services.settle_case import Case
from yibao.office.database.prepared import fetch
from yibao.office.ledger import services as ledger
from yibao.policy.plan import Plan
from yibao.terms.own_ids import SEQUENCE_MAX, make

REASON = "撤销结算"
_SAME = (
    *("visit", "person", "provider", "insutype", "psn_type", "division", "setting", "med_type"),
    *("care", "begins_on", "ends_on", "benefit_year", "mid_stay", "clr_type", "clr_way", "plan"),
    *("facts", "bill", "layout_id", "before"),
)
"""Columns that a reversal has from what it reverses; its trace is that of the other."""
_TURNED = (
    *("total_fen", "full_self_fen", "over_limit_fen", "first_pay_fen", "in_scope_fen"),
    *("deductible_fen", "fund_fen", "hospital_fen", "personal_fen", "account_fen"),
    *("shared_fen", "cash_fen"),
)
_COLUMNS = ", ".join(
    str(field.column)
    for field in ReversedLine._meta.concrete_fields
    if field.name != "settlement_id"
)
_KEEP = f"""
INSERT INTO claims_reversedline (settlement_id, {_COLUMNS})
SELECT %(id)s, {_COLUMNS} FROM claims_line
WHERE visit_on = %(begins_on)s AND visit_id = %(visit)s
    AND batch_id IN (SELECT id FROM claims_batch WHERE settlement_id = %(id)s)
"""  # noqa: S608 -- names of columns


def write_reversal(
    actor: Actor,
    case: Case,
    row: Settlement,
    years: dict[int, Accumulators],
    plan: Plan,
    sender_id: str,
    now: datetime,
) -> Settlement:
    """Write the reversal of a settlement, and give back what that took.

    Args:
        actor: who undoes it.
        case: the visit and the accumulators as they stood.
        row: what is undone.
        years: the accumulators as they are to stand.
        plan: the plan in use, whose slots they are written in.
        sender_id: the sender's msgid.
        now: when.

    """
    today = timezone.localdate(now)
    entry = ""
    if row.entry:
        entry = ledger.reverse(actor, row.entry, today, f"{REASON} {row.number}").number
    uses = list(AccountUse.objects.filter(settlement_id=row.pk))
    held = ledger.see_accounts(row.division, [row.person, *(use.owner for use in uses)])
    own = held.get(row.person)
    number = make("settlement", row.division, today, case.sequence % (SEQUENCE_MAX + 1))
    made = Settlement.objects.create(
        number=number,
        reverses=row,
        settled_at=now,
        settled_on=today,
        sender_id=sender_id,
        invoice="",
        entry=entry,
        balance_fen=own.balance_fen if own else 0,
        **{name: getattr(row, name) for name in _SAME},
        **{name: -getattr(row, name) for name in _TURNED},
    )
    Payer.objects.bulk_create(
        Payer(
            settlement_id=made.pk,
            fund_pay_type=paid.fund_pay_type,
            amount_fen=-paid.amount_fen,
        )
        for paid in Payer.objects.filter(settlement_id=row.pk)
    )
    AccountUse.objects.bulk_create(
        AccountUse(
            settlement_id=made.pk,
            owner=use.owner,
            amount_fen=-use.amount_fen,
            balance_fen=held[use.owner].balance_fen if use.owner in held else 0,
        )
        for use in uses
    )
    _count(case, row, years, plan, made)
    _keep_lines(row)
    _free(row)
    _stand_again(row, now)
    return made


def _count(
    case: Case,
    row: Settlement,
    years: dict[int, Accumulators],
    plan: Plan,
    made: Settlement,
) -> None:
    """Write the accumulators; a year that nothing counts in any more has no row."""
    layout = kept(plan)
    rows = Accumulator.objects.filter(person=case.person, insutype=row.insutype)
    rows.exclude(benefit_year__in=years).delete()
    for year, own in years.items():
        as_it_was = own.slots == slots_of(row.layout_id) and own.slots != plan.slots
        Accumulator.objects.update_or_create(
            person=case.person,
            insutype=row.insutype,
            benefit_year=year,
            defaults={
                "layout_id": row.layout_id if as_it_was else layout,
                "numbers": (own if as_it_was else own.under(plan)).numbers.tolist(),
                "settlement_id": made.pk,
            },
        )


def _keep_lines(row: Settlement) -> None:
    """Keep the lines as they stood, for whoever asks for the bill that was undone."""
    there = {"id": row.pk, "begins_on": row.visit.begins_on, "visit": row.visit_id}
    fetch(_KEEP, there)


def _free(row: Settlement) -> None:
    """Let the batches be settled again; one whose number is in use meanwhile joins that one."""
    for batch in Batch.objects.filter(settlement_id=row.pk):
        same = Batch.objects.filter(visit_id=batch.visit_id, number=batch.number, day=batch.day)
        other = same.filter(settlement_id=None).first()
        if other is None:
            Batch.objects.filter(pk=batch.pk).update(settlement_id=None)
            continue
        sums = {track: list(parts) for track, parts in other.bill.items()}
        for track, parts in batch.bill.items():
            known = sums.get(track, [0] * len(parts))
            sums[track] = [one + more for one, more in zip(known, parts, strict=True)]
        lines = Line.objects.filter(visit_on=row.visit.begins_on, visit_id=batch.visit_id)
        lines.filter(batch_id=batch.pk).update(batch_id=other.pk)
        # What both were classified under need not be the same: settling looks once more.
        Batch.objects.filter(pk=other.pk).update(
            line_count=F("line_count") + batch.line_count,
            total_fen=F("total_fen") + batch.total_fen,
            bill=sums,
            classified_under=b"",
        )
        batch.delete()


def _stand_again(row: Settlement, now: datetime) -> None:
    """Let the visit stand as before the settlement."""
    visit = row.visit
    if visit.state != VisitState.SETTLED:
        return
    state = VisitState.OPEN
    if visit.setting == Setting.INPATIENT and visit.ends_at is not None:
        state = VisitState.DISCHARGED
    if visit.setting == Setting.PHARMACY:
        state = VisitState.WITHDRAWN  # A purchase is a visit, a bill and a settlement at once.
    Visit.objects.filter(pk=visit.pk).update(state=state, changed_at=now)
