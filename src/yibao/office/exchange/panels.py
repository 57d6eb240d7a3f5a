"""What the exchange adds to pages of the claims' office: the messages of a visit (附加栏目)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yibao.office.exchange.definitions import definition
from yibao.office.exchange.models import MessageEntry
from yibao.office.exchange.queries import messages_of_visit, messages_within
from yibao.office.screens.hooks import Panel
from yibao.office.screens.rights import Granted

VIEW = "exchange.message.view"
SHOWN = 20
_TEMPLATE = "exchange/messages_of_visit.html"


def _of_visit(visit: Any, granted: Granted) -> Mapping[str, Any] | None:
    """Return the newest messages that named a visit; None where there are none within reach."""
    rows = messages_within(granted.reach(VIEW)) & messages_of_visit(visit.number)
    found = list(rows.order_by("-pk")[: SHOWN + 1])
    if not found:
        return None
    return {
        "messages": [{"row": row, "name": _name(row)} for row in found[:SHOWN]],
        "visit": visit.number,
        "has_more": len(found) > SHOWN,
    }


def _name(row: MessageEntry) -> str:
    known = definition(row.infno)
    return "" if known is None else known.name_zh


def _of_settlement(row: Any, granted: Granted) -> Mapping[str, Any] | None:
    return _of_visit(row.visit, granted)


PANELS = (
    Panel("claims.visit", _TEMPLATE, VIEW, _of_visit),
    Panel("claims.settlement", _TEMPLATE, VIEW, _of_settlement),
)
