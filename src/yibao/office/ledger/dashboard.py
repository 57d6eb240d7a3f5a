"""What the home page tells of the books (首页): months that are not closed yet."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from yibao.office.ledger.models import Period
from yibao.office.ledger.queries import periods_within
from yibao.office.screens.hooks import Duty
from yibao.terms.text import Text


def _to_close(granted: Any, reach: Any) -> int:
    del granted
    this_month = timezone.localdate().replace(day=1)
    return periods_within(reach).filter(state=Period.State.OPEN, month__lt=this_month).count()


DUTIES = (
    Duty(
        "ledger.periods",
        Text("待结账的月份", "Months to be closed"),
        "ledger.period.approve",
        _to_close,
        "/ledger/period/?state=open",
    ),
)
