"""The resident number (公民身份号码) and what it says."""

import re
from dataclasses import dataclass
from datetime import date

from yibao.terms.errors import InvalidInput
from yibao.terms.identifiers.check_characters import resident_check
from yibao.terms.text import Text

_SHAPE = re.compile(r"[1-9][0-9]{16}[0-9X]")
_OLD_SHAPE = re.compile(r"[1-9][0-9]{14}")


@dataclass(frozen=True, slots=True)
class ResidentNumber:
    """A resident number, taken apart.

    Args:
        number: 18 characters, the last a digit or ``X``.
        division: the 6 digits of the place where it was given.
        birth: the birth date.
        gend: ``"1"`` male, ``"2"`` female, as in the interface.

    >>> parse_resident_number("11010519491231002X").birth
    datetime.date(1949, 12, 31)

    """

    number: str
    division: str
    birth: date
    gend: str


def parse_resident_number(text: str, field: str = "certno") -> ResidentNumber:
    """Return a resident number, checked; a small ``x`` at the end becomes ``X``.

    Source: GB 11643-1999.

    Raises:
        InvalidInput: code ``old_resident_number`` (15 digits), ``invalid_resident_number`` (the
            shape), ``impossible_birth_date`` or ``wrong_check_character``.

    >>> parse_resident_number("11010519491231002x").gend
    '2'

    """
    number = text.upper() if isinstance(text, str) else ""
    if _OLD_SHAPE.fullmatch(number):
        raise InvalidInput(
            "old_resident_number",
            field,
            Text("这是15位旧身份证号。", "This is an old number of 15 digits."),
            Text("请用现行18位公民身份号码。", "Give the present number of 18 characters."),
        )
    if not _SHAPE.fullmatch(number):
        raise InvalidInput(
            "invalid_resident_number",
            field,
            Text(f"“{text}”不是公民身份号码。", f"{text!r} is no resident number."),
            Text("应为17位数字加一位数字或X。", "It has 17 digits and a digit or X."),
        )
    birth = _birth(number, field)
    _check(number, field)
    gend = "1" if int(number[16]) % 2 else "2"
    return ResidentNumber(number, number[:6], birth, gend)


def _birth(number: str, field: str) -> date:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise InvalidInput(
            "impossible_birth_date",
            field,
            Text(
                f"第7至14位“{number[6:14]}”不是日期。",
                f"Characters 7 to 14, {number[6:14]!r}, are no date.",
            ),
            Text("请核对出生日期各位。", "Check the digits of the birth date."),
        ) from None


def _check(number: str, field: str) -> None:
    if number[17] != resident_check(number[:17]):
        raise InvalidInput(
            "wrong_check_character",
            field,
            Text("公民身份号码校验码不符。", "The check character does not fit the number."),
            Text("请逐位核对，多为抄错一位。", "Compare digit by digit; often one was mistyped."),
        )
