"""The software of a provider: builds envelopes, sends them, reads answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone

from tests.office.exchange.care.identities import check_identities

ONE_ENDPOINT = "/fsi/api/rsfComIfsService/callService"
TEXT, JSON = "text/plain", "application/json"
Input = Mapping[str, Any]
Signer = Callable[[dict[str, Any]], tuple[dict[str, Any], dict[str, str]]]
"""Takes an envelope; returns it, signed, and the headers that go with it."""

_SEQUENCE = count(1)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    @property
    def envelope(self) -> dict[str, Any]:
        return json.loads(self.body)  # type: ignore[no-any-return]

    @property
    def succeeded(self) -> bool:
        return str(self.envelope["infcode"]) == "0"

    @property
    def message(self) -> str:
        return self.envelope["err_msg"] or ""

    @property
    def output(self) -> dict[str, Any]:
        """Return the output of a success; say what was refused otherwise."""
        assert self.status == 200, self.body
        assert self.succeeded, self.message
        return self.envelope["output"] or {}

    @property
    def settlement(self) -> dict[str, Any]:
        """Return the sums of a settlement, whose identities are checked whenever one is read."""
        check_identities(self.output["setlinfo"], self.output["setldetail"])
        return self.output["setlinfo"]  # type: ignore[no-any-return]

    def told(self, *names: str) -> tuple[float, ...]:
        """Return some fields of a settlement."""
        return tuple(self.settlement[name] for name in names)

    @property
    def payers(self) -> dict[str, float]:
        """Return who pays what, zeros left out."""
        rows = self.output["setldetail"]
        return {row["fund_pay_type"]: row["fund_payamt"] for row in rows if row["fund_payamt"]}

    def refused(self, *words: str) -> None:
        """Assert a refusal as hospitals see one: HTTP 200, -1, a message with these words."""
        assert self.status == 200, self.body
        assert self.envelope["infcode"] == -1, self.body
        for word in words:
            assert word in self.message, self.message


def unsigned(envelope: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    return envelope, {}


@dataclass
class Software:
    """One provider's software."""

    code: str
    name: str = "演示机构"
    url: str = ONE_ENDPOINT
    content_type: str = JSON
    sign: Signer = unsigned
    insured_division: str = "990100"
    division: str = "990100"
    operator: str = "0001"
    extra: dict[str, Any] = field(default_factory=dict)
    """Keys of the envelope that this software sends differently."""

    def next_id(self) -> str:
        """Return a fresh msgid: code, second, four digits."""
        return f"{self.code}{timezone.localtime():%Y%m%d%H%M%S}{next(_SEQUENCE) % 10_000:04d}"

    def envelope(self, infno: str, given: Any, msgid: str = "") -> dict[str, Any]:
        return {
            "infno": infno,
            "msgid": msgid or self.next_id(),
            "mdtrtarea_admvs": self.division,
            "insuplc_admdvs": self.insured_division,
            "recer_sys_code": "YBXT",
            "dev_no": "",
            "dev_safe_info": "",
            "cainfo": "",
            "signtype": "",
            "infver": "V1.0",
            "opter_type": "1",
            "opter": self.operator,
            "opter_name": "收费员",
            "inf_time": f"{timezone.localtime():%Y-%m-%d %H:%M:%S}",
            "fixmedins_code": self.code,
            "fixmedins_name": self.name,
            "sign_no": "",
            "input": given,
            **self.extra,
        }

    def send(self, infno: str, given: Any, msgid: str = "", url: str = "") -> Answer:
        """Send one message."""
        envelope, headers = self.sign(self.envelope(infno, given, msgid))
        return self.post(json.dumps(envelope, ensure_ascii=False).encode(), headers, url)

    def post(self, body: bytes, headers: Mapping[str, str] | None = None, url: str = "") -> Answer:
        """Send bytes as they are."""
        extra = {f"HTTP_{name.upper().replace('-', '_')}": v for name, v in (headers or {}).items()}
        came = Client().post(url or self.url, data=body, content_type=self.content_type, **extra)
        return Answer(came.status_code, came.content, dict(came.headers))
