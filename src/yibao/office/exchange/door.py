"""The door of the interface (接口入口): bytes in, bytes out, whatever comes.

`answer` takes a message through its envelope, its sender's signature, the memory of messages that
came before, its transaction, and the answer's envelope. It never raises and never answers with
another status than 200: what is refused is said in the answer, as the national interface has it.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from json.encoder import encode_basestring
from time import perf_counter_ns

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from yibao.office.exchange import attached
from yibao.office.exchange import envelope as envelopes
from yibao.office.exchange.carrying import Carried, carry_out
from yibao.office.exchange.envelope_answer import said, written
from yibao.office.exchange.errors import (
    Unauthorized,
    busy,
    internal,
    no_access,
    unknown_transaction,
)
from yibao.office.exchange.gateway import refusal_of_gateway
from yibao.office.exchange.messages import keys, log, remembered
from yibao.office.exchange.models import Mode
from yibao.office.exchange.retrying import GaveUp, connected
from yibao.office.exchange.security import Headers, check_headers, open_input
from yibao.office.exchange.security.opening import close_output
from yibao.office.exchange.transactions.registry import transactions
from yibao.office.providers.queries import institution_row
from yibao.terms.errors import YibaoError

CONTENT_TYPE = "application/json; charset=utf-8"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: status, type and bytes; `infno` is what it was about, where that is known."""

    status: int
    content_type: str
    body: bytes
    infno: str = ""


def _now() -> datetime:
    """Return what time it is, by whatever clock Django goes."""
    return timezone.now()


@dataclass(slots=True)
class Arrival:
    """A message on its way through the door: what came, and what is known of it so far."""

    body: bytes
    address: str
    received_at: datetime = field(default_factory=_now)
    began_ns: int = field(default_factory=perf_counter_ns)
    envelope: envelopes.Envelope | None = None
    seen: keys.Seen | None = None
    is_known: bool = False
    """Whether the sender proved who it is."""
    carried: Carried | None = None

    def entry(self, outcome: str, said_of_it: str = "") -> log.Entry:
        """Return the line that is written down of it."""
        sent, carried = self.envelope, self.carried
        refused = outcome not in {log.OK, log.REPEATED}
        by_memory = self.seen is not None and self.seen.is_remembered and not refused
        return log.Entry(
            number=None if self.seen is None else self.seen.number,
            received_at=self.received_at,
            provider=sent.provider if sent else "",
            infno=sent.infno if sent else "",
            msgid=sent.msgid if sent else "",
            person=carried.person if carried else "",
            visit=carried.visit if carried else "",
            outcome=outcome,
            milliseconds=(perf_counter_ns() - self.began_ns) // 1_000_000,
            digest=hashlib.sha256(self.body).digest(),
            said=said_of_it,
            request=log.kept_request(self.body) if refused and self.is_known else None,
            stamp=self.seen.stamp if self.seen and by_memory else None,
        )


def answer(
    path: str, headers: Iterable[tuple[str, str]], body: bytes, *, address: str = ""
) -> Reply:
    """Answer one message.

    Args:
        path: where it was sent; any of the interface's addresses, the message says what it is.
        headers: names and values, with names as they came where the server tells them.
        body: every byte of it.
        address: whence it came.

    """
    del path
    arrival = Arrival(body, address)
    try:
        answered = connected(lambda: _answered(arrival, Headers(headers)))
    except YibaoError as refused:
        answered = _refused(arrival, refused)
    except GaveUp:
        answered = _refused(arrival, busy())
    except Exception:  # noqa: BLE001 -- logged in _failed; nobody else may answer
        answered = _refused(arrival, _failed(arrival))
    infno = arrival.envelope.infno if arrival.envelope else ""
    return Reply(
        200, _type_of(arrival, answered), answered, infno if infno in transactions() else ""
    )


def _answered(arrival: Arrival, headers: Headers) -> bytes:
    """Return the bytes of an answer, or raise what they have to say instead.

    It is tried by what is remembered of the sender; what that refuses is refused only where the
    access is still the same.
    """
    body, file = attached.parts(arrival.body)
    arrival.envelope = sent = envelopes.read(body)
    number = remembered.draw()
    by_memory = keys.seen_before(sent, number)
    if by_memory is None:
        return _carried(arrival, sent, headers, file, keys.look(sent, number))
    try:
        return _carried(arrival, sent, headers, file, by_memory)
    except (YibaoError, remembered.AccessChanged) as refused:
        now = keys.look(sent, number)
        if now.stamp == by_memory.stamp and isinstance(refused, YibaoError):
            raise
        return _carried(arrival, sent, headers, file, now)


def _carried(
    arrival: Arrival,
    sent: envelopes.Envelope,
    headers: Headers,
    file: bytes | None,
    seen: keys.Seen,
) -> bytes:
    """Verify a message and carry it out; raise what refuses it."""
    arrival.seen, arrival.is_known, arrival.carried = seen, False, None
    if seen.access is None:
        institution_row(sent.provider)
        raise no_access(sent.provider)
    headers.refuse_ambiguous()
    check_headers(seen.access, headers, arrival.received_at)
    opened = attached.with_file(open_input(sent, seen.access), file)
    arrival.is_known = True
    arrival.carried = carried = Carried(sent, opened, arrival.received_at, arrival.address)
    asked = transactions().get(sent.infno)
    if asked is None:
        raise unknown_transaction(sent.infno)

    def finish(output: str) -> bytes:
        assert seen.access is not None
        if attached.ATTACHMENT in (carried.output or {}):
            return bytes((carried.output or {})[attached.ATTACHMENT])
        rest = {"err_msg": '""', **close_output(output, opened.form, seen.access)}
        division = settings.YIBAO.region
        return written(0, arrival.received_at, seen.number, division, rest)

    return carry_out(asked, carried, seen.kept, finish, arrival.entry)


def _type_of(arrival: Arrival, answered: bytes) -> str:
    output = (arrival.carried.output if arrival.carried else None) or {}
    return attached.CONTENT_TYPE if output.get(attached.ATTACHMENT) == answered else CONTENT_TYPE


def _refused(arrival: Arrival, refused: YibaoError) -> bytes:
    """Return the answer that refuses; that it was refused is written down first."""
    message = said(refused)
    number = arrival.seen.number if arrival.seen else 0
    try:
        number = connected(lambda: log.note(arrival.entry(refused.code, message)))
    except (DatabaseError, GaveUp):
        logger.exception("a refused message could not be written down")
    access = arrival.seen.access if arrival.seen else None
    if isinstance(refused, Unauthorized) and access is not None and access.mode == Mode.HMAC:
        return refusal_of_gateway(refused)
    rest = {"err_msg": encode_basestring(message), "output": "null"}
    return written(-1, arrival.received_at, number, settings.YIBAO.region, rest)


def _failed(arrival: Arrival) -> YibaoError:
    """Log what failed under a reference that the sender is told; return the refusal."""
    reference = secrets.token_hex(4)
    sent = arrival.envelope
    logger.exception("%s %s %s", reference, sent and sent.infno, sent and sent.msgid)
    return internal(reference)
