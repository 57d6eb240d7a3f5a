"""What the home page tells of the exchange (首页): providers that do not sign."""

from __future__ import annotations

from typing import Any

from yibao.office.exchange.queries.providers import providers_that_do_not_sign
from yibao.office.screens.hooks import Duty
from yibao.terms.text import Text


def _unsigned(granted: Any, reach: Any) -> int:
    del granted
    return providers_that_do_not_sign(reach).count()


DUTIES = (
    Duty(
        "exchange.unsigned",
        Text("不签名的机构", "Providers that do not sign"),
        "exchange.access.view",
        _unsigned,
        "/exchange/access/?mode=none",
        urgent=True,
    ),
)
