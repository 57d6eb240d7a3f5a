"""Settle a bill, or say what settling it would give (结算、预结算)."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from yibao import benefit
from yibao.office.base.actor import Actor
from yibao.office.claims.accounts import FAMILY, NONE, check_flag, payable_fen, split
from yibao.office.claims.accumulators import Row, rows_after, rows_of
from yibao.office.claims.asked import Claim, Settled
from yibao.office.claims.models import Settlement
from yibao.office.claims.plans import kept
from yibao.office.claims.services.lines_reclassify import reclassify
from yibao.office.claims.services.refold import Found, Years, is_late, with_late
from yibao.office.claims.services.settle_answer import answer_of
from yibao.office.claims.services.settle_case import lock_case, read_case
from yibao.office.claims.services.settle_fold import Checked, Folded, check, fold, stale_under
from yibao.office.claims.services.settle_write import Paying, write
from yibao.office.ledger.services import HeldAccount, hold_accounts, see_accounts
from yibao.office.people.queries import claimant_of, sharers_of
from yibao.terms.own_ids import SEQUENCE_MAX, make


def settle(actor: Actor, claim: Claim) -> Settled:
    """Settle a bill: who pays what is worked out, written and booked, once.

    The person is locked, then the visit, then the accounts that pay; everything is read behind the
    locks and written by one statement.

    Raises:
        NotFound: code ``unknown_visit``.
        Conflict: ``settled_already``, ``period_not_open`` and what the state of the visit forbids.
        InvalidInput: ``amount_differs`` with the field that differs, ``batch_incomplete``,
            ``mid_stay_settlement_needed``, and what the law refuses. Nothing was written.

    """
    check_flag(claim.account)
    with transaction_here():
        lock_case(claim.visit)
        now = timezone.now().replace(microsecond=0)
        today = timezone.localdate(now)
        case = read_case(claim.visit, numbered=True)
        checked = check(claim, case, claimant_of(case.person, case.version), today, is_final=True)
        folded = fold(as_classified_now(checked, is_final=True))
        case = folded.case
        number = make("settlement", folded.division, today, case.sequence % (SEQUENCE_MAX + 1))
        folded, rows, found = in_its_place(folded, number)
        paying = pay(claim, folded, is_final=True)
        balance = balance_after(folded, paying)
        answer = answer_of(claim, folded, paying.uses, balance, now, number)
        key = write(actor, claim, folded, paying, rows, answer)
        if found.changed:
            found.keep(Settlement.objects.get(pk=key), now)
        return answer


def balance_after(folded: Folded, paying: Paying) -> int:
    """Return what the person's own account holds when it has paid, in fen."""
    person = folded.case.person
    if person not in paying.held:
        return folded.case.balances.get(folded.division, 0)
    drawn = sum(use.amount_fen for use in paying.uses if use.owner == person)
    return paying.held[person].balance_fen - drawn


def transaction_here() -> AbstractContextManager[Any]:
    """Return a transaction where there is none: within one, a savepoint would cost two trips.

    A refusal comes before anything is written, so the caller's transaction stays usable.
    """
    return nullcontext() if connection.in_atomic_block else transaction.atomic()


def in_its_place(folded: Folded, number: str) -> tuple[Folded, list[Row], Found]:
    """Return a settlement with the accumulators behind it, as the plan's `late_claim` says.

    `append`: on those of its year as they stand. `refold`: a claim that comes late is folded in at
    its place in the declared order, and what that changes of others is found.
    """
    plan = folded.plan
    layout = kept(plan)
    again = refolded(folded, number)
    if again is None:
        return folded, rows_after(folded.case.years, folded.settled, plan, layout), Found.nothing()
    settled, years, found = again
    return replace(folded, settled=settled), rows_of(years, plan, layout), found


def refolded(folded: Folded, number: str) -> tuple[benefit.Settlement, Years, Found] | None:
    """Fold a claim in at its place, where it comes late and the plan's `late_claim` is `refold`."""
    plan, case, visit = folded.plan, folded.case, folded.settled.visit
    if plan.procedure("late_claim", folded.today) != "refold" or not case.years:
        return None
    if not is_late(visit, case.person, plan, folded.today):
        return None
    return with_late(visit, number, case.person, plan)


def as_classified_now(checked: Checked, *, is_final: bool) -> Checked:
    """Classify the lines once more where what they were classified under has changed."""
    plan = stale_under(checked)
    if plan is None:
        return checked
    case = checked.case
    reclassify(case.visit, checked.facts, plan)
    anew = replace(read_case(checked.claim.visit, numbered=False), sequence=case.sequence)
    return check(checked.claim, anew, checked.claimant, checked.today, is_final=is_final)


def pay(claim: Claim, folded: Folded, *, is_final: bool) -> Paying:
    """Let the accounts pay that may; of a settlement they are held, for a preview looked at."""
    payable = payable_fen(folded.settled, folded.plan, folded.today)
    if check_flag(claim.account) == NONE or not payable:
        return Paying((), {})
    order = [folded.case.person]
    if claim.account == FAMILY:
        order += sharers_of(folded.case.person, folded.today)
    held = hold_accounts(folded.division, order) if is_final else _seen(folded, order)
    return Paying(tuple(split(payable, order, held)), held)


def _seen(folded: Folded, order: list[str]) -> dict[str, HeldAccount]:
    """Return what accounts hold, for a preview; what the person's own holds was read before."""
    if len(order) > 1:
        return see_accounts(folded.division, order)
    balance = folded.case.balances.get(folded.division)
    return {} if balance is None else {order[0]: HeldAccount(order[0], 0, "", balance)}
