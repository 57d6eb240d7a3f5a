"""Money (金额) is an `int` of fen (分); a hundred fen are one yuan (元). No float, ever."""

import re

from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

FEN_PER_YUAN = 100

LINE_FEN_MAX = 10**10
"""The largest amount of one charge line: 100 million yuan."""
VISIT_FEN_MAX = 10**12
"""The largest amount of one visit: 10 billion yuan."""
YEAR_FEN_MAX = 10**13
"""The largest amount of one person's year: 100 billion yuan."""
AMOUNT_FEN_MAX = 10**17
"""The largest amount that can be written at all: beyond the nation's yearly income, within 64 bits.

The kernel's integers have 64 bits and wrap silently; the limits keep every product of theirs
far below that.
"""

_ZEROS = {"": 0, "万": 4, "亿": 8}

_SHAPE = re.compile(
    r"(?P<sign>-?)¥?(?P<whole>[0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.(?P<part>[0-9]+))?"
    r" ?(?P<unit>[万亿]?)元?"
)

_REMEDY = Text(
    "请写成元，如 1200、1200.50、1,200元、5万元、1.2万元、2亿元，精确到分。",
    "Write yuan, such as 1200, 1200.50, 1,200元, 5万元, 1.2万元 or 2亿元, exact to the fen.",
)


def parse_yuan(text: str, field: str = "amount") -> int:
    """Return an amount written in yuan as whole fen, exactly.

    A comma may part the digits in threes; 万 is ten thousand, 亿 a hundred million.

    Raises:
        InvalidInput: code ``invalid_amount``: another shape (a float such as ``1e3``, full-width
            digits, a fraction of a fen) or an amount beyond `AMOUNT_FEN_MAX`.

    >>> [parse_yuan(text) for text in ("1200", "1200.50", "1,200元", "1.2万元", "2亿元", "-0.01")]
    [120000, 120050, 120000, 1200000, 20000000000, -1]
    >>> parse_yuan("12.345")
    Traceback (most recent call last):
        ...
    yibao.terms.errors.InvalidInput: invalid_amount: amount: '12.345' is no amount in yuan. \
Write yuan, such as 1200, 1200.50, 1,200元, 5万元, 1.2万元 or 2亿元, exact to the fen.

    """
    found = _SHAPE.fullmatch(text) if isinstance(text, str) and len(text) < 64 else None
    amount_fen = None if found is None else _fen(found)
    if found is None or amount_fen is None or amount_fen > AMOUNT_FEN_MAX:
        reason = Text(f"“{text}”不是可用的金额。", f"{text!r} is no amount in yuan.")
        raise InvalidInput("invalid_amount", field, reason, _REMEDY)
    return -amount_fen if found["sign"] else amount_fen


def _fen(found: re.Match[str]) -> int | None:
    """Return the amount without its sign, or None for a fraction of a fen."""
    part = found["part"] or ""
    decimals = 2 + _ZEROS[found["unit"]]
    if len(part) > decimals:
        return None
    return int(found["whole"].replace(",", "") + part.ljust(decimals, "0"))


def format_yuan(amount_fen: int, language: str = "zh") -> str:
    """Return an amount for a person to read; `parse_yuan` reads it back.

    >>> format_yuan(120_000), format_yuan(-5, "en")
    ('1,200.00 元', '-¥0.05')
    """
    yuan, fen = divmod(abs(amount_fen), FEN_PER_YUAN)
    sign = "-" if amount_fen < 0 else ""
    digits = f"{yuan:,}.{fen:02d}"
    return Text(f"{sign}{digits} 元", f"{sign}¥{digits}").of(language)


def check_limit(amount_fen: int, limit_fen: int, field: str = "amount") -> int:
    """Return `amount_fen` if it is no larger than `limit_fen`, whatever its sign.

    Raises:
        InvalidInput: code ``amount_too_large``.

    >>> check_limit(-500, LINE_FEN_MAX)
    -500

    """
    if abs(amount_fen) <= limit_fen:
        return amount_fen
    amount, limit = amount_fen, limit_fen
    raise InvalidInput(
        "amount_too_large",
        field,
        Text(
            f"金额 {format_yuan(amount)}超过上限 {format_yuan(limit)}。",
            f"{format_yuan(amount, 'en')} is beyond the limit of {format_yuan(limit, 'en')}.",
        ),
        Text("请核对单位（元或分）。", "Check whether yuan and fen were confused."),
    )
