"""Records of a provider's own settlements: sums, lines, stretches of the policy (结算查询)."""

from __future__ import annotations

from typing import Any

from yibao.office.catalogue.queries import versions_on
from yibao.office.claims.days import day_of
from yibao.office.claims.queries.billed_lines import as_told, lines_settled
from yibao.office.claims.queries.records_policy import policy_items
from yibao.office.claims.queries.records_settlements import (
    balance_after,
    own_settlement,
    payers_of,
)
from yibao.office.claims.services.settle_answer import pool_ratio_ppm
from yibao.office.exchange.message import Message
from yibao.office.exchange.transactions.registry import Output, transaction
from yibao.office.exchange.translating import records
from yibao.office.exchange.translating.identity import identity_of
from yibao.office.people.queries import person_row, status_on
from yibao.office.providers.queries import hosp_lv_on, institution_row
from yibao.terms.funds import FUND_SUMMARY_FIELDS, fund


@transaction("5203", changes=False)
def settlement(message: Message) -> Output:
    """Say how a visit was settled; without a number how it was settled last (结算信息查询).

    A settlement whose answer was lost is found so: `medins_setl_id` is the msgid that asked for it.
    """
    row = _settlement(message)
    payers = payers_of(row)
    by_field = dict.fromkeys(FUND_SUMMARY_FIELDS, 0)
    for payer in payers:
        name = fund(payer.fund_pay_type).summary_field
        if name in by_field:
            by_field[name] += payer.amount_fen
    person = identity_of(person_row(row.person), row.settled_on)
    level = hosp_lv_on(row.provider, row.begins_on)
    return {
        "setlinfo": {
            **records.settlement_of(row, person),
            **by_field,
            "pool_prop_selfpay": pool_ratio_ppm(by_field, row.in_scope_fen),
            "emp_name": status_on(row.person, row.begins_on, row.insutype).employer_name,
            "fixmedins_name": institution_row(row.provider).name,
            "hosp_lv": level,
            "dedc_hosp_lv": level,
            "lmtpric_hosp_lv": level,
            "balc": balance_after(row),
        },
        "setldetail": tuple(records.payer_of(payer, row.in_scope_fen) for payer in payers),
    }


@transaction("5204", changes=False)
def lines(message: Message) -> Output:
    """Say which lines a settlement has; those of a reversal are negative (费用明细查询)."""
    row = _settlement(message)
    found = list(as_told(row, lines_settled(row)))
    versions = versions_on((line.item, day_of(line.charged_at)) for line in found)
    return {
        "output": tuple(
            {
                **records.line_of(line, row.visit),
                **records.item_of(versions.get((line.item, day_of(line.charged_at)))),
                "setl_id": row.number,
            }
            for line in found
        )
    }


@transaction("100001", changes=False)
def stretches(message: Message) -> Output:
    """Say what each stretch of a settlement was paid by (政策项查询)."""
    row = _settlement(message)
    return {
        "output": tuple(
            {
                "setlId": row.number,
                "mdtrtId": row.visit.number,
                "psnNo": row.person,
                "polItemCode": item.code,
                "polItemName": item.name.zh,
                "selfPayAmt": item.self_fen,
                "selfPayProp": item.self_ppm,
                "fundPayAmt": item.fund_fen,
                "fundPayProp": item.fund_ppm,
                "polItemPaySum": item.self_fen + item.fund_fen,
            }
            for item in policy_items(row)
        )
    }


def _settlement(message: Message) -> Any:
    node = message.node("data")
    return own_settlement(
        message.provider, node["mdtrt_id"], node["psn_no"], node.get("setl_id") or ""
    )
