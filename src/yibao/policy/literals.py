"""Numbers as the law writes them: with their unit (1200元, 60%, 3月), never bare."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from yibao.policy.nodes import Node
from yibao.policy.values import OPEN, Fixed, Kind, Operand, Unknown, Unlimited
from yibao.terms.dates import parse_date
from yibao.terms.errors import InvalidInput
from yibao.terms.money import parse_yuan
from yibao.terms.ratio import parse_ratio
from yibao.terms.text import Text

_COUNT = re.compile(r"-?\d{1,9}(?:\.\d{1,4})?(?:天|月|年|次)?")
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
_RANGE = re.compile(r"(\d{1,4})(?:-(\d{1,4})|(\+))?")


def operand(node: Node, kind: Kind) -> Operand:
    """Read one literal as an operand of this kind."""
    text = node.text.strip()
    if text == "unknown":
        return Unknown()
    if text == "none" and kind in (Kind.MONEY, Kind.COUNT):
        return Unlimited()
    return Fixed(number(node, kind))


def number(node: Node, kind: Kind) -> int:
    """Read one literal as fen, parts per million, or a count; `node` says where it stands."""
    text = node.text.strip()
    if kind is Kind.DECIMAL:
        return scaled_count(node)
    if kind is Kind.COUNT:
        if _COUNT.fullmatch(text) and "." not in text:
            return int(text.rstrip("天月年次"))
        raise node.fail(
            "not_a_count",
            Text(f"“{text}”不是整数。", f"`{text}` is not a whole number."),
            Text("例如写 3、30天、3月。", "Write for example 3, 30天 or 3月."),
        )
    sign, body = (-1, text[1:]) if text.startswith("-") else (1, text)
    unit = "元" if kind is Kind.MONEY else "%"
    if not body.endswith(unit):
        raise node.fail(
            "unit_missing",
            Text(f"“{text}”缺少单位。", f"`{text}` has no unit."),
            _with_unit(text, kind),
        )
    try:
        return sign * (parse_yuan(body) if kind is Kind.MONEY else parse_ratio(body))
    except InvalidInput as error:
        raise node.fail(error.code, error.reason, error.remedy) from error


def _with_unit(text: str, kind: Kind) -> Text:
    """Suggest the number with its unit; a fraction such as 0.6 is meant as 60 %."""
    if not _PLAIN.fullmatch(text):
        like = "1200元" if kind is Kind.MONEY else "60%"
        return Text(f"例如写 {like}。", f"Write for example {like}.")
    percent = Decimal(text)
    if abs(percent) < 1:
        percent = percent.scaleb(2).normalize()
    written = f"{text}元" if kind is Kind.MONEY else f"{percent:f}%"
    return Text(f"写成 {written}。", f"Write the unit: {written}.")


def scaled_count(node: Node) -> int:
    """Read a count with up to four decimals as ten-thousandths: days or months of an allowance."""
    text = node.text.strip()
    if not _COUNT.fullmatch(text):
        raise node.fail(
            "not_a_count",
            Text(f"“{text}”不是数。", f"`{text}` is not a number."),
            Text("例如写 158 或 3.5。", "Write for example 158 or 3.5."),
        )
    whole, _, decimals = text.rstrip("天月年次").partition(".")
    size = abs(int(whole)) * 10_000 + int(decimals.ljust(4, "0") or 0)
    return -size if text.startswith("-") else size


def count_range(node: Node, text: str) -> tuple[int, int]:
    """Read `60-69`, `80+` or `3` as inclusive bounds."""
    found = _RANGE.fullmatch(text.strip())
    if not found:
        raise node.fail(
            "not_a_range",
            Text(f"“{text}”不是整数范围。", f"`{text}` is not a range of whole numbers."),
            Text("例如写 60-69、80+ 或 3。", "Write for example 60-69, 80+ or 3."),
        )
    low = int(found[1])
    high = OPEN if found[3] else int(found[2]) if found[2] else low
    if high < low:
        raise node.fail(
            "range_reversed",
            Text(f"“{text}”的上限小于下限。", f"`{text}` ends before it begins."),
            Text(f"写成 {high}-{low}。", f"Write {high}-{low}."),
        )
    return low, high


def day(node: Node, text: str | None = None) -> date:
    """Read a date, `2022-01-31`."""
    try:
        return parse_date(node.text if text is None else text)
    except InvalidInput as error:
        raise node.fail(error.code, error.reason, error.remedy) from error
