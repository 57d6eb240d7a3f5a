"""Row by row: every difference between a provider's settlements and ours (对明细账)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from yibao.office.claims.queries.records_statements import Stated
from yibao.office.exchange.reconciling.files import SentRow

AGREES, DIFFERS = "0", "1"
"""stmt_rslt"""


@dataclass(frozen=True, slots=True)
class Compared:
    """A settlement as both sides have it, what differs in words; none: it agrees."""

    sent: SentRow | None
    ours: Stated | None
    reasons: tuple[str, ...]

    def cells(self) -> tuple[str, ...]:
        """Return the row of the result; amounts are ours, or the provider's where we have none."""
        ours, sent = self.ours, self.sent
        if ours is not None:
            amounts = (ours.total_fen, ours.fund_fen, ours.account_fen)
            keys = (ours.person, ours.visit, ours.number, ours.sender_id)
            refund = ours.is_reversal
        else:
            assert sent is not None
            amounts = (sent.total_fen, sent.fund_fen, sent.account_fen)
            keys, refund = (sent.person, sent.visit, sent.number, ""), sent.is_refund
        return (
            *keys,
            DIFFERS if self.reasons else AGREES,
            "1" if refund else "0",
            "；".join(self.reasons),
            *(_yuan(amount) for amount in amounts),
        )


def compared(
    sent: Sequence[SentRow], ours: Sequence[Stated], elsewhere: Mapping[str, Stated]
) -> Iterator[Compared]:
    """Yield every row of the file, then what of ours it lacks.

    Args:
        sent: the provider's rows.
        ours: what we settled in the days of the statement.
        elsewhere: what we settled of the provider besides, by number.

    """
    by_number = {row.number: row for row in ours}
    reversals = _reversals(ours)
    met: set[str] = set()
    for row in sent:
        found = _ours_of(row, by_number, reversals, met)
        if found is None:
            yield Compared(row, elsewhere.get(row.number), (_why_not_here(row, elsewhere),))
        elif found.number in met:
            yield Compared(row, found, ("文件中重复",))
        else:
            met.add(found.number)
            yield Compared(row, found, tuple(_unlike(row, found)))
    for own in ours:
        if own.number not in met:
            said = "医疗机构缺少该退费记录" if own.is_reversal else "医疗机构缺少该结算"
            yield Compared(None, own, (said,))


def _reversals(ours: Iterable[Stated]) -> dict[tuple[str, int], list[Stated]]:
    """Return reversals by visit and amount: some providers send them under the first number."""
    found: dict[tuple[str, int], list[Stated]] = {}
    for row in ours:
        if row.is_reversal:
            found.setdefault((row.visit, row.total_fen), []).append(row)
    return found


def _ours_of(
    row: SentRow,
    by_number: Mapping[str, Stated],
    reversals: Mapping[tuple[str, int], Sequence[Stated]],
    met: Collection[str],
) -> Stated | None:
    found = by_number.get(row.number)
    takes_back = row.is_refund and row.total_fen < 0
    if takes_back and (found is None or not found.is_reversal):
        visit = row.visit if found is None else found.visit
        alike = reversals.get((visit, row.total_fen), ())
        return next((each for each in alike if each.number not in met), found)
    return found


def _why_not_here(row: SentRow, elsewhere: Mapping[str, Stated]) -> str:
    other = elsewhere.get(row.number)
    if other is None:
        return "中心没有该结算"
    return f"不在对账范围：结算日期 {other.settled_on}，清算类别 {other.clr_type}"


def _unlike(row: SentRow, ours: Stated) -> Iterator[str]:
    """Yield each figure and key that differs, with both values."""
    for name, sent, own in (
        ("mdtrt_id", row.visit, ours.visit),
        ("psn_no", row.person, ours.person),
    ):
        if sent != own:
            yield f"{name} 送{sent or '空'} 中心{own}"
    for name, amount, own_fen in (
        ("medfee_sumamt", row.total_fen, ours.total_fen),
        ("fund_pay_sumamt", row.fund_fen, ours.fund_fen),
        ("acct_pay", row.account_fen, ours.account_fen),
    ):
        if amount != own_fen:
            yield f"{name} 送{_yuan(amount)} 中心{_yuan(own_fen)}"
    if row.is_refund and not (ours.is_reversal or ours.is_reversed):
        yield "中心未退费"
    if ours.is_reversal and not row.is_refund:
        yield "该笔为退费，退费结算标志应为1"


def _yuan(amount_fen: int) -> str:
    return f"{'-' if amount_fen < 0 else ''}{abs(amount_fen) // 100}.{abs(amount_fen) % 100:02}"
