"""Keys of messages (报文键): what makes a message that changes something count once.

The key is the provider, the number of the transaction and the number of the message. It is written
in the transaction of the change itself, together with the whole answer, so that neither stands
without the other; that it is unique is the database's word. docs/algorithms/exactly-once.md says
why nothing is done twice.
"""

from __future__ import annotations

import hashlib
import hmac
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils import timezone

from yibao.office.database.prepared import Statement, fetch
from yibao.office.exchange.access.opened import Opened, open_access
from yibao.office.exchange.envelope import Envelope
from yibao.office.exchange.errors import barred, msgid_ahead, msgid_reused, msgid_too_old, undone
from yibao.office.exchange.message_number import NO_DAY, day_in
from yibao.office.exchange.messages import remembered
from yibao.office.exchange.models import KeyState

MONTHS_KEPT = 13
_MONTHS: set[tuple[str, str]] = set()
"""By database: tables of months that were seen to be there."""
AHEAD = timedelta(days=31)
"""How far ahead of our clock a message's number may be; months are made three ahead."""

_LOOK = f"""
    SELECT {remembered.STAMP}, access.version, access.mode, access.access_key,
        access.secret, access.server_key, access.server_public_key, key.state, key.digest,
        key.answer
    FROM (SELECT) AS once
    LEFT JOIN exchange_access AS access ON access.provider = %(provider)s
    LEFT JOIN {{table}} AS key ON key.provider = %(provider)s AND key.infno = %(infno)s
        AND key.msgid = %(msgid)s AND key.sent_on = %(sent_on)s
"""  # noqa: S608 -- an expression of `remembered`
_ALL = "exchange_key"
_FIND = """
    SELECT state, digest, answer FROM exchange_key
    WHERE provider = %(provider)s AND infno = %(infno)s AND msgid = %(msgid)s
        AND sent_on = %(sent_on)s
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A key that is there: what became of it, of which content, what was answered."""

    state: str
    digest: bytes
    answer: bytes

    def replayed(self, digest: bytes) -> bytes:
        """Return the answer once more, byte for byte.

        Raises:
            Conflict: codes ``message_barred``, ``message_undone``, ``msgid_reused``.

        """
        if self.state == KeyState.BARRED:
            raise barred()
        if not hmac.compare_digest(self.digest, digest):
            raise msgid_reused()
        if self.state == KeyState.UNDONE:
            raise undone()
        return zlib.decompress(self.answer)


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a message before it is carried out."""

    number: int
    """Ours of this message; part of what the answer is called."""
    access: Opened | None
    kept: Kept | None
    stamp: str
    """Of the access as it was read."""
    is_remembered: bool = False
    """Whether nobody looked: the access is that of an earlier message, the key was not sought."""


def look(envelope: Envelope, number: int) -> Seen:
    """Return a message's sender's access, and the key if it came before."""
    place = _place(envelope)
    stamp, *row = _look_in(_table_of(place["sent_on"])).fetch(place)[0]
    access = None
    if stamp is not None:
        access = open_access(envelope.provider, *row[:6])
        remembered.remember(envelope.provider, stamp, access)
    return Seen(number, access, _kept(row[6:]) if row[6] is not None else None, stamp or "")


def seen_before(envelope: Envelope, number: int) -> Seen | None:
    """Return what is remembered of the sender, the key taken to be free; None: look."""
    known = remembered.access_of(envelope.provider)
    return None if known is None else Seen(number, known[1], None, known[0], is_remembered=True)


@lru_cache(maxsize=64)
def _look_in(table: str) -> Statement:
    return Statement(_LOOK.format(table=table))


def _table_of(day: date) -> str:
    """Return where keys of a day lie: a month by itself, while it is kept.

    A statement over all months is planned anew whenever it is run, for the plan that fits every
    month has to look at all of them.
    """
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    if not oldest_kept(today) <= day <= today + AHEAD:
        return _ALL
    table = f"{_ALL}_{day:%Y_%m}"
    place = (str(connection.settings_dict["NAME"]), table)
    if place not in _MONTHS:
        if fetch("SELECT to_regclass(%s) IS NULL", (table,))[0][0]:
            return _ALL
        _MONTHS.add(place)
    return table


def find(envelope: Envelope) -> Kept | None:
    """Return the key of a message, if it is there by now."""
    rows = fetch(_FIND, _place(envelope))
    return _kept(rows[0]) if rows else None


def digest_of(nodes: object) -> bytes:
    """Return the digest of a message's content: of its input as it was understood.

    The envelope does not belong to it: who sends once more signs anew and names another time.
    """
    return hashlib.sha256(repr(nodes).encode()).digest()


def see_day(msgid: str, today: date) -> None:
    """See that keys of the day in a message's number are still, or already, kept.

    Raises:
        InvalidInput: codes ``msgid_too_old``, ``msgid_ahead``.

    """
    day = day_in(msgid)
    if day == NO_DAY:
        return
    if day < oldest_kept(today):
        raise msgid_too_old(msgid)
    if day > today + AHEAD:
        raise msgid_ahead(msgid)


def oldest_kept(today: date) -> date:
    """Return the first day whose keys are kept: the first of the month, 13 months ago.

    >>> oldest_kept(date(2026, 11, 26))
    datetime.date(2025, 10, 1)
    """
    months = today.year * 12 + today.month - 1 - MONTHS_KEPT
    return date(months // 12, months % 12 + 1, 1)


def _place(envelope: Envelope) -> dict[str, Any]:
    return {
        "provider": envelope.provider,
        "infno": envelope.infno,
        "msgid": envelope.msgid,
        "sent_on": day_in(envelope.msgid),
    }


def _kept(row: Sequence[Any]) -> Kept:
    state, digest, answer = row
    return Kept(state, bytes(digest), bytes(answer))
