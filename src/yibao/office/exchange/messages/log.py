"""Writes messages down (报文登记): one statement, for a change with its key."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yibao.office.database.prepared import fetch
from yibao.office.exchange.message_number import day_in
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
_NOTE = f"INSERT INTO exchange_message {_COLUMNS} {_VALUES} RETURNING id"
_KEEP = f"""
    WITH kept AS (
        INSERT INTO exchange_key (provider, infno, msgid, sent_on, state, digest, answer,
            message_id, kept_at, person, visit, settlement)
        VALUES (%(provider)s, %(infno)s, %(msgid)s, %(sent_on)s, %(state)s, %(content)s,
            %(answer)s, %(number)s, %(received_at)s, %(person)s, %(visit)s, %(settlement)s)
    )
    INSERT INTO exchange_message {_COLUMNS} {_VALUES}
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
    """Write a message down that changed nothing; return its number."""
    return int(fetch(_NOTE, entry.values())[0][0])


def keep(entry: Entry, content: bytes, answer: bytes, settlement: str) -> None:
    """Write a message down together with its key and its whole answer.

    Raises:
        django.db.IntegrityError: the key was taken meanwhile.

    """
    fetch(
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


def kept_request(body: bytes) -> bytes | None:
    """Return the bytes of a refused request as they are kept."""
    packed = zlib.compress(body, 6)
    return packed if len(packed) <= REQUEST_MOST else None
