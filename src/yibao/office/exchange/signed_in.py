"""Whether an operator has to sign in first (签到校验)."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from yibao.office.exchange.definitions import demands_signing_in
from yibao.office.exchange.errors import not_signed_in
from yibao.office.exchange.message import Message
from yibao.office.exchange.models import Signing

FREE = frozenset({"9001", "9002"})
"""Transactions that never ask for it."""


def see_signed_in(message: Message) -> None:
    """See that the message's sign_no is of today and in force, where the region asks for it.

    Raises:
        InvalidInput: code ``not_signed_in``.

    """
    if message.infno in FREE or not demands_signing_in(settings.YIBAO.region):
        return
    in_force(message, message.sign_no)


def in_force(message: Message, number: str) -> Signing:
    """Return the signing-in of today under a number, at the provider that sends.

    Raises:
        InvalidInput: code ``not_signed_in``.

    """
    found = Signing.objects.filter(
        number=number,
        provider=message.provider,
        signed_on=timezone.localdate(message.received_at),
        signed_out_at=None,
    ).first()
    if found is None:
        raise not_signed_in()
    return found
