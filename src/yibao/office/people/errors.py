"""What the people's office refuses, in words."""

from __future__ import annotations

from datetime import date

from yibao.office.base.errors import Conflict, NotFound
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

CHECK_DATE = Text("核对日期。", "Check the date.")


def unknown_person(number: str) -> NotFound:
    """Say that nobody has this number, or nobody within reach."""
    return NotFound(
        "unknown_person",
        "psn_no",
        Text(f"没有人员编号“{number}”。", f"Nobody has the number {number!r}."),
        Text("核对编号，或按证件号码查找。", "Check the number, or look by certificate."),
    )


def nobody_by_certificate() -> NotFound:
    """Say that nobody has this certificate and this name: which of them fails stays untold."""
    return NotFound(
        "nobody_by_certificate",
        "certno",
        Text("没有证件与姓名都相符的参保人员。", "Nobody has this certificate and this name."),
        Text("核对证件号码与姓名。", "Check the certificate and the name."),
    )


def is_merged(number: str, kept: str) -> Conflict:
    """Say that the number was merged into another, which has to be used."""
    return Conflict(
        "person_merged",
        "psn_no",
        Text(f"人员编号 {number} 已并入 {kept}。", f"{number} was merged into {kept}."),
        Text(f"请使用 {kept}。", f"Use {kept}."),
    )


def is_dead(number: str, death: date) -> Conflict:
    """Say that the person has died, so that nothing may begin after."""
    return Conflict(
        "person_dead",
        "psn_no",
        Text(f"{number} 已于 {death} 死亡。", f"{number} died on {death}."),
        Text("死亡后不能再登记；登记有误请先更正。", "Nothing begins after death."),
    )


def certificate_taken(number: str) -> Conflict:
    """Say that somebody else has this certificate."""
    return Conflict(
        "certificate_taken",
        "certno",
        Text(f"该证件已属于 {number}。", f"This certificate belongs to {number}."),
        Text("使用已有人员，或合并重复人员。", "Use that person, or merge the two."),
    )


def own_account() -> InvalidInput:
    """Say that one's own account needs no sharing."""
    return InvalidInput(
        "own_account",
        "member",
        Text("本人账户无需共济。", "One's own account needs no sharing."),
        Text("填写家庭成员的编号。", "Give the number of a member of the family."),
    )


def no_open_spell(what: str, day: date) -> InvalidInput:
    """Say that there is no spell on the day that could be changed."""
    return InvalidInput(
        "no_open_spell",
        "day",
        Text(f"{day} 没有有效的“{what}”记录。", f"No record of {what} holds on {day}."),
        CHECK_DATE,
    )


def invalid_day(field: str, reason: Text) -> InvalidInput:
    """Say that a day cannot be."""
    return InvalidInput("invalid_day", field, reason, CHECK_DATE)


def missing(field: str, what: Text) -> InvalidInput:
    """Say that something needed was left out."""
    return InvalidInput(
        "missing",
        field,
        Text(f"缺少{what.zh}。", f"The {what.en} is missing."),
        Text("请填写。", "Fill it in."),
    )


def too_long(field: str, limit: int) -> InvalidInput:
    """Say that a text does not fit, or has characters that nobody sees."""
    return InvalidInput(
        "too_long",
        field,
        Text(f"超过 {limit} 个字，或含不可见字符。", f"Over {limit} characters, or unseen ones."),
        Text("请缩短。", "Shorten it."),
    )


def contradicts_certificate(field: str, said: str) -> InvalidInput:
    """Say that birth or sex is not what the resident number says."""
    return InvalidInput(
        "contradicts_certificate",
        field,
        Text(f"与身份证号不符：身份证号为 {said}。", f"The resident number says {said}."),
        Text("按身份证号更正。", "Write what the resident number says."),
    )


def enrolled_then(what: Text) -> Text:
    """Return the reason of an overlap of two spells."""
    return Text(f"同期已有{what.zh}。", f"There is another {what.en} on these days.")
