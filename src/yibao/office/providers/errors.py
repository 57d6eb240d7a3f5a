"""What the providers' office refuses, in words."""

from __future__ import annotations

from datetime import date

from yibao.office.base.errors import NotFound
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text


def unknown_institution(code: str) -> NotFound:
    """Say that no institution has this code."""
    return NotFound(
        "unknown_institution",
        "fixmedins_code",
        Text(f"没有编号为“{code}”的定点医药机构。", f"No institution has the code {code!r}."),
        Text("核对编号，或先登记机构。", "Check the code, or register the institution first."),
    )


def unknown_staff(code: str) -> NotFound:
    """Say that nobody on the staff has this code."""
    return NotFound(
        "unknown_staff",
        "code",
        Text(f"没有编码为“{code}”的医保医师、护士或药师。", f"Nobody has the code {code!r}."),
        Text("核对编码，或先登记人员。", "Check the code, or register the person first."),
    )


def unknown_department(code: str) -> NotFound:
    """Say that the institution has no such department on that day."""
    return NotFound(
        "unknown_department",
        "hosp_dept_codg",
        Text(f"该机构没有编码为“{code}”的科室。", f"The institution has no department {code!r}."),
        Text("核对科室编码。", "Check the code of the department."),
    )


def unknown_agreement(number: str) -> NotFound:
    """Say that no agreement has this number."""
    return NotFound(
        "unknown_agreement",
        "number",
        Text(f"没有编号为“{number}”的协议。", f"No agreement has the number {number!r}."),
        Text("核对协议编号。", "Check the number of the agreement."),
    )


def not_in_force(number: str, day: date) -> InvalidInput:
    """Say that the agreement does not run on the day."""
    return InvalidInput(
        "agreement_not_in_force",
        "day",
        Text(f"协议 {number} 在 {day} 不在有效期内。", f"{number} does not run on {day}."),
        Text("核对日期。", "Check the date."),
    )


def not_suspended(what: str, day: date) -> InvalidInput:
    """Say that there is no suspension to lift on the day."""
    return InvalidInput(
        "not_suspended",
        "day",
        Text(f"{what} 在 {day} 未被中止。", f"{what} is not suspended on {day}."),
        Text("核对日期。", "Check the date."),
    )


def already_registered(field: str, code: str) -> InvalidInput:
    """Say that the code is taken."""
    return InvalidInput(
        "already_registered",
        field,
        Text(f"“{code}”已登记。", f"{code!r} is registered already."),
        Text("核对编码，或修改已有记录。", "Check the code, or change the record there is."),
    )


def missing(field: str, what: Text) -> InvalidInput:
    """Say that something needed was left out."""
    return InvalidInput(
        "missing",
        field,
        Text(f"缺少{what.zh}。", f"The {what.en} is missing."),
        Text("请填写。", "Fill it in."),
    )


def not_offered(field: str, value: str, offered: list[str]) -> InvalidInput:
    """Say that a value is none of those offered."""
    return InvalidInput(
        "not_offered",
        field,
        Text(f"“{value}”不在可选范围内。", f"{value!r} is not among those offered."),
        Text(f"请用：{'、'.join(offered)}。", f"Use one of {', '.join(offered)}."),
    )


def invalid_account() -> InvalidInput:
    """Say that the number is none of a bank account."""
    return InvalidInput(
        "invalid_bank_account",
        "number",
        Text("账号应为 8 至 32 位数字。", "An account number has 8 to 32 digits."),
        Text("核对账号。", "Check the account number."),
    )
