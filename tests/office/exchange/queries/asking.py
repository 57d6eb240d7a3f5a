"""Messages as the door hands them to transactions, and their answers as they go out."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from tests.office.claims.making import HOSPITAL
from yibao.office.base.actor import SYSTEM
from yibao.office.exchange.message import Message
from yibao.office.exchange.reading import read_input
from yibao.office.exchange.transactions.registry import transactions
from yibao.office.exchange.writing import write_output


def message(infno: str, sent: Any, provider: str = HOSPITAL) -> Message:
    """Return a message with its input read."""
    now = timezone.now()
    return Message(
        infno=infno,
        msgid=f"{provider}202506161000000001",
        provider=provider,
        provider_name="",
        care_division="990121",
        insured_division="990121",
        operator="01",
        operator_name="操作员",
        operator_kind="1",
        sign_no="",
        sent_at=now,
        received_at=now,
        actor=SYSTEM,
        input=read_input(infno, sent),
    )


def ask(infno: str, sent: Any, provider: str = HOSPITAL) -> Any:
    """Return what a transaction answers, as it goes out."""
    handled = transactions()[infno].handle(message(infno, sent, provider))
    return write_output(infno, handled)
