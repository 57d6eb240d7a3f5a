"""Carries a message out (办理): once if it changes something, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import IntegrityError
from django.db.transaction import atomic

from yibao.office.base.actor import Actor
from yibao.office.base.roles import Role
from yibao.office.exchange.access.institution import name_and_division
from yibao.office.exchange.definitions import profile_of
from yibao.office.exchange.envelope import Envelope
from yibao.office.exchange.message import Message
from yibao.office.exchange.messages import keys, log
from yibao.office.exchange.reading import read_input
from yibao.office.exchange.security import OpenedInput
from yibao.office.exchange.signed_in import see_signed_in
from yibao.office.exchange.transactions.registry import Transaction
from yibao.office.exchange.writing import write_text
from yibao.terms.errors import YibaoError

Finish = Callable[[str], bytes]
"""From the output as JSON to the bytes of the answer."""
Note = Callable[[str], log.Entry]
"""From an outcome to the line that is written down."""


@dataclass
class Carried:
    """A message that is carried out, with what its input and its output name."""

    envelope: Envelope
    opened: OpenedInput
    received_at: datetime
    address: str
    output: Mapping[str, Any] | None = None

    @property
    def person(self) -> str:
        """Return psn_no, "" where neither input nor output names one."""
        return self._named("psn_no")

    @property
    def visit(self) -> str:
        """Return mdtrt_id, likewise."""
        return self._named("mdtrt_id")

    @property
    def settlement(self) -> str:
        """Return setl_id of the output: what the message made."""
        return _first(self.output, "setl_id")

    @cached_property
    def content(self) -> bytes:
        """Return the digest of what it asks for."""
        return keys.digest_of(self.opened.nodes)

    def message(self) -> Message:
        """Return the message as transactions get it.

        Raises:
            YibaoError: of a field that is missing or cannot be read.

        """
        sent = self.envelope
        name, division = name_and_division(sent.provider)
        return Message(
            infno=sent.infno,
            msgid=sent.msgid,
            provider=sent.provider,
            provider_name=sent.provider_name or name,
            care_division=sent.care_division or division,
            insured_division=sent.insured_division,
            operator=sent.operator,
            operator_name=sent.operator_name,
            operator_kind=sent.operator_kind,
            sign_no=sent.sign_no,
            sent_at=sent.sent_at or self.received_at,
            received_at=self.received_at,
            actor=Actor(
                None,
                f"{sent.provider} {sent.operator_name}"[:64],
                (Role.PROVIDER,),
                address=self.address,
                purpose=f"{sent.infno} {sent.msgid}",
            ),
            input=read_input(sent.infno, self.opened.nodes, profile_of(settings.YIBAO.region)),
        )

    def _named(self, name: str) -> str:
        return _first(self.opened.nodes, name) or _first(self.output, name)


def carry_out(
    asked: Transaction,
    carried: Carried,
    kept: keys.Kept | None,
    finish: Finish,
    note: Note,
) -> bytes:
    """Carry a message out, or answer again as it was answered before; return the answer.

    Raises:
        YibaoError: what the transaction refuses; nothing of it is left.
        Conflict: what `keys.Kept.replayed` refuses.
        AccessChanged: nothing of it is left either.

    """
    if not asked.changes:
        with atomic():
            answered = finish(_output(asked, carried))
            log.note(note(log.OK))
        return answered
    keys.see_day(carried.envelope.msgid, carried.received_at.date())
    if kept is not None:
        return _again(carried, kept, note)
    try:
        with atomic():
            answered = finish(_output(asked, carried))
            log.keep(note(log.OK), carried.content, answered, carried.settlement)
    except (YibaoError, IntegrityError):
        # The same message may have been carried out meanwhile: it is then why this one failed.
        carried.output = None
        meanwhile = keys.find(carried.envelope)
        if meanwhile is None:
            raise
        return _again(carried, meanwhile, note)
    return answered


def _output(asked: Transaction, carried: Carried) -> str:
    message = carried.message()
    see_signed_in(message)
    carried.output = asked.handle(message) or {}
    return write_text(asked.infno, carried.output)


def _again(carried: Carried, kept: keys.Kept, note: Note) -> bytes:
    answered = kept.replayed(carried.content)
    with atomic():
        log.note(note(log.REPEATED))
    return answered


def _first(nodes: object, name: str) -> str:
    """Return the value of a name in the first node that has one."""
    for node in nodes.values() if isinstance(nodes, Mapping) else (nodes,):
        row = node[0] if isinstance(node, list | tuple) and node else node
        value = row.get(name) if isinstance(row, Mapping) else None
        if value and isinstance(value, str | int):
            return str(value)
    return ""
