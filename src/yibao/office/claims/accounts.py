"""What personal accounts pay of a settlement (个人账户支付): a pure function of balances.

It comes after the fold, out of what the person bears: first the person's own account, then those
shared with them in the order of their sharing. How much of it accounts may pay at all is the
region's word, `account_pays`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from yibao.benefit.settlement import Settlement
from yibao.office.ledger.services import HeldAccount
from yibao.policy.plan import Plan
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

NONE, OWN, FAMILY = "0", "1", "2"
"""acct_used_flag: no account, one's own, those of the family too."""


@dataclass(frozen=True, slots=True)
class Use:
    """What one account pays, and what it holds afterwards (fen)."""

    owner: str
    amount_fen: int
    balance_fen: int


def check_flag(flag: str) -> str:
    """Return acct_used_flag; empty means that no account is used.

    Raises:
        InvalidInput: code ``unknown_account_flag``.

    >>> check_flag("")
    '0'

    """
    if flag in ("", NONE, OWN, FAMILY):
        return flag or NONE
    raise InvalidInput(
        "unknown_account_flag",
        "acct_used_flag",
        Text(f"个人账户使用标志“{flag}”无效。", f"There is no acct_used_flag {flag!r}."),
        Text("请填 0、1 或 2。", "Send 0, 1 or 2."),
    )


def payable_fen(settled: Settlement, plan: Plan, day: date) -> int:
    """Return how much of the personal part accounts may pay, by the plan's `account_pays`.

    `personal`: all of it. `within_scope`: less what is full self-pay, over a limit or first-pay.
    """
    word = plan.procedure("account_pays", day)
    if word == "nothing":
        return 0
    if word == "personal":
        return settled.personal
    outside = settled.full_self + settled.over_limit + settled.first_pay
    return max(0, settled.personal - outside)


def split(payable: int, order: Sequence[str], held: Mapping[str, HeldAccount]) -> list[Use]:
    """Return what each account pays, in order, none below zero.

    >>> own = HeldAccount("P1", 1, "A1", 300)
    >>> wife = HeldAccount("P2", 2, "A2", 900)
    >>> split(1000, ["P1", "P2"], {"P1": own, "P2": wife})  # doctest: +NORMALIZE_WHITESPACE
    [Use(owner='P1', amount_fen=300, balance_fen=0),
     Use(owner='P2', amount_fen=700, balance_fen=200)]

    """
    left, uses = payable, []
    for owner in order:
        account = held.get(owner)
        drawn = min(left, account.balance_fen) if account is not None else 0
        if account is not None and drawn > 0:
            uses.append(Use(owner, drawn, account.balance_fen - drawn))
            left -= drawn
    return uses
