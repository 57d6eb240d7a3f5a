"""The number of a message (msgid, 发送方报文ID) of the provider interface."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The time of the interface; a fixed offset since 1992, when summer time ended."""

_SHAPE = re.compile(r"(?P<provider>[HP][1-9][0-9]{10})(?P<time>[0-9]{14})(?P<sequence>[0-9]{4})")


@dataclass(frozen=True, slots=True)
class MessageNumber:
    """A message number, taken apart: 12 of the provider, 14 of the time, 4 of the sequence.

    >>> parse_message_number("H50010302473202108270958272985").sequence
    '2985'
    """

    number: str
    provider: str
    sent_at: datetime
    sequence: str


def parse_message_number(text: str, field: str = "msgid") -> MessageNumber:
    """Return a message number, checked.

    Source: the interface specification, the field ``msgid`` of the envelope.

    Raises:
        InvalidInput: code ``invalid_message_number``.

    >>> parse_message_number("H50010302473202108270958272985").provider
    'H50010302473'

    """
    found = _SHAPE.fullmatch(text) if isinstance(text, str) else None
    sent_at = None if found is None else _time(found["time"])
    if found is None or sent_at is None:
        raise InvalidInput(
            "invalid_message_number",
            field,
            Text(f"“{text}”不是报文ID。", f"{text!r} is no message number."),
            Text(
                "应为12位定点医药机构编号、14位时间（yyyyMMddHHmmss）和4位顺序号。",
                "It has 12 characters of the provider, 14 of the time (yyyyMMddHHmmss) and "
                "4 of the sequence.",
            ),
        )
    return MessageNumber(text, found["provider"], sent_at, found["sequence"])


def _time(digits: str) -> datetime | None:
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=CHINA)
    except ValueError:
        return None
