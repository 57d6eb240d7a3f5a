"""What each fault of a cell means and what to do, in both languages (问题说明)."""

from __future__ import annotations

from yibao.office.imports.cells import SCALES, WHOLE_DIGITS
from yibao.office.imports.kind import FileColumn
from yibao.terms.text import Text

_LISTED = 12
"""Codes named in a remedy; more would not be read."""


def explanation(column: FileColumn, code: str) -> tuple[Text, Text]:
    """Return reason and remedy of a fault of a cell.

    Args:
        column: the column.
        code: a code of `cells.faults`.

    >>> explanation(FileColumn("ver", Text("版本号", "version")), "required")[0].zh
    '“版本号”不能为空。'

    """
    zh, en = column.label.zh, column.label.en
    scale = SCALES.get(column.kind, column.scale)
    if code == "too_long":
        return (
            Text(f"“{zh}”超过 {column.max_length} 字。", f"The {en} is too long."),
            Text("缩短后再导入。", f"Write at most {column.max_length} characters."),
        )
    if code in {"unknown_code", "wrong_form"}:
        return _of_codes(column, code)
    if code in {"too_small", "too_large"}:
        return _of_bounds(column, code)
    sentences = {
        "required": ("不能为空", "is missing", "填写该列", "Fill in the cell"),
        "invalid_integer": (
            "不是整数", "is no whole number",
            f"写整数，最多 {WHOLE_DIGITS} 位", f"Write at most {WHOLE_DIGITS} digits",
        ),
        "invalid_date": (
            "不是有效日期", "is no date",
            "写成 2024-01-31", "Write year, month and day, such as 2024-01-31",
        ),
        "invalid_time": (
            "不是有效时间", "is no moment",
            "写成 2024-01-31 08:00:00", "Write such as 2024-01-31 08:00:00",
        ),
        "invalid_flag": ("只能是 0 或 1", "is neither 0 nor 1", "是写 1，否写 0", "Write 1 or 0"),
        "invalid_ratio": (
            "不是 0 到 1 的比例", "is no share from 0 to 1",
            "写成 0.1 或 10%", "Write 0.1 or 10%",
        ),
        "invalid_number": (
            "不是数值", "is no number",
            f"最多 {scale} 位小数，不用千分位", f"At most {scale} decimals, no separators",
        ),
        "invalid_money": (
            "不是金额", "is no amount",
            "以元为单位，最多两位小数", "Write yuan with at most two decimals",
        ),
        "invalid_price": (
            "不是价格", "is no price",
            "以元为单位，最多六位小数", "Write yuan with at most six decimals",
        ),
    }  # fmt: skip
    reason_zh, reason_en, remedy_zh, remedy_en = sentences[code]
    return (
        Text(f"“{zh}”{reason_zh}。", f"The {en} {reason_en}."),
        Text(f"{remedy_zh}。", f"{remedy_en}."),
    )


def _of_codes(column: FileColumn, code: str) -> tuple[Text, Text]:
    zh, en = column.label.zh, column.label.en
    if code == "wrong_form":
        form = column.form or Text(column.pattern, column.pattern)
        return (
            Text(f"“{zh}”的格式不对。", f"The {en} has another form."),
            Text(f"应为{form.zh}。", f"It has {form.en}."),
        )
    known = list((column.codes or {}).items())
    listed_zh = "、".join(f"{key} {name.zh}" for key, name in known[:_LISTED])
    listed_en = ", ".join(f"{key} {name.en}" for key, name in known[:_LISTED])
    more = len(known) > _LISTED
    return (
        Text(f"“{zh}”不在代码表中。", f"The {en} is no known code."),
        Text(
            f"可用：{listed_zh}{' 等' if more else ''}。",
            f"Known: {listed_en}{' and more' if more else ''}.",
        ),
    )


def _of_bounds(column: FileColumn, code: str) -> tuple[Text, Text]:
    zh, en = column.label.zh, column.label.en
    if code == "too_small":
        return (
            Text(f"“{zh}”过小。", f"The {en} is too small."),
            Text(f"不小于 {column.minimum}。", f"At least {column.minimum}."),
        )
    return (
        Text(f"“{zh}”过大。", f"The {en} is too large."),
        Text(f"不大于 {column.maximum}。", f"At most {column.maximum}."),
    )


def possible_faults(column: FileColumn) -> tuple[str, ...]:
    """Return the codes that `cells.faults` may give for a column.

    >>> possible_faults(FileColumn("ver", Text("版本号", "version"), required=True))
    ('too_long', 'required')
    """
    found = ["too_long"]
    if column.required:
        found.append("required")
    if column.kind not in {"text", "code"}:
        found.append(f"invalid_{column.kind}")
    if column.codes is not None:
        found.append("unknown_code")
    if column.pattern:
        found.append("wrong_form")
    if column.minimum is not None:
        found.append("too_small")
    if column.maximum is not None:
        found.append("too_large")
    return tuple(found)
