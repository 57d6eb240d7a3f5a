"""What a connection keeps between messages (连接记忆): numbers drawn ahead, accesses as last read.

Most messages then begin without asking the database. That the access still stands is seen by the
statement that writes the message down; docs/algorithms/exactly-once.md says why that is enough.
"""

from __future__ import annotations

import threading

from yibao.office.database.prepared import fetch, own_connection
from yibao.office.exchange.access.opened import Opened

AT_ONCE = 32
"""Numbers drawn together: so many are written to the log of the database at once anyway."""
_DRAW = "SELECT nextval('exchange_message_number') FROM generate_series(1, %s)"

STAMP = "access.xmin::text || '/' || access.version"
"""An expression on `exchange_access AS access`: another one after every change of the row."""


class AccessChanged(Exception):  # noqa: N818 -- what happened, not a class of errors of the house
    """The access under which a message was read has changed meanwhile; it is read once more."""


class _Here(threading.local):
    """What this thread's connection remembers; another connection begins anew."""

    own: object = None
    numbers: list[int]
    accesses: dict[str, tuple[str, Opened]]

    def fresh(self) -> _Here:
        own = own_connection()
        if own is not self.own:
            self.own, self.numbers, self.accesses = own, [], {}
        return self


_HERE = _Here()


def draw() -> int:
    """Return our next number for a message; one that is not used is never drawn again."""
    here = _HERE.fresh()
    if not here.numbers:
        here.numbers = [row[0] for row in reversed(fetch(_DRAW, (AT_ONCE,)))]
    return here.numbers.pop()


def access_of(provider: str) -> tuple[str, Opened] | None:
    """Return stamp and access of a provider as they were last read here."""
    return _HERE.fresh().accesses.get(provider)


def remember(provider: str, stamp: str, access: Opened) -> None:
    """Keep what was read."""
    _HERE.fresh().accesses[provider] = (stamp, access)
