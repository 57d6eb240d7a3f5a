"""Sends messages to the door itself, without a web server."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import count
from typing import Any

from django.utils import timezone

from yibao.office.exchange.door import answer

HOSPITAL = "H99012100001"
PATH = "/fsi/api/rsfComIfsService/callService"
SIGN_IN = {"signIn": {"opter_no": "0001", "mac": "00-00", "ip": "10.0.0.1"}}
_NUMBERS = count(1)


def new_msgid(provider: str = HOSPITAL) -> str:
    return f"{provider}{timezone.localtime():%Y%m%d%H%M%S}{next(_NUMBERS) % 10_000:04d}"


def envelope(number: str, given: Any, **others: Any) -> dict[str, Any]:
    """Return a whole envelope; `others` replaces keys of it."""
    return {
        "infno": number,
        "msgid": new_msgid(),
        "mdtrtarea_admvs": "990100",
        "insuplc_admdvs": "990100",
        "recer_sys_code": "YBXT",
        "dev_no": "null",
        "dev_safe_info": "null",
        "cainfo": "null",
        "signtype": "SM2",
        "infver": "V1.0",
        "opter_type": "1",
        "opter": "0001",
        "opter_name": "收费员",
        "inf_time": f"{timezone.localtime():%Y-%m-%d %H:%M:%S}",
        "fixmedins_code": HOSPITAL,
        "fixmedins_name": "示范市第一医院",
        "sign_no": "null",
        "input": given,
    } | others


def post(body: bytes, headers: Iterable[tuple[str, str]] = ()) -> dict[str, Any]:
    """Send bytes; return the envelope of the answer."""
    reply = answer(PATH, headers, body, address="10.0.0.9")
    assert reply.status == 200
    assert reply.content_type == "application/json; charset=utf-8"
    return json.loads(reply.body)  # type: ignore[no-any-return]


def send(
    number: str, given: Any, headers: Iterable[tuple[str, str]] = (), **others: Any
) -> dict[str, Any]:
    """Send a message; return the envelope of the answer."""
    return post(json.dumps(envelope(number, given, **others)).encode(), headers)
