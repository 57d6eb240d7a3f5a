"""What the claims' office refuses about visits, in words (拒绝); of lines see `line_errors`."""

from __future__ import annotations

from datetime import date, datetime

from yibao.office.base.errors import Conflict, NotFound
from yibao.office.providers.queries import Answer
from yibao.terms.dictionaries import dictionary
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

CHECK_CODE = Text("请按国家编码标准核对。", "Check it against the national standard.")


def unknown_visit(number: str) -> NotFound:
    """Say that the provider has no such visit: that of another looks alike on purpose."""
    return NotFound(
        "unknown_visit",
        "mdtrt_id",
        Text(f"本机构没有就诊“{number}”。", f"This provider has no visit {number!r}."),
        Text("核对就诊ID，或先登记。", "Check the number, or register the visit first."),
    )


def other_person(number: str) -> InvalidInput:
    """Say that the visit is somebody else's than the message says."""
    return InvalidInput(
        "visit_of_another_person",
        "psn_no",
        Text(f"就诊 {number} 不是该人员的。", f"The visit {number} is somebody else's."),
        Text("核对人员编号与就诊ID。", "Check the number of the person and of the visit."),
    )


def visit_withdrawn(number: str) -> Conflict:
    """Say that the visit was withdrawn."""
    return Conflict(
        "visit_withdrawn",
        "mdtrt_id",
        Text(f"就诊 {number} 已撤销。", f"The visit {number} was withdrawn."),
        Text("请重新登记。", "Register it anew."),
    )


def visit_settled(number: str) -> Conflict:
    """Say that the visit was settled, so that nothing about it may change."""
    return Conflict(
        "visit_settled",
        "mdtrt_id",
        Text(f"就诊 {number} 已结算。", f"The visit {number} was settled."),
        Text("先撤销结算，再办理。", "Reverse the settlement first."),
    )


def wrong_setting(number: str, is_stay: bool) -> InvalidInput:
    """Say that a stay was meant and the visit is none, or the other way round."""
    zh, en = ("住院", "a stay") if is_stay else ("门诊", "an out-patient visit")
    return InvalidInput(
        "wrong_setting",
        "mdtrt_id",
        Text(f"就诊 {number} 是{zh}。", f"{number} is {en}."),
        Text("请用相应的交易。", "Use the transaction for it."),
    )


def not_discharged(number: str) -> Conflict:
    """Say that there is no discharge to be undone."""
    return Conflict(
        "not_discharged",
        "mdtrt_id",
        Text(f"就诊 {number} 未办理出院。", f"Nobody was discharged from {number}."),
        Text("无需撤销出院。", "Nothing is left to undo."),
    )


def is_discharged(number: str) -> Conflict:
    """Say that the person was discharged, so that the stay may change no more."""
    return Conflict(
        "visit_discharged",
        "mdtrt_id",
        Text(f"就诊 {number} 已办理出院。", f"The stay {number} has ended."),
        Text("先撤销出院（2405），再办理。", "Undo the discharge (2405) first."),
    )


def lines_left(number: str, count: int) -> Conflict:
    """Say that a visit with lines that were not settled cannot be withdrawn."""
    return Conflict(
        "lines_not_settled",
        "mdtrt_id",
        Text(
            f"就诊 {number} 还有 {count} 条未结算的费用明细。",
            f"{count} lines of {number} are not settled.",
        ),
        Text(
            "先撤销费用明细（2205、2302），再撤销登记。",
            "Withdraw the lines (2205, 2302), then the visit.",
        ),
    )


def cannot_settle(answer: Answer) -> Conflict:
    """Say why the provider cannot settle this kind of care on the day."""
    return Conflict(
        answer.code,
        "fixmedins_code",
        answer.reason,
        Text(
            "核对服务协议的范围与有效期，或由个人全额垫付。",
            "Check what the agreement covers and when, or let the person pay in full.",
        ),
    )


def doctor_refused(answer: Answer, field: str) -> InvalidInput:
    """Say that a doctor is unknown, or that what they order is not paid for on the day."""
    return InvalidInput(
        "doctor_unknown" if answer.code == "not_on_the_staff" else answer.code,
        field,
        answer.reason,
        Text("核对医师的国家编码与资格。", "Check the doctor's national code and standing."),
    )


def department_unknown(code: str, day: date, field: str) -> InvalidInput:
    """Say that a code is neither a department of the provider nor a national one."""
    return InvalidInput(
        "department_unknown",
        field,
        Text(f"没有科室“{code}”（{day}）。", f"There is no department {code!r} on {day}."),
        Text(
            "用本机构登记的科室编码，或国家科室代码。",
            "Use a department of the provider, or a national code.",
        ),
    )


