"""Shares (比例) in parts per million, written as percent.

Parts per million carry every share the law uses (``0.2%``, ``88.8%``, ``66.6667%``) as an integer.
"""

import re

from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

PPM = 1_000_000
"""One whole (100%) in parts per million."""

RATIO_PPM_MAX = 9 * PPM
"""The largest share (900%): a visit's 10^12 fen times it still fits in 64 bits."""

PERCENT_PPM = PPM // 100

_SHAPE = re.compile(r"(?P<sign>-?)(?P<whole>[0-9]{1,4})(\.(?P<part>[0-9]{1,4}))?%")

_REMEDY = Text(
    "请写成百分数，如 60% 或 88.8%，最多四位小数，不超过 900%。",
    "Write percent, such as 60% or 88.8%, with at most four decimals and at most 900%.",
)


def parse_ratio(text: str, field: str = "ratio") -> int:
    """Return a share written as percent in parts per million, exactly.

    Raises:
        InvalidInput: code ``invalid_ratio``, for anything but a percent with at most 4 decimals.

    >>> parse_ratio("88.8%")
    888000
    >>> parse_ratio("0.8")
    Traceback (most recent call last):
        ...
    yibao.terms.errors.InvalidInput: invalid_ratio: ratio: '0.8' is no percent. Write percent, \
such as 60% or 88.8%, with at most four decimals and at most 900%.

    """
    found = _SHAPE.fullmatch(text) if isinstance(text, str) else None
    ratio_ppm = 0
    if found is not None:
        decimals = (found["part"] or "").ljust(4, "0")
        ratio_ppm = int(found["whole"]) * PERCENT_PPM + int(decimals)
    if found is None or ratio_ppm > RATIO_PPM_MAX:
        reason = Text(f"“{text}”不是可用的百分数。", f"{text!r} is no percent.")
        raise InvalidInput("invalid_ratio", field, reason, _REMEDY)
    return -ratio_ppm if found["sign"] else ratio_ppm


def format_ratio(ratio_ppm: int) -> str:
    """Return a share in parts per million as percent, without needless zeros.

    >>> format_ratio(888_000), format_ratio(600_000), format_ratio(-2_500)
    ('88.8%', '60%', '-0.25%')
    """
    whole, part = divmod(abs(ratio_ppm), PERCENT_PPM)
    digits = f"{whole}.{part:04d}".rstrip("0").rstrip(".")
    return f"{'-' if ratio_ppm < 0 else ''}{digits}%"
