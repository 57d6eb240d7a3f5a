"""Settle a bill, or say what settling it would give (结算、预结算)."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from yibao.office.base.actor import Actor
from yibao.office.claims.accounts import FAMILY, NONE, check_flag, payable_fen, split
from yibao.office.claims.accumulators import rows_after
from yibao.office.claims.asked import Claim, Settled
from yibao.office.claims.plans import kept
from yibao.office.claims.services.settle_answer import answer_of
from yibao.office.claims.services.settle_case import lock_case, read_case
from yibao.office.claims.services.settle_fold import Folded, check_and_fold
from yibao.office.claims.services.settle_write import Paying, write
from yibao.office.ledger.services import hold_accounts, see_accounts
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
        claimant = claimant_of(case.person)
        folded = check_and_fold(claim, case, claimant, today, is_final=True)
        paying = pay(claim, folded, is_final=True)
        balance = balance_after(folded, paying)
        number = make("settlement", folded.division, today, case.sequence % (SEQUENCE_MAX + 1))
        answer = answer_of(claim, folded, paying.uses, balance, now, number)
        rows = rows_after(case.years, folded.settled, folded.plan, kept(folded.plan))
        write(actor, claim, folded, paying, rows, answer)
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


def pay(claim: Claim, folded: Folded, *, is_final: bool) -> Paying:
    """Let the accounts pay that may; of a settlement they are held, for a preview looked at."""
    payable = payable_fen(folded.settled, folded.plan, folded.today)
    if check_flag(claim.account) == NONE or not payable:
        return Paying((), {})
    order = [folded.case.person]
    if claim.account == FAMILY:
        order += sharers_of(folded.case.person, folded.today)
    held = (hold_accounts if is_final else see_accounts)(folded.division, order)
    return Paying(tuple(split(payable, order, held)), held)
