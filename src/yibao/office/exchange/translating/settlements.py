"""Settlements: what is to be settled, and the answer of a settlement (结算)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from yibao.office.claims.asked import Claim, Parts, Settled, VisitKey
from yibao.office.claims.queries.records_settlements import told
from yibao.office.claims.queries.settlements import settlement_row
from yibao.office.exchange.message import Message
from yibao.office.exchange.translating.nodes import Node, needed, rest
from yibao.office.exchange.translating.visits import key_of
from yibao.office.people.queries import person_row
from yibao.terms.dates import age_on
from yibao.terms.funds import FUND_SUMMARY_FIELDS, fund

_CLAIM = frozenset(
    (
        *("mdtrt_id", "psn_no", "insutype", "medfee_sumamt", "chrg_bchno", "med_type"),
        *("acct_used_flag", "mid_setl_flag", "dscgTime", "invono", "fulamt_ownpay_amt"),
        *("overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt", "insuplc_admdvs"),
        *("mdtrtarea_admvs", "begntime", "dise_codg", "dise_name"),
    )
)
_OVER_THE_COUNTER = "2"
"""setl_type: settled at the provider through the interface (联网结算), as recorded answers say."""


def claim(message: Message, node: Node) -> Claim:
    """Return what a 2206, 2207, 2303 or 2304 asks to be settled."""
    return _claim(message, node, key_of(message, node))


def purchase_claim(message: Message, node: Node) -> Claim:
    """Return what a 2101 or 2102 asks to be settled: the visit has no number yet."""
    return _claim(message, node, VisitKey(message.provider, "", node.get("psn_no") or ""))


def _claim(message: Message, node: Node, visit: VisitKey) -> Claim:
    mid_stay = node.get("mid_setl_flag") == "1"
    return Claim(
        visit=visit,
        insutype=node.get("insutype") or "",
        total_fen=needed(node, "medfee_sumamt"),
        batch=node.get("chrg_bchno") or "",
        med_type=node.get("med_type") or "",
        account=node.get("acct_used_flag") or "0",
        mid_stay=mid_stay,
        upto=node.get("dscgTime") if mid_stay else None,
        parts=Parts(
            node.get("fulamt_ownpay_amt"),
            node.get("overlmt_selfpay"),
            node.get("preselfpay_amt"),
            node.get("inscp_scp_amt"),
        ),
        sender_id=message.msgid,
        invoice=node.get("invono") or "",
        details=rest(node, _CLAIM),
    )


def settled(one: Settled, certificate_kind: str = "") -> dict[str, Any]:
    """Return the nodes that answer a settlement, a preview or a reversal.

    Args:
        one: what was settled.
        certificate_kind: mdtrt_cert_type of the request, which the answer repeats.

    """
    info = _identity(one) | _amounts(one)
    info["mdtrt_cert_type"] = certificate_kind
    return {
        "setlinfo": info,
        "setldetail": tuple(
            {
                "fund_pay_type": paid.fund_pay_type,
                "inscp_scp_amt": one.in_scope_fen,
                "fund_payamt": paid.amount_fen,
                "fund_pay_type_name": fund(paid.fund_pay_type).label.zh,
            }
            for paid in one.payers
        ),
    }


def reversed_settlement(one: Settled) -> dict[str, Any]:
    """Return the nodes that answer a reversal: what the settlement undone had said is said again.

    Args:
        one: the reversal.

    """
    answer = settled(one)
    undone = settlement_row(one.reverses)
    said = undone.visit.details
    answer["setlinfo"] |= {
        "mdtrt_cert_type": told(said, "mdtrt_cert_type"),
        "naty": person_row(one.person).nationality,
        "invono": undone.invoice,
        "pdn_cash_pay": one.cash_fen,
        "crt_dedc": one.deductible_fen,
        "setl_type": _OVER_THE_COUNTER,
    }
    return answer


def _identity(one: Settled) -> dict[str, Any]:
    named = {} if one.is_preview else {"setl_id": one.number}
    return named | {
        "mdtrt_id": one.visit,
        "medins_setl_id": one.sender_id,
        "psn_no": one.person,
        "psn_name": one.person_name,
        "psn_cert_type": one.certificate_type,
        "certno": one.certificate_number,
        "gend": one.sex,
        "brdy": one.birth,
        "age": age_on(one.birth, timezone.localdate(one.settled_at)),
        "insutype": one.insutype,
        "insu_admdvs": one.insured_division,
        "begndate": one.begins_on,
        "enddate": one.ends_on,
        "psn_type": one.psn_type,
        "cvlserv_flag": "1" if one.is_civil_servant else "0",
        "setl_time": one.settled_at,
        "med_type": one.med_type,
        "clr_optins": one.clr_optins,
        "clr_way": one.clr_way,
        "clr_type": one.clr_type,
    }


def _amounts(one: Settled) -> dict[str, Any]:
    return {
        "medfee_sumamt": one.total_fen,
        "fulamt_ownpay_amt": one.full_self_fen,
        "overlmt_selfpay": one.over_limit_fen,
        "preselfpay_amt": one.first_pay_fen,
        "inscp_scp_amt": one.in_scope_fen,
        "act_pay_dedc": one.deductible_fen,
        "pool_prop_selfpay": one.pool_ratio_ppm,
        **{name: one.by_field.get(name, 0) for name in FUND_SUMMARY_FIELDS},
        "fund_pay_sumamt": one.fund_fen,
        "psn_part_amt": one.personal_fen,
        "acct_pay": one.account_fen,
        "psn_cash_pay": one.cash_fen,
        "hosp_part_amt": one.hospital_fen,
        "balc": one.balance_fen,
        "acct_mulaid_pay": one.shared_fen,
    }
