"""What of the exchange is sealed (封存): every message that came."""

from __future__ import annotations

from yibao.office.base.seals import SealedTable
from yibao.terms.text import Text

MESSAGES = SealedTable(
    "exchange_message",
    (
        "received_at", "provider", "infno", "msgid", "person", "visit", "outcome", "milliseconds",
        "digest", "said", "request",
    ),
    Text("接口报文", "Messages of the interface"),
)  # fmt: skip
