"""Statements of account, and applications for clearing (对账、清算申请)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yibao.office.claims.queries.records_statements import Stated, stated, stated_by_number
from yibao.office.exchange.message import Message
from yibao.office.exchange.reconciling.detail import compared
from yibao.office.exchange.reconciling.files import rows_of, zipped
from yibao.office.exchange.reconciling.totals import counted, differences
from yibao.office.exchange.services.clearing import (
    apply_for_clearing,
    see_days,
    withdraw_application,
)
from yibao.office.exchange.services.files import file_of, keep_file
from yibao.office.exchange.transactions.registry import Output, transaction
from yibao.terms.errors import InvalidInput

_FIGURES = ("medfee_sumamt", "fund_pay_sumamt", "acct_pay", "fixmedins_setl_cnt")


@transaction("3201", changes=False)
def totals(message: Message) -> Output:
    """Compare totals; say each figure that differs (医药机构费用结算对总账)."""
    node = message.node("data")
    see_days(node["stmt_begndate"], node["stmt_enddate"])
    rows = _stated(message.provider, node, node["insutype"])
    found = differences(
        {name: node.get(name) for name in _FIGURES}, counted(rows, _refunds_only(node))
    )
    return {
        "stmtinfo": {
            "setl_optins": node["setl_optins"],
            "stmt_rslt": "1" if found else "0",
            "stmt_rslt_dscr": "；".join(each.zh for each in found),
        }
    }


@transaction("3202", changes=True)
def detail(message: Message) -> Output:
    """Compare settlement by settlement; the result is a file (医药机构费用结算对明细账)."""
    node = message.node("data")
    first, last = node["stmt_begndate"], node["stmt_enddate"]
    see_days(first, last)
    sent = tuple(rows_of(bytes(file_of(message.provider, node["file_qury_no"]).content)))
    ours = counted(_stated(message.provider, node), _refunds_only(node))
    here = {row.number for row in ours}
    elsewhere = stated_by_number(
        message.provider, {row.number for row in sent if row.number not in here}
    )
    name = f"stmt_{message.provider}_{first:%Y%m%d}_{last:%Y%m%d}"
    content = zipped(name, (row.cells() for row in compared(sent, ours, elsewhere)))
    kept = keep_file(message.provider, f"{name}.zip", content)
    return {
        "fileinfo": {
            "file_qury_no": kept.number,
            "filename": kept.name,
            "dld_endtime": kept.kept_until,
        }
    }


@transaction("3203", changes=True)
def clearing(message: Message) -> Output:
    """Take an application for clearing (清算申请)."""
    row = apply_for_clearing(message.provider, message.care_division, message.node("data"))
    return {"result": {"clr_appy_evt_id": row.number}}


@transaction("3204", changes=True)
def no_clearing(message: Message) -> None:
    """Withdraw an application for clearing (清算申请撤销)."""
    withdraw_application(message.provider, message.node("data")["clr_appy_evt_id"])


def _stated(provider: str, node: Mapping[str, Any], insutype: str = "") -> list[Stated]:
    """Return what was settled in the days of a statement, of its kind and of its agency."""
    try:
        return stated(
            provider,
            node["stmt_begndate"],
            node["stmt_enddate"],
            insutype=insutype,
            clr_type=node["clr_type"],
            agency=node["setl_optins"],
        )
    except InvalidInput as error:
        # Only the agency is a division here; its name in the message is another.
        raise InvalidInput(error.code, "setl_optins", error.reason, error.remedy) from None


def _refunds_only(node: Mapping[str, Any]) -> str:
    """Return the flag that asks for reversals alone, under either of its names."""
    return node.get("refd_setl_flag") or node.get("fixmedins_refd_setl_flag") or ""
