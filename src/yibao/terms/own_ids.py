"""The numbers this project gives: readable, sortable, each with a check character.

A number has 24 characters: a letter of the kind, 6 digits of the division, 8 of the date, 8 of
the sequence within division and date, and a check character (ISO 7064 mod 37,36). The interface
has room for 30. Numbers of a kind and division sort by date and sequence. The caller gives date and
sequence: nothing here reads a clock or draws lots.
"""

import re
from dataclasses import dataclass
from datetime import date

from yibao.terms.admdvs import Division
from yibao.terms.errors import InvalidInput
from yibao.terms.identifiers.check_characters import alphanumeric_check
from yibao.terms.text import Text

KINDS: dict[str, tuple[str, Text]] = {
    "account": ("A", Text("个人账户", "personal account")),
    "case": ("K", Text("监管线索", "supervision case")),
    "clearing": ("C", Text("清算", "clearing")),
    "contribution": ("N", Text("缴费", "contribution")),
    "entry": ("E", Text("记账凭证", "ledger entry")),
    "filing": ("F", Text("备案", "filing")),
    "household": ("H", Text("家庭", "household")),
    "payment": ("M", Text("拨付", "payment")),
    "person": ("P", Text("人员编号", "person")),
    "referral": ("R", Text("转诊转院", "referral")),
    "settlement": ("S", Text("结算", "settlement")),
    "visit": ("V", Text("就诊", "visit")),
}
"""Each kind of number: its letter and its name."""

SEQUENCE_MAX = 10**8 - 1

_KIND_OF_LETTER = {letter: kind for kind, (letter, _) in KINDS.items()}
_SHAPE = re.compile(r"([A-Z])([1-9][0-9]{5})([0-9]{8})([0-9]{8})([0-9A-Z])")


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """A number of this project, taken apart.

    >>> parse("S6101132024013100000001O").day
    datetime.date(2024, 1, 31)
    """

    kind: str
    division: str
    day: date
    sequence: int


def make(kind: str, division: str, day: date, sequence: int) -> str:
    """Return the number of the `sequence`-th thing of `kind` in `division` on `day`.

    Raises:
        InvalidInput: code ``invalid_division``, or ``sequence_out_of_range``.
        KeyError: when there is no such kind; a caller's mistake.

    >>> make("settlement", "610113", date(2024, 1, 31), 1)
    'S6101132024013100000001O'

    """
    letter, _ = KINDS[kind]
    code = Division.parse(division).code
    if not 0 <= sequence <= SEQUENCE_MAX:
        raise InvalidInput(
            "sequence_out_of_range",
            "sequence",
            Text(f"顺序号 {sequence} 超出范围。", f"The sequence {sequence} is out of range."),
            Text(f"应为 0 至 {SEQUENCE_MAX}。", f"It is 0 to {SEQUENCE_MAX}."),
        )
    body = f"{letter}{code}{day:%Y%m%d}{sequence:08d}"
    return body + alphanumeric_check(body)


def parse(text: str, field: str = "number") -> OwnNumber:
    """Return the parts of a number; spaces, hyphens and small letters are forgiven.

    Raises:
        InvalidInput: code ``invalid_number`` or ``wrong_check_character``.

    >>> parse(make("visit", "990121", date(2024, 2, 29), 7)).sequence
    7

    """
    number = re.sub("[ -]", "", text).upper() if isinstance(text, str) else ""
    found = _SHAPE.fullmatch(number)
    parts = None if found is None else _parts(found)
    if parts is None:
        raise InvalidInput(
            "invalid_number",
            field,
            Text(f"“{text}”不是本系统的编号。", f"{text!r} is no number of this system."),
            Text("请完整抄录24位编号。", "Copy all its 24 characters."),
        )
    if alphanumeric_check(number[:-1]) != number[-1]:
        raise InvalidInput(
            "wrong_check_character",
            field,
            Text(f"“{text}”的校验码不符。", f"The check character of {text!r} does not fit."),
            Text("请逐位核对。", "Compare it character by character."),
        )
    return parts


def _parts(found: re.Match[str]) -> OwnNumber | None:
    letter, division, day, sequence, _ = found.groups()
    if letter not in _KIND_OF_LETTER:
        return None
    try:
        when = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return None
    return OwnNumber(_KIND_OF_LETTER[letter], division, when, int(sequence))


def grouped(number: str) -> str:
    """Return a number in groups, for a person to read or to read aloud.

    >>> grouped(make("settlement", "610113", date(2024, 1, 31), 1))
    'S 610113 20240131 00000001 O'
    """
    return " ".join((number[:1], number[1:7], number[7:15], number[15:23], number[23:]))
