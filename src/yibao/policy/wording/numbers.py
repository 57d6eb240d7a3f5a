"""Numbers of the law as people say them: 1.2万元, 88%, 30 (数的写法)."""

from __future__ import annotations

from yibao.policy.values import OPEN, Kind
from yibao.terms.ratio import format_ratio
from yibao.terms.text import Text

_TEN_THOUSAND_YUAN = 10**6


def money(fen: int) -> Text:
    """Say an amount; whole hundreds from ten thousand yuan on are said in 万元.

    >>> money(120_000), money(1_250_000).zh, money(845_050).zh
    (Text(zh='1200元', en='¥1,200'), '1.25万元', '8450.5元')
    """
    if abs(fen) >= OPEN:
        return Text("不设限", "no limit")
    sign, size = ("-", -fen) if fen < 0 else ("", fen)
    return Text(f"{sign}{_yuan_zh(size)}", f"{sign}¥{_yuan(size, ',')}")


def _yuan_zh(size: int) -> str:
    if size >= _TEN_THOUSAND_YUAN and size % 10_000 == 0:
        whole, part = divmod(size, _TEN_THOUSAND_YUAN)
        decimals = f".{part:06d}".rstrip("0").rstrip(".")
        return f"{whole}{decimals}万元"
    return f"{_yuan(size, '')}元"


def _yuan(size: int, comma: str) -> str:
    whole, part = divmod(size, 100)
    digits = f"{whole:,}" if comma else str(whole)
    return digits + (f".{part:02d}".rstrip("0") if part else "")


def decimal(number_e4: int) -> Text:
    """Say a number kept as ten-thousandths.

    >>> decimal(35_000).zh, decimal(1_580_000).zh
    ('3.5', '158')
    """
    sign, size = ("-", -number_e4) if number_e4 < 0 else ("", number_e4)
    whole, part = divmod(size, 10_000)
    digits = f"{sign}{whole}" + f".{part:04d}".rstrip("0").rstrip(".")
    return Text(digits, digits)


def number(value: int, kind: Kind) -> Text:
    """Say a number of this kind.

    >>> number(885_000, Kind.RATIO).en
    '88.5%'
    """
    if kind is Kind.MONEY:
        return money(value)
    if kind is Kind.RATIO:
        return Text(format_ratio(value), format_ratio(value))
    if kind is Kind.DECIMAL:
        return decimal(value)
    return Text(str(value), str(value))
