"""What the claims' office refuses about the lines of a bill, in words (费用明细拒绝).

Each says which line by its number, which national field, and what to do.
"""

from __future__ import annotations

from datetime import date

from yibao.office.base.errors import Conflict
from yibao.terms.errors import InvalidInput
from yibao.terms.money import LINE_FEN_MAX, format_yuan
from yibao.terms.text import Text

CHECK_AMOUNTS = Text("核对单价、数量和金额。", "Check price, quantity and amount.")
CHECK_ITEM = Text(
    "核对医疗目录编码与院内编码的对照。", "Check the item and what your code is mapped to."
)


def line_wrong(number: str, code: str, field: str, reason: Text, remedy: Text) -> InvalidInput:
    """Say what is wrong with a line; the reason begins with its number."""
    said = Text(f"明细 {number}：{reason.zh}", f"Line {number}: {reason.en}")
    return InvalidInput(code, field, said, remedy)


def no_lines() -> InvalidInput:
    """Say that a bill has lines."""
    return InvalidInput(
        "no_lines",
        "feedetail",
        Text("没有费用明细。", "There are no lines."),
        Text("至少上传一条明细。", "Send one line at least."),
    )


def number_wrong(number: str) -> InvalidInput:
    """Say that the number of a line is none."""
    return line_wrong(
        number,
        "feedetl_sn_invalid",
        "feedetl_sn",
        Text("流水号须为不超过 15 位的数字，且不为 0。", "It is 1 to 15 digits and not 0."),
        Text("请另编流水号。", "Number it otherwise."),
    )


def number_taken(number: str) -> InvalidInput:
    """Say that the visit has a line of this number."""
    return line_wrong(
        number,
        "feedetl_sn_taken",
        "feedetl_sn",
        Text("流水号在本次就诊内已使用。", "The visit has a line of this number."),
        Text(
            "流水号在一次就诊内唯一；重传前先撤销原明细。",
            "Numbers are unique in a visit; withdraw the former line before sending it again.",
        ),
    )


def sum_wrong(number: str, product_fen: int, amount_fen: int) -> InvalidInput:
    """Say that price × quantity is not the amount."""
    return line_wrong(
        number,
        "line_does_not_sum",
        "det_item_fee_sumamt",
        Text(
            f"单价×数量为 {format_yuan(product_fen)}，上传金额 {format_yuan(amount_fen)}。",
            f"price × quantity is {format_yuan(product_fen, 'en')},"
            f" the amount {format_yuan(amount_fen, 'en')}.",
        ),
        CHECK_AMOUNTS,
    )


def amount_too_large(number: str) -> InvalidInput:
    """Say that no line costs so much."""
    return line_wrong(
        number,
        "amount_too_large",
        "det_item_fee_sumamt",
        Text(f"金额超过 {format_yuan(LINE_FEN_MAX)}。", "it is too much for a line."),
        CHECK_AMOUNTS,
    )


def quantity_wrong(number: str) -> InvalidInput:
    """Say that a quantity of nothing, or a price below nothing, is no charge."""
    return line_wrong(
        number,
        "quantity_invalid",
        "cnt",
        Text("数量不能为 0，单价不能为负。", "the quantity is 0, or the price negative."),
        Text("退费时数量为负，单价仍为正。", "Of a refund the quantity is negative, no price."),
    )


def refund_of_visit(number: str) -> InvalidInput:
    """Say that lines of an out-patient visit are withdrawn, not refunded."""
    return line_wrong(
        number,
        "refund_not_allowed",
        "cnt",
        Text("门诊明细不能为负。", "an out-patient line is not negative."),
        Text("撤销明细（2205），或撤销结算。", "Withdraw the line (2205) or the settlement."),
    )


def refund_too_large(number: str, item: str) -> InvalidInput:
    """Say that more is refunded of an item than was charged."""
    return line_wrong(
        number,
        "refund_exceeds_charges",
        "cnt",
        Text(f"{item} 的退费超过已收数量或金额。", f"more of {item} is refunded than charged."),
        Text("核对原明细。", "Check the lines that charged it."),
    )


def day_outside(number: str, day: date, first: date, last: date) -> InvalidInput:
    """Say that a line was charged outside the visit."""
    return line_wrong(
        number,
        "fee_day_outside_visit",
        "fee_ocur_time",
        Text(
            f"费用日期 {day} 不在就诊期间 {first} 至 {last}。",
            f"{day} lies outside the visit, {first} to {last}.",
        ),
        Text("核对费用发生时间。", "Check when it was charged."),
    )


def disease_differs(number: str, said: str, of_visit: str) -> InvalidInput:
    """Say that the disease of a line is not that of its batch and visit."""
    return line_wrong(
        number,
        "disease_differs",
        "dise_codg",
        Text(f"病种“{said}”与就诊病种“{of_visit}”不一致。", f"{said!r} is not {of_visit!r}."),
        Text("同一批次的病种编码须一致。", "The disease of a batch is that of the visit."),
    )


def item_unknown(number: str, code: str) -> InvalidInput:
    """Say that the catalogue has no such code."""
    return line_wrong(
        number,
        "item_unknown",
        "med_list_codg",
        Text(f"目录中没有“{code}”。", f"the catalogue has no {code!r}."),
        CHECK_ITEM,
    )


def item_not_valid(number: str, code: str, day: date) -> InvalidInput:
    """Say that an item was not in force on the day of the fee."""
    return line_wrong(
        number,
        "item_not_valid",
        "med_list_codg",
        Text(f"“{code}”在 {day} 无效。", f"{code!r} is not in force on {day}."),
        CHECK_ITEM,
    )


def item_not_mapped(number: str, own: str, day: date) -> InvalidInput:
    """Say that the provider's code has no approved mapping on the day of the fee."""
    return line_wrong(
        number,
        "item_not_mapped",
        "medins_list_codg",
        Text(
            f"院内编码“{own}”在 {day} 没有已审核的目录对照。",
            f"the local code {own!r} has no approved mapping on {day}.",
        ),
        Text("先办理目录对照并经审核。", "Have the mapping made and approved first."),
    )


def item_mapped_otherwise(number: str, own: str, mapped: str, code: str) -> InvalidInput:
    """Say that the provider's code stands for another item than the line says."""
    return line_wrong(
        number,
        "item_mapped_otherwise",
        "med_list_codg",
        Text(
            f"院内编码“{own}”对照的是 {mapped}，不是 {code}。",
            f"the local code {own!r} is mapped to {mapped}, not to {code}.",
        ),
        CHECK_ITEM,
    )


def line_unknown(number: str) -> InvalidInput:
    """Say that the visit has no line of this number."""
    return line_wrong(
        number,
        "line_unknown",
        "feedetl_sn",
        Text("本次就诊没有该明细。", "the visit has no such line."),
        Text("核对流水号。", "Check the number."),
    )


def batch_unknown(batch: str) -> InvalidInput:
    """Say that the visit has no unsettled batch of this number."""
    return InvalidInput(
        "batch_unknown",
        "chrg_bchno",
        Text(f"没有未结算的收费批次“{batch}”。", f"There is no unsettled batch {batch!r}."),
        Text("核对批次号，或用 0000 撤销全部未结算明细。", "Check it, or say 0000 for all."),
    )


def line_settled(field: str, number: str) -> Conflict:
    """Say that a line, or a batch, is part of a settlement."""
    return Conflict(
        "line_already_settled",
        field,
        Text(f"“{number}”已参与结算，不能撤销。", f"{number!r} is settled and cannot go."),
        Text("先撤销结算。", "Reverse the settlement first."),
    )
