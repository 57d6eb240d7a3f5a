"""Bills: nodes of lines, and what is answered of each line (费用明细)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from yibao.office.claims.asked import NewLine, TakenLine, VisitKey
from yibao.office.exchange.message import Message
from yibao.office.exchange.translating.nodes import Node, names_beside, needed, picked
from yibao.office.exchange.translating.visits import key_of
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

NO_CEILING_E6 = 999_999 * 1_000_000
"""What the recorded answers give as pric_uplmt_amt of an item without a ceiling."""
_WHOLE = 1_000_000
_LINE = frozenset(
    (
        *("feedetl_sn", "mdtrt_id", "psn_no", "chrg_bchno", "dise_codg", "fee_ocur_time"),
        *("med_list_codg", "medins_list_codg", "det_item_fee_sumamt", "cnt", "pric", "med_type"),
        *("bilg_dept_codg", "bilg_dr_codg", "durg_trac_info"),
    )
)
_MEMO = 500
_TRACE = "durg_trac_info"
"""So spelt in the national documents: trace codes of drugs (追溯码)."""


def visit_of(message: Message, rows: Sequence[Node]) -> VisitKey:
    """Return the one visit that every line of a message belongs to.

    Raises:
        InvalidInput: code ``several_visits``, or ``field_missing`` where there is no line at all.

    """
    key = key_of(message, rows[0] if rows else {})
    for row in rows:
        if row.get("mdtrt_id") != key.number or (row.get("psn_no") or "") != key.person:
            raise InvalidInput(
                "several_visits",
                "mdtrt_id",
                Text("一条报文只能上传一次就诊的明细。", "A message brings lines of one visit."),
                Text("请按就诊分开上传。", "Send the lines of each visit by themselves."),
            )
    return key


def lines(rows: Sequence[Node]) -> tuple[NewLine, ...]:
    """Return the lines of a bill: 2204, 2301, and those of a purchase; rows have one shape."""
    others = (*names_beside(rows[0] if rows else {}, _LINE), _TRACE)
    return tuple(
        NewLine(
            number=str(needed(row, "feedetl_sn")),
            charged_at=needed(row, "fee_ocur_time"),
            item=row.get("med_list_codg") or "",
            local_item=row.get("medins_list_codg") or "",
            amount_fen=needed(row, "det_item_fee_sumamt"),
            price_e6=needed(row, "pric"),
            quantity_e4=needed(row, "cnt"),
            batch=row.get("chrg_bchno") or "",
            approved=row.get("hosp_appr_flag") or "",
            department=row.get("bilg_dept_codg") or "",
            doctor=row.get("bilg_dr_codg") or "",
            disease=row.get("dise_codg") or "",
            details=picked(row, others),
        )
        for row in rows
    )


def purchase_lines(rows: Iterable[Node], traces: Iterable[Node]) -> tuple[NewLine, ...]:
    """Return the lines of a purchase at a pharmacy; trace codes go with the line they name."""
    by_line: dict[str, list[Node]] = {}
    for trace in traces:
        by_line.setdefault(str(trace.get("feedetl_sn") or ""), []).append(trace)
    joined: list[Mapping[str, Any]] = []
    for row in rows:
        own = by_line.get(str(row.get("feedetl_sn") or ""))
        joined.append({**row, _TRACE: tuple(own)} if own else row)
    return lines(joined)


def classified(taken: Iterable[TakenLine]) -> tuple[dict[str, Any], ...]:
    """Return what is answered of each line: its four parts, ceiling, class, restriction."""
    return tuple(_classified(line) for line in taken)


def _classified(line: TakenLine) -> dict[str, Any]:
    return {
        "feedetl_sn": line.number,
        "det_item_fee_sumamt": line.amount_fen,
        "cnt": line.quantity_e4,
        "pric": line.price_e6,
        "pric_uplmt_amt": NO_CEILING_E6 if line.ceiling_e6 is None else line.ceiling_e6,
        "selfpay_prop": _WHOLE if line.first_pay_ppm is None else line.first_pay_ppm,
        "fulamt_ownpay_amt": line.full_self_fen,
        "overlmt_amt": line.over_limit_fen,
        "preselfpay_amt": line.first_pay_fen,
        "inscp_scp_amt": line.in_scope_fen,
        "chrgitm_lv": line.chrgitm_lv,
        "med_chrgitm_type": line.med_chrgitm_type,
        "lmt_used_flag": "1" if line.is_limited else "0",
        "memo": line.limited_text[:_MEMO],
    }
