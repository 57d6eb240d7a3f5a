"""Refusals of what a provider sent (报文错误): which field, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Callable

from yibao.office.base.errors import NotFound
from yibao.office.exchange.definitions import Field, Node
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

_SHOWN = 40
"""Characters of a wrong value that a refusal repeats."""


def unknown_transaction(infno: str) -> NotFound:
    """Return the refusal of a number that no definition has."""
    return NotFound(
        "unknown_transaction",
        "infno",
        Text(f"没有交易 {shown(infno)}。", f"There is no transaction {shown(infno)}."),
        Text("请核对交易编号。", "Check the number of the transaction."),
    )


def missing(field: Field) -> InvalidInput:
    """Return the refusal of a row that lacks a required field."""
    return _refusal(
        "field_missing",
        field,
        Text("未填写。", "is missing."),
        Text("请补齐后重新发送。", "Add it and send again."),
    )


def node_missing(node: Node) -> InvalidInput:
    """Return the refusal of a message without a node that it needs."""
    return InvalidInput(
        "field_missing",
        node.name,
        Text(f"缺少节点 {node.name}。", f"The node {node.name} is missing."),
        Text("请补齐后重新发送。", "Add it and send again."),
    )


def not_one_row(node: Node, count: int) -> InvalidInput:
    """Return the refusal of several rows where one is meant."""
    return InvalidInput(
        "one_row_only",
        node.name,
        Text(f"节点 {node.name} 只能有一行，收到 {count} 行。", f"{node.name} has {count} rows."),
        Text("请分多次发送，每次一行。", "Send one row in each message."),
    )


def not_an_object(name: str) -> InvalidInput:
    """Return the refusal of something else where an object is meant."""
    return InvalidInput(
        "not_an_object",
        name,
        Text(f"{name} 不是 JSON 对象。", f"{name} is no JSON object."),
        Text("请按接口规范传入字段名和值。", "Send names and values as the interface defines."),
    )


def sent_twice(field: Field, key: str) -> InvalidInput:
    """Return the refusal of a field that two names give two values."""
    return _refusal(
        "sent_twice",
        field,
        Text(
            f"以 {shown(key)} 和 {field.name} 两个名称传入了不同的值。",
            f"was sent as {shown(key)} too, with another value.",
        ),
        Text("请只传一个。", "Send one of them."),
    )


def not_a_text(field: Field) -> InvalidInput:
    """Return the refusal of a value that is no text."""
    return _refusal(
        "not_a_text",
        field,
        Text("应为字符串。", "should be a text."),
        Text("请以字符串传入。", "Send a text."),
    )


def too_long(field: Field, length: int) -> InvalidInput:
    """Return the refusal of a text with too many characters."""
    return _refusal(
        "text_too_long",
        field,
        Text(
            f"有 {length} 个字符，最多 {field.length} 个。",
            f"has {length} characters; {field.length} is the most.",
        ),
        Text("请缩短后重新发送。", "Shorten it and send again."),
    )


def control_characters(field: Field) -> InvalidInput:
    """Return the refusal of a text with characters that nobody can print."""
    return _refusal(
        "control_characters",
        field,
        Text("含有控制字符或无效字符。", "has control or invalid characters in it."),
        Text("请删除这些字符，并以 UTF-8 编码发送。", "Remove them, and send UTF-8."),
    )


def not_a_number(field: Field, value: object) -> InvalidInput:
    """Return the refusal of a value that is no number."""
    return _refusal(
        "not_a_number",
        field,
        Text(f"“{shown(value)}”不是数字。", f"{shown(value)!r} is no number."),
        Text("请写十进制数，如 12.50。", "Write a decimal number such as 12.50."),
    )


def too_large(field: Field, digits: int) -> InvalidInput:
    """Return the refusal of a number with too many digits before the point."""
    return _refusal(
        "number_too_large",
        field,
        Text(
            f"整数部分超过 {digits} 位。",
            f"has more than {digits} digits before the point.",
        ),
        Text("请核对单位和小数点。", "Check the unit and the decimal point."),
    )


def too_many_decimals(field: Field, decimals: int) -> InvalidInput:
    """Return the refusal of a number that is finer than the field can hold."""
    return _refusal(
        "too_many_decimals",
        field,
        Text(
            f"小数超过 {decimals} 位。",
            f"has more than {decimals} decimals.",
        ),
        Text(
            "请四舍五入后重新发送，金额精确到分。", "Round it and send again; amounts to the fen."
        ),
    )


def no_day(field: Field, value: object) -> InvalidInput:
    """Return the refusal of a value that is no date."""
    return _refusal(
        "invalid_date",
        field,
        Text(f"“{shown(value)}”不是有效日期。", f"{shown(value)!r} is no date."),
        Text("请写 yyyy-MM-dd，如 2024-01-31。", "Write yyyy-MM-dd, such as 2024-01-31."),
    )


def no_time(field: Field, value: object) -> InvalidInput:
    """Return the refusal of a value that is no time."""
    return _refusal(
        "invalid_time",
        field,
        Text(f"“{shown(value)}”不是有效时间。", f"{shown(value)!r} is no time."),
        Text(
            "请写北京时间 yyyy-MM-dd HH:mm:ss，如 2024-01-31 08:30:00。",
            "Write yyyy-MM-dd HH:mm:ss of China, such as 2024-01-31 08:30:00.",
        ),
    )


def in_row(error: InvalidInput, node: Node, place: int) -> InvalidInput:
    """Return the same refusal, saying in which row of a node it was met; rows count from 1."""
    return InvalidInput(
        error.code,
        error.field,
        Text(
            f"{node.name} 第 {place} 行：{error.reason.zh}",
            f"{node.name}, row {place}: {error.reason.en}",
        ),
        error.remedy,
    )


def shown(value: object) -> str:
    r"""Return a wrong value short and printable, for a refusal to repeat.

    >>> shown("a\nb"), shown("x" * 50)[-3:]
    ('a b', 'xx…')
    """
    text = value if isinstance(value, str) else type(value).__name__
    clean = "".join(each if each.isprintable() else " " for each in text[:_SHOWN])
    return f"{clean}…" if len(text) > _SHOWN else clean


def _refusal(code: str, field: Field, reason: Text, remedy: Text) -> InvalidInput:
    named = Text(f"{field.name_zh}（{field.name}）{reason.zh}", f"{field.name} {reason.en}")
    return InvalidInput(code, field.name, named, remedy)


Reader = Callable[[object], object]
"""Turns what was sent into a typed value, or None where nothing was sent."""
