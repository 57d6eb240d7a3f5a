"""Reads the envelope of a message (报文信封): 18 keys, from bytes that anybody may have sent.

Nothing here asks the database. What is lenient: ``"null"`` is empty, numbers where text is asked
are taken as their digits, unknown keys are passed over.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from yibao.office.exchange.errors import missing, too_long, unreadable, unusable_text, wrong_type

BYTES_MOST = 10 * 1024 * 1024
"""Of one message; a bill of a thousand lines has half of one mebibyte."""
DIGITS_MOST = 40
"""Of one number; the widest field of the interface has 22."""

_LONGEST = {
    "infno": 10, "msgid": 30, "mdtrtarea_admvs": 6, "insuplc_admdvs": 6, "recer_sys_code": 10,
    "dev_no": 100, "dev_safe_info": 2000, "cainfo": 1024, "signtype": 10, "infver": 50,
    "opter_type": 3, "opter": 30, "opter_name": 50, "inf_time": 30, "fixmedins_code": 12,
    "fixmedins_name": 200, "sign_no": 30,
}  # fmt: skip
_NEEDED = ("infno", "msgid", "fixmedins_code")
_EMPTY = frozenset(("null", "NULL"))
_SUSPECT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
"""Escapes that may stand for what no text can hold: a NUL, half a surrogate pair."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands around a message's input; texts are as sent, "" where nothing was."""

    infno: str
    msgid: str
    provider: str
    provider_name: str
    care_division: str
    insured_division: str
    operator: str
    operator_name: str
    operator_kind: str
    sign_no: str
    signature: str
    """cainfo"""
    sent_at: datetime | None
    input: object
    """An object or an array, or a text: JSON or ciphertext."""


def read(body: bytes) -> Envelope:
    """Return the envelope of a message.

    Raises:
        InvalidInput: codes ``too_large``, ``not_utf8``, ``not_json``, ``too_deep``, ``missing``,
            ``too_long``, ``wrong_type``, ``unusable_text``.

    """
    if len(body) > BYTES_MOST:
        raise unreadable("too_large", "报文超过10MB。", "It is larger than 10 MiB.")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise unreadable("not_utf8", "报文不是UTF-8编码。", "It is not UTF-8.") from None
    sent = parse(text, "body")
    if not isinstance(sent, dict):
        raise unreadable("not_json", "报文不是JSON对象。", "It is no JSON object.")
    texts = {name: _text(name, sent.get(name), longest) for name, longest in _LONGEST.items()}
    for name in _NEEDED:
        if not texts[name]:
            raise missing(name)
    given = sent.get("input")
    if given is None or given == "" or (isinstance(given, str) and given in _EMPTY):
        given = {}
    if not isinstance(given, dict | list | str):
        raise wrong_type("input")
    return Envelope(
        infno=texts["infno"],
        msgid=texts["msgid"],
        provider=texts["fixmedins_code"],
        provider_name=texts["fixmedins_name"],
        care_division=texts["mdtrtarea_admvs"],
        insured_division=texts["insuplc_admdvs"],
        operator=texts["opter"],
        operator_name=texts["opter_name"],
        operator_kind=texts["opter_type"],
        sign_no=texts["sign_no"],
        signature=texts["cainfo"],
        sent_at=_time(texts["inf_time"]),
        input=given,
    )


def parse(text: str, field: str) -> object:
    """Return what a text of JSON says; numbers with a point are decimals.

    Raises:
        InvalidInput: codes ``not_json``, ``too_deep``, ``unusable_text``.

    """
    try:
        sent = json.loads(text, parse_float=_decimal, parse_int=_whole, parse_constant=_refuse)
    except RecursionError:
        raise unreadable("too_deep", "报文嵌套过深。", "It is nested too deep.") from None
    except ValueError:
        raise unreadable("not_json", f"{field}不是JSON。", f"{field} is not JSON.") from None
    if "\0" in text or _SUSPECT.search(text):
        _refuse_unusable(sent, field)
    return sent


def _decimal(digits: str) -> Decimal:
    """Return a number exactly; one that no field can hold is none, so that nothing blows it up."""
    if len(digits) > DIGITS_MOST:
        raise ValueError(digits[:DIGITS_MOST])
    number = Decimal(digits)
    if number.adjusted() > DIGITS_MOST or number.adjusted() < -DIGITS_MOST:
        raise ValueError(digits)
    return number


def _whole(digits: str) -> int:
    if len(digits) > DIGITS_MOST:
        raise ValueError(digits[:DIGITS_MOST])
    return int(digits)


def _refuse(constant: str) -> object:
    raise ValueError(constant)


def _refuse_unusable(value: object, field: str) -> None:
    """Look through a value for text that cannot be kept; walked without recursion."""
    waiting: list[Any] = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            waiting.extend(each)
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)
        elif isinstance(each, str) and not _is_usable(each):
            raise unusable_text(field)


def _is_usable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _text(name: str, value: object, longest: int) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise wrong_type(name)
    text = value.strip()
    if text in _EMPTY:
        return ""
    if len(text) > longest:
        raise too_long(name, longest)
    return text


def _time(text: str) -> datetime | None:
    """Return the time that the sender says it is; None where none can be read."""
    try:
        said = datetime.fromisoformat(text)
    except ValueError:
        return None
    return said if said.tzinfo else said.replace(tzinfo=timezone.get_default_timezone())
