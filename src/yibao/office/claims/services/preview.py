"""What settling a bill would give (预结算): the same as settling, but nothing is locked or kept."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from yibao.office.claims.accounts import check_flag
from yibao.office.claims.asked import Claim, Settled
from yibao.office.claims.services.settle import as_classified_now, balance_after, pay, refolded
from yibao.office.claims.services.settle_answer import answer_of
from yibao.office.claims.services.settle_case import read_case
from yibao.office.claims.services.settle_fold import check, fold, stale_under
from yibao.office.people.queries import claimant_of

PREVIEWED = "preview"
"""What stands for the number of a settlement that will not be made."""


def preview(claim: Claim) -> Settled:
    """Return what settling a bill now would answer; a stay need not be discharged for it.

    Raises:
        YibaoError: as `settle`.

    """
    check_flag(claim.account)
    now = timezone.now().replace(microsecond=0)
    case = read_case(claim.visit, numbered=False)
    today = timezone.localdate(now)
    checked = check(claim, case, claimant_of(case.person, case.version), today, is_final=False)
    if stale_under(checked) is not None:
        with transaction.atomic():
            checked = as_classified_now(checked, is_final=False)
            transaction.set_rollback(True)
    folded = fold(checked)
    again = refolded(folded, PREVIEWED)
    if again is not None:
        folded = replace(folded, settled=again[0])
    paying = pay(claim, folded, is_final=False)
    return answer_of(claim, folded, paying.uses, balance_after(folded, paying), now)
