"""What personal accounts paid of settlements of the past (历史个人账户支付), in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from yibao.office.claims.accounts import FAMILY, NONE, Use, check_flag, payable_fen, split
from yibao.office.claims.services.load_fold import PastSettled
from yibao.office.ledger.services import HeldAccount, hold_accounts
from yibao.office.people.queries import sharers_of


@dataclass(frozen=True, slots=True)
class PastPaid:
    """A settlement of the past with what accounts paid, and what one's own held afterwards."""

    made: PastSettled
    uses: tuple[Use, ...]
    balance_fen: int


@dataclass(frozen=True, slots=True)
class Held:
    """The accounts that a batch holds, by pooling area and owner, as they were before it."""

    by_division: dict[str, dict[str, HeldAccount]]


def pay_all(settled: Sequence[PastSettled]) -> tuple[list[PastPaid], Held]:
    """Let accounts pay, each settlement after the one before; they are held from now on.

    Args:
        settled: in the order of settlement.

    """
    sharers = _Sharers()
    owners: dict[str, dict[str, None]] = {}
    for one in settled:
        held = owners.setdefault(one.ready.division, {})
        held.update(dict.fromkeys(_order(one, sharers)))
    before = {
        division: hold_accounts(division, list(some)) for division, some in sorted(owners.items())
    }
    now = {division: dict(accounts) for division, accounts in before.items()}
    return [_paid(one, now[one.ready.division], sharers) for one in settled], Held(before)


class _Sharers:
    """Whose accounts somebody may use on a day, asked once for each."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, date], list[str]] = {}

    def of(self, person: str, day: date) -> list[str]:
        if (person, day) not in self._known:
            self._known[person, day] = sharers_of(person, day)
        return self._known[person, day]


def _order(one: PastSettled, sharers: _Sharers) -> list[str]:
    """Return whose accounts may pay, one's own first."""
    ready = one.ready
    person = ready.row.person
    if check_flag(ready.past.account) == FAMILY:
        return [person, *sharers.of(person, ready.settled_on)]
    return [person]


def _paid(one: PastSettled, now: dict[str, HeldAccount], sharers: _Sharers) -> PastPaid:
    ready = one.ready
    uses: list[Use] = []
    if check_flag(ready.past.account) != NONE:
        payable = payable_fen(one.settled, ready.plan, ready.settled_on)
        if payable:
            uses = split(payable, _order(one, sharers), now)
    for use in uses:
        now[use.owner] = replace(now[use.owner], balance_fen=use.balance_fen)
    own = now.get(ready.row.person)
    return PastPaid(one, tuple(uses), own.balance_fen if own else 0)
