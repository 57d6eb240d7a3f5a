"""Operators sign in and out (签到签退)."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from yibao.office.database.prepared import fetch
from yibao.office.exchange.envelope_answer import reference
from yibao.office.exchange.message import Message
from yibao.office.exchange.models import Signing
from yibao.office.exchange.signed_in import in_force


def sign_in(message: Message, operator: str, mac: str, address: str) -> Signing:
    """Sign an operator in; return the row with its number (`sign_no`), which has 30 digits."""
    number = fetch("SELECT nextval('exchange_signing_id_seq')")[0][0]
    return Signing.objects.create(
        id=number,
        number=reference(settings.YIBAO.region, message.received_at, number),
        provider=message.provider,
        operator=operator[:30],
        mac=mac[:20],
        address=address[:45],
        signed_on=timezone.localdate(message.received_at),
        signed_in_at=message.received_at,
    )


def sign_out(message: Message, number: str) -> Signing:
    """Sign an operator out who signed in today.

    Raises:
        InvalidInput: code ``not_signed_in``.

    """
    row = in_force(message, number)
    row.signed_out_at = message.received_at
    row.save(update_fields=["signed_out_at"])
    return row
