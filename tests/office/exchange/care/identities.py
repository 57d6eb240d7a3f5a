"""What holds in every settlement, recorded or ours (interface notes on real settlements)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

FUNDS = (
    *("hifp_pay", "cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "maf_pay", "hifdm_pay"),
    "oth_pay",
)
PARTS = ("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt")


def check_identities(info: Mapping[str, Any], payers: Iterable[Mapping[str, Any]]) -> None:
    """Assert the five identities; a field that is null or missing counts as nothing."""

    def of(*names: str) -> Decimal:
        return sum((Decimal(str(info.get(name) or 0)) for name in names), Decimal())

    whole = of("medfee_sumamt")
    fund, account, hospital = (of(n) for n in ("fund_pay_sumamt", "acct_pay", "hosp_part_amt"))
    listed = sum((Decimal(str(row["fund_payamt"])) for row in payers), Decimal())
    assert whole == of(*PARTS)
    assert whole == fund + of("psn_part_amt") + hospital
    assert of("psn_part_amt") == account + of("psn_cash_pay")
    assert fund == of(*FUNDS)
    assert listed == fund + account + hospital
