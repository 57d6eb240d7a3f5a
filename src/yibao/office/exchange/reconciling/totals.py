"""Totals of a statement of account: each figure of a provider beside ours (对总账)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from yibao.office.claims.queries.records_statements import Stated

ONLY_REFUNDS = "1"
"""refd_setl_flag: reversals alone are compared."""
_NAMES = {
    "medfee_sumamt": "医疗费总额",
    "fund_pay_sumamt": "基金支付总额",
    "fund_appy_sum": "基金申报总额",
    "acct_pay": "个人账户支出",
    "cash_payamt": "现金支付金额",
    "fixmedins_setl_cnt": "结算笔数",
    "psntime": "清算人次",
}
COUNTS = ("fixmedins_setl_cnt", "psntime")


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that differs; amounts in fen, counts as they are."""

    field: str
    sent: int
    ours: int

    @property
    def zh(self) -> str:
        """The figure in words."""
        sent, ours = self._said(self.sent), self._said(self.ours)
        return f"{_NAMES[self.field]}{self.field} 送{sent} 中心{ours}"

    def _said(self, value: int) -> str:
        if self.field in COUNTS:
            return str(value)
        return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02}"


def counted(rows: Iterable[Stated], flag: str) -> list[Stated]:
    """Return the rows that a statement compares: every one, or reversals alone."""
    return [row for row in rows if row.is_reversal or flag != ONLY_REFUNDS]


def sums(rows: Sequence[Stated]) -> dict[str, int]:
    """Return every figure of some rows by its national name; counts are of rows."""
    fund = sum(row.fund_fen for row in rows)
    return {
        "medfee_sumamt": sum(row.total_fen for row in rows),
        "fund_pay_sumamt": fund,
        "fund_appy_sum": fund,
        "acct_pay": sum(row.account_fen for row in rows),
        "cash_payamt": sum(row.cash_fen for row in rows),
        **dict.fromkeys(COUNTS, len(rows)),
    }


def differences(sent: Mapping[str, int | None], rows: Sequence[Stated]) -> list[Difference]:
    """Return each figure sent that is not ours; what was not sent is not compared.

    A number of settlements agrees whether a settlement that was reversed counts twice, forward and
    back, or not at all: the documents say neither.
    """
    ours = sums(rows)
    standing = sum(-1 if row.is_reversal else 1 for row in rows)
    return [
        Difference(field, value, ours[field])
        for field, value in sent.items()
        if value is not None
        and value != ours[field]
        and not (field in COUNTS and value == standing)
    ]
