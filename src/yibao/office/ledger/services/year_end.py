"""Closes a year of a statutory book (年末结转): income and expense go into the fund's balance."""

from datetime import date
from hashlib import sha256

from yibao.office.base.actor import Actor
from yibao.office.ledger.chart import CREDIT, DEBIT, Book
from yibao.office.ledger.entry import NewEntry, NewLine
from yibao.office.ledger.queries.trial import trial_balance
from yibao.office.ledger.services.post import Posted, post


def carry_over(actor: Actor, division: str, fund: str, year: int) -> Posted | None:
    """Bring every account of income and expense of a fund to zero on 31 December.

    Their difference goes to the account ``balance`` (一般基金结余). Returns None where all of them
    are zero already, so it can be asked for again after a late entry.

    Raises:
        Conflict: ``period_not_open``: December is closed.

    """
    day = date(year, 12, 31)
    moved = [
        line
        for line in trial_balance(division, Book.STATUTORY, day, fund).lines
        if line.chart.element in {"income", "expense"} and line.closing_fen
    ]
    if not moved:
        return None
    lines = [_opposite(fund, line.account, line.closing_fen) for line in moved]
    if surplus_fen := -sum(line.closing_fen for line in moved):
        # Income stands negative: a surplus is credited to the balance.
        lines.append(_opposite(fund, "balance", surplus_fen))
    # A second carrying-over of the year moves other amounts, and so has another key.
    digest = sha256(f"{division}:{fund}:{year}:{lines}".encode()).hexdigest()
    entry = NewEntry(
        division=division,
        book=Book.STATUTORY,
        business_day=day,
        purpose="year_end",
        lines=tuple(lines),
        key=f"carry_over:{digest[:40]}",
        event="carry_over",
        memo=f"{year} 年末结转",
    )
    return post(actor, entry)


def _opposite(fund: str, account: str, debit_fen: int) -> NewLine:
    side = CREDIT if debit_fen > 0 else DEBIT
    return NewLine(fund, account, side, abs(debit_fen))
