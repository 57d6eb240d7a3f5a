"""Writes messages down (报文登记): one statement, for a change with its key."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yibao.office.database.prepared import fetch
from yibao.office.exchange.message_number import day_in
from yibao.office.exchange.messages.remembered import STAMP, AccessChanged
from yibao.office.exchange.models import KeyState

OK = "ok"
REPEATED = "repeated"
REQUEST_MOST = 64 * 1024
"""Bytes that are kept of a refused request, compressed; a larger one is not kept."""

_COLUMNS = """(id, received_at, provider, infno, msgid, person, visit, outcome, milliseconds,
    digest, said, request)"""
_VALUES = """VALUES (coalesce(%(number)s, nextval('exchange_message_number')), %(received_at)s,
    %(provider)s, %(infno)s, %(msgid)s, %(person)s, %(visit)s, %(outcome)s, %(milliseconds)s,
    %(digest)s, %(said)s, %(request)s)"""
_RETURNED = f"""RETURNING id,
    (SELECT {STAMP} FROM exchange_access AS access WHERE access.provider = %(provider)s)"""  # noqa: S608
_NOTE = f"INSERT INTO exchange_message {_COLUMNS} {_VALUES} {_RETURNED}"
_KEEP = f"""
    WITH kept AS (
        INSERT INTO exchange_key (provider, infno, msgid, sent_on, state, digest, answer,
            message_id, kept_at, person, visit, settlement)
        VALUES (%(provider)s, %(infno)s, %(msgid)s, %(sent_on)s, %(state)s, %(content)s,
            %(answer)s, %(number)s, %(received_at)s, %(person)s, %(visit)s, %(settlement)s)
    )
    INSERT INTO exchange_message {_COLUMNS} {_VALUES} {_RETURNED}
"""  # noqa: S608 -- constants of this module


@dataclass(frozen=True, slots=True)
class Entry:
    """A message as it is written down; `number` None takes the next one."""

    number: int | None
    received_at: datetime
    provider: str
    infno: str
    msgid: str
    person: str
    visit: str
    outcome: str
    milliseconds: int
    digest: bytes
    said: str = ""
    request: bytes | None = None
    stamp: str | None = None
    """Of the access under which it was carried out, where that was remembered."""

    def values(self) -> dict[str, Any]:
        """Return what the statement is given."""
        return {
            "number": self.number,
            "received_at": self.received_at,
            "provider": self.provider[:12],
            "infno": self.infno[:10],
            "msgid": self.msgid[:30],
            "person": self.person[:30],
            "visit": self.visit[:30],
            "outcome": self.outcome[:60],
            "milliseconds": self.milliseconds,
            "digest": self.digest,
            "said": self.said[:200],
            "request": self.request,
        }


def note(entry: Entry) -> int:
    """Write a message down that changed nothing; return its number.

    Raises:
        AccessChanged: the access that was remembered is not that of now.

    """
    number, stamp = fetch(_NOTE, entry.values())[0]
    _see_access(entry, stamp)
    return int(number)


def keep(entry: Entry, content: bytes, answer: bytes, settlement: str) -> None:
    """Write a message down together with its key and its whole answer.

    Raises:
        django.db.IntegrityError: the key was taken meanwhile.
        AccessChanged: as `note`.

    """
    ((_, stamp),) = fetch(
        _KEEP,
        {
            **entry.values(),
            "sent_on": day_in(entry.msgid),
            "state": KeyState.DONE.value,
            "content": content,
            "answer": zlib.compress(answer, 1),
            "settlement": settlement[:30],
        },
    )
    _see_access(entry, stamp)


def _see_access(entry: Entry, stamp: str | None) -> None:
    if entry.stamp is not None and entry.stamp != stamp:
        raise AccessChanged(entry.provider)


def kept_request(body: bytes) -> bytes | None:
    """Return the bytes of a refused request as they are kept."""
    packed = zlib.compress(body, 6)
    return packed if len(packed) <= REQUEST_MOST else None
