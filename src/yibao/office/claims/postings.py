"""How a settlement is booked in the sub-ledger (结算入账).

Each fund: benefit of the kind of service against what is owed to the provider. The personal
account: the accounts shrink, and the provider is owed it too. What the provider bears itself is a
memorandum (999996).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from yibao.office.claims.accounts import Use
from yibao.office.ledger.chart import PERSONAL, Book, fund_of
from yibao.office.ledger.entry import NewEntry, NewLine, credit, debit

PERSONAL_FUND, BORNE = "310200", "999996"
PURPOSE, EVENT = "settlement", "settle"

_SERVICES = {
    "inpatient": "inpatient",
    "day_surgery": "inpatient",
    "outpatient": "outpatient",
    "emergency": "outpatient",
    "two_diseases": "outpatient",
    "chronic": "chronic",
    "pharmacy": "pharmacy",
    "antenatal": "maternity",
    "delivery": "maternity",
}
"""Kind of care of the policy files → kind of service of the books."""


def key_of(number: str) -> str:
    """Return the idempotency key of a settlement's entry."""
    return f"settle:{number}"


def entry_of(
    number: str,
    division: str,
    provider: str,
    care: str,
    day: date,
    by_fund: Mapping[str, int],
    hospital_fen: int,
    uses: Sequence[Use],
) -> NewEntry | None:
    """Return the entry of a settlement; None where nobody but the person pays, in cash.

    Args:
        number: of the settlement.
        division: the pooling area whose books these are.
        provider: whom the funds owe.
        care: kind of care, as policies name it.
        day: business day.
        by_fund: fund_pay_type → fen.
        hospital_fen: what the provider bears itself.
        uses: what accounts pay.

    """
    account = f"benefit.{_SERVICES.get(care, 'other')}"
    sums: dict[str, int] = {}
    for payer, fen in by_fund.items():
        fund = fund_of(payer)
        sums[fund] = sums.get(fund, 0) + fen
    lines: list[NewLine] = []
    for fund, fen in sums.items():
        lines.append(debit(fund, account, fen))
        lines.append(credit(fund, "payable.provider", fen, provider))
    drawn = sum(use.amount_fen for use in uses)
    if drawn:
        lines += [debit(PERSONAL_FUND, PERSONAL, use.amount_fen, use.owner) for use in uses]
        lines.append(credit(PERSONAL_FUND, "payable.provider", drawn, provider))
    if hospital_fen:
        lines.append(debit(BORNE, "borne.provider", hospital_fen, provider))
        lines.append(credit(BORNE, "borne.total", hospital_fen))
    if not lines:
        return None
    return NewEntry(
        division=division,
        book=Book.OPERATIONAL,
        business_day=day,
        purpose=PURPOSE,
        lines=tuple(lines),
        key=key_of(number),
        event=EVENT,
        subject=number,
    )
