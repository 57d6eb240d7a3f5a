"""What settling a bill would give (预结算): the same as settling, but nothing is locked or kept."""

from __future__ import annotations

from django.utils import timezone

from yibao.office.claims.accounts import check_flag
from yibao.office.claims.asked import Claim, Settled
from yibao.office.claims.services.settle import balance_after, pay
from yibao.office.claims.services.settle_answer import answer_of
from yibao.office.claims.services.settle_case import read_case
from yibao.office.claims.services.settle_fold import check_and_fold
from yibao.office.people.queries import claimant_of


def preview(claim: Claim) -> Settled:
    """Return what settling a bill now would answer; a stay need not be discharged for it.

    Raises:
        YibaoError: as `settle`.

    """
    check_flag(claim.account)
    now = timezone.now().replace(microsecond=0)
    case = read_case(claim.visit, numbered=False)
    claimant = claimant_of(case.person)
    folded = check_and_fold(claim, case, claimant, timezone.localdate(now), is_final=False)
    paying = pay(claim, folded, is_final=False)
    return answer_of(claim, folded, paying.uses, balance_after(folded, paying), now)