def diagnosis_unknown(code: str, day: date) -> InvalidInput:
    """Say that the national tables have no such diagnosis on the day."""
    return InvalidInput(
        "diagnosis_unknown",
        "diag_code",
        Text(f"诊断代码“{code}”在 {day} 无效。", f"The diagnosis {code!r} is not known on {day}."),
        CHECK_CODE,
    )


def disease_unknown(code: str, day: date) -> InvalidInput:
    """Say that no list of diseases has this code on the day."""
    return InvalidInput(
        "disease_unknown",
        "dise_codg",
        Text(f"病种编码“{code}”在 {day} 无效。", f"The disease {code!r} is not known on {day}."),
        CHECK_CODE,
    )


def disease_missing() -> InvalidInput:
    """Say that a visit for a chronic disease has to name it."""
    return InvalidInput(
        "missing",
        "dise_codg",
        Text("门诊慢特病就诊缺少病种编码。", "A visit for a chronic disease has to name it."),
        Text("填写门诊慢特病病种目录代码。", "Give the code of the list of chronic diseases."),
    )


def chronic_filing_missing(person: str, code: str, day: date) -> InvalidInput:
    """Say that the person has not registered the chronic disease on the day."""
    return InvalidInput(
        "chronic_filing_missing",
        "dise_codg",
        Text(
            f"{person} 在 {day} 没有病种“{code}”的门诊慢特病备案。",
            f"{person} has not registered the chronic disease {code!r} on {day}.",
        ),
        Text(
            "先办理慢特病备案（2503），或按普通门诊就诊。",
            "Register the disease (2503) first, or attend as an ordinary visit.",
        ),
    )


def med_type_unknown(code: str) -> InvalidInput:
    """Say that a code names no care that the fund pays for."""
    return InvalidInput(
        "med_type_unknown",
        "med_type",
        Text(f"医疗类别“{code}”没有对应的待遇。", f"med_type {code!r} names no benefit."),
        Text("按字典 med_type 核对。", "Check it against the dictionary med_type."),
    )


def med_type_elsewhere(code: str, setting: str) -> InvalidInput:
    """Say that care of this kind is not given where the visit is."""
    name = dictionary("med_type").label(code) if code in dictionary("med_type").codes else None
    called = code if name is None else f"{code} {name.zh}"
    return InvalidInput(
        "med_type_elsewhere",
        "med_type",
        Text(f"医疗类别“{called}”不能用于{setting}就诊。", f"med_type {code} does not fit here."),
        Text("核对医疗类别，或用相应的交易。", "Check it, or use the transaction for it."),
    )


def not_eligible(code: str, field: str, reason: Text) -> InvalidInput:
    """Say why the person has no benefits in the scheme on the day."""
    remedy = Text(
        "核对险种与参保状态；不享受待遇的由个人支付。",
        "Check scheme and insurance; without benefits the person pays.",
    )
    return InvalidInput(code, field, reason, remedy)


def in_another_bed(number: str, name: str, begins_at: datetime) -> Conflict:
    """Say that the person lies in a hospital at that time; which one is named."""
    return Conflict(
        "stay_open",
        "psn_no",
        Text(
            f"该人员自 {begins_at:%Y-%m-%d %H:%M} 在{name}住院（就诊 {number}）。",
            f"From {begins_at:%Y-%m-%d %H:%M} the person is in bed at {name} ({number}).",
        ),
        Text("请原医院先办理出院或撤销入院。", "Have that hospital discharge them first."),
    )


def wrong_chosen_provider(chosen: str, day: date) -> InvalidInput:
    """Say that the person chose another provider for this care."""
    return InvalidInput(
        "wrong_chosen_provider",
        "fixmedins_code",
        Text(
            f"该人员在 {day} 选定的机构是 {chosen}。", f"On {day} the person's choice is {chosen}."
        ),
        Text("请到选定机构就诊，或先变更选点。", "Attend there, or change the choice first."),
    )


def dates_of_visit(field: str, reason: Text) -> InvalidInput:
    """Say that a time of the visit cannot be."""
    remedy = Text("核对就诊的起止时间。", "Check when the visit begins and ends.")
    return InvalidInput("invalid_time", field, reason, remedy)


def not_attended(number: str) -> Conflict:
    """Say that nobody has said yet what the visit is for."""
    return Conflict(
        "visit_not_attended",
        "mdtrt_id",
        Text(f"就诊 {number} 尚未上传就诊信息。", f"Nobody has said what {number} is for."),
        Text("先上传就诊信息（2203），再上传费用。", "Send 2203 first, then the lines."),
    )
