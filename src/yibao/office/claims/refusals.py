"""Why a bill is not settled, or a settlement not undone (不予结算、不予撤销).

Each names the national field of the message that it is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from yibao.office.base.errors import Conflict, NotFound
from yibao.terms.errors import InvalidInput, YibaoError
from yibao.terms.money import format_yuan
from yibao.terms.text import Text

_NATIONAL = {
    "care": "med_type",
    "scheme": "insutype",
    "insured": "insutype",
    "discharge": "mid_setl_flag",
    "accumulators": "begntime",
    "disease": "dise_codg",
    "amounts": "medfee_sumamt",
}
"""Facts and parts of a visit, as the law's refusals name them → fields of the interface."""


def in_national_words(error: YibaoError) -> InvalidInput:
    """Return a refusal of the law as one that names a field of the message."""
    field = _NATIONAL.get(error.field.partition(".")[0], error.field)
    return InvalidInput(error.code, field, error.reason, error.remedy)


def differs(field: str, sent_fen: int, ours_fen: int) -> InvalidInput:
    """Say that an amount sent is not ours."""
    return InvalidInput(
        "amount_differs",
        field,
        Text(
            f"{field} 送 {format_yuan(sent_fen)}，本系统为 {format_yuan(ours_fen)}。",
            f"{field} was sent as {format_yuan(sent_fen, 'en')}; "
            f"it is {format_yuan(ours_fen, 'en')} here.",
        ),
        Text("核对已上传的明细，更正后重试。", "Compare the lines uploaded, then send again."),
    )


def word_differs(field: str, sent: str, ours: str) -> InvalidInput:
    """Say that a code sent is not that of the visit."""
    return InvalidInput(
        "visit_differs",
        field,
        Text(f"{field} 送“{sent}”，就诊为“{ours}”。", f"{field} is {ours!r} here, not {sent!r}."),
        Text("按就诊登记填写，或先变更就诊。", "Send what the visit says, or change the visit."),
    )


def batch_incomplete(sent: int, ours: int) -> InvalidInput:
    """Say that a bill has not as many lines as its provider says."""
    return InvalidInput(
        "batch_incomplete",
        "chrg_bchno",
        Text(f"应有 {sent} 条明细，已上传 {ours} 条。", f"{sent} lines were said, {ours} came."),
        Text("补传或撤销明细后重试。", "Upload the rest, or remove lines, then try again."),
    )


def lines_missing(sent_fen: int, ours_fen: int, lines: int) -> InvalidInput:
    """Say that the lines uploaded come to less than the bill that they should make."""
    return InvalidInput(
        "batch_incomplete",
        "medfee_sumamt",
        Text(
            f"总额送 {format_yuan(sent_fen)}，已传 {lines} 条明细共 {format_yuan(ours_fen)}。",
            f"The bill was said to be {format_yuan(sent_fen, 'en')}; "
            f"{lines} lines came, {format_yuan(ours_fen, 'en')}.",
        ),
        Text("补传缺少的明细，或更正总额。", "Upload what is missing, or mend the total."),
    )


def nothing_to_settle(batch: str) -> InvalidInput:
    """Say that there are no unsettled lines."""
    what = (f"收费批次“{batch}”", f"Batch {batch!r}") if batch else ("就诊", "The visit")
    return InvalidInput(
        "nothing_to_settle",
        "chrg_bchno" if batch else "mdtrt_id",
        Text(f"{what[0]}没有未结算的明细。", f"{what[1]} has no unsettled lines."),
        Text("先上传费用明细。", "Upload lines first."),
    )


def settled_already(number: str) -> Conflict:
    """Say that what is to be settled is settled."""
    return Conflict(
        "settled_already",
        "mdtrt_id",
        Text(f"已结算，结算ID {number}。", f"It is settled: {number}."),
        Text("查询该结算（5203），或先撤销。", "Look at that one (5203), or reverse it first."),
    )


def no_mid_stay() -> InvalidInput:
    """Say that only a stay is settled in the middle."""
    return InvalidInput(
        "no_mid_stay",
        "mid_setl_flag",
        Text("只有住院可以中途结算。", "Only a stay can be settled mid-way."),
        Text("请送 mid_setl_flag=0。", "Send mid_setl_flag=0."),
    )


def outside_the_stay(day: date, first: date, last: date) -> InvalidInput:
    """Say that a mid-stay settlement ends on no unsettled day of the stay."""
    return InvalidInput(
        "outside_the_stay",
        "dscgTime",
        Text(
            f"中途结算截止 {day} 不在未结算期间 {first} 至 {last} 内。",
            f"{day} is not within the unsettled days from {first} to {last}.",
        ),
        Text("填写住院期间内的日期。", "Give a day of the stay."),
    )


def unknown_settlement(number: str) -> NotFound:
    """Say that the visit has no such settlement."""
    return NotFound(
        "unknown_settlement",
        "setl_id",
        Text(f"该就诊没有结算“{number}”。", f"The visit has no settlement {number!r}."),
        Text("核对结算ID和就诊ID。", "Check both numbers."),
    )


def reversed_already(number: str, by: str) -> Conflict:
    """Say that a settlement is undone, and by which."""
    return Conflict(
        "reversed_already",
        "setl_id",
        Text(f"结算 {number} 已由 {by} 撤销。", f"{number} was reversed by {by}."),
        Text("无需再撤销。", "Nothing is left to reverse."),
    )


def is_reversal(number: str) -> Conflict:
    """Say that a reversal is not undone."""
    return Conflict(
        "is_reversal",
        "setl_id",
        Text(f"{number} 本身是撤销结算。", f"{number} is a reversal itself."),
        Text("请重新结算。", "Settle anew instead."),
    )


def not_newest(number: str, later: Sequence[str]) -> Conflict:
    """Say that later settlements have to be undone first, the newest before the others."""
    shown = "、".join(later), ", ".join(later)
    return Conflict(
        "not_newest",
        "setl_id",
        Text(f"{number} 之后还有结算：{shown[0]}。", f"{number} was followed by {shown[1]}."),
        Text(f"先撤销 {later[-1]}。", f"Reverse {later[-1]} first."),
    )
