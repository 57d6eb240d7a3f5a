"""Writes the envelope of an answer (响应信封): strict, whatever came."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from yibao.terms.errors import YibaoError

SAID_MOST = 200
"""err_msg C200"""


def reference(division: str, at: datetime, number: int) -> str:
    """Return our number of a message (`inf_refmsgid`): division 6, time 14, place 10.

    >>> from datetime import UTC
    >>> reference("990100", datetime(2026, 11, 26, 0, 30, 1, tzinfo=UTC), 17)
    '990100202611260830010000000017'
    """
    return _reference(division, stamp(at), number)


def stamp(at: datetime) -> str:
    """Return a time as 17 digits, to the millisecond, in China.

    >>> from datetime import UTC
    >>> stamp(datetime(2026, 11, 26, 0, 30, 1, 42000, tzinfo=UTC))
    '20261126083001042'
    """
    local = at.astimezone(timezone.get_default_timezone())
    return f"{local:%Y%m%d%H%M%S}{local.microsecond // 1000:03d}"


def said(error: YibaoError) -> str:
    """Return a refusal as `err_msg`: which field, why, what to do, the code; 200 characters.

    >>> from yibao.office.exchange.errors import missing
    >>> said(missing("msgid"))
    'msgid: 不能为空。请填写后重发。[missing]'
    """
    end = f"[{error.code}]"
    text = f"{error.field}: {error.message('zh')}"
    room = SAID_MOST - len(end)
    return (text if len(text) <= room else text[: room - 1] + "…") + end


def written(
    code: int, received_at: datetime, number: int, division: str, rest: Mapping[str, str]
) -> bytes:
    """Return the bytes of an answer.

    Args:
        code: 0, or -1 of a refusal.
        received_at: when the message came.
        number: ours of the message.
        division: the region's, which receives.
        rest: `err_msg`, `output` and what goes with them, each as JSON.

    """
    more = "".join(f',"{key}":{value}' for key, value in rest.items())
    received = stamp(received_at)
    return (
        f'{{"infcode":{code},"inf_refmsgid":"{_reference(division, received, number)}"'
        f',"refmsg_time":"{received}","respond_time":"{stamp(timezone.now())}"{more}}}'
    ).encode()


def _reference(division: str, received: str, number: int) -> str:
    return f"{division:0<6.6}{received[:14]}{number % 10**10:010d}"
