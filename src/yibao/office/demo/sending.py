"""A hospital's software (演示机构软件): writes messages, signs and sends them."""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from yibao.office.demo.region import CITY
from yibao.office.demo.signing import Keys, keys_of
from yibao.office.exchange.cryptography import sm2, sm4
from yibao.office.exchange.door import answer
from yibao.office.exchange.security.signatures import hmac_signature, tif_signature

PATH = "/fsi/api/rsfComIfsService/callService"
ADDRESS = "127.0.0.1"
_VERSION = "1.0.0"
_TIME = "%Y-%m-%d %H:%M:%S"

Row = dict[str, Any]
Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back: the output of a success, or what was said of a refusal."""

    output: Row
    refusal: str

    @property
    def reason(self) -> str:
        """The code of a refusal, which stands in brackets at its beginning."""
        return self.refusal.partition("[")[2].partition("]")[0] or self.refusal[:40]


LANES = 100
"""So many may send for one institution at the same time: each has a hundred numbers a second."""


@dataclass(slots=True)
class Software:
    """What one institution sends; the numbers of its messages go on by the second."""

    code: str
    name: str
    division: str
    lane: int = 0
    _sent: dict[str, int] = field(default_factory=dict)

    def send(self, infno: str, given: Row) -> Answered:
        """Send a message at once and read the answer."""
        now = timezone.localtime()
        keys = keys_of(self.code)
        envelope = self._envelope(infno, given, now)
        headers = _signed(envelope, keys, infno, now)
        body = json.dumps(envelope, ensure_ascii=False).encode()
        said = json.loads(answer(PATH, headers, body, address=ADDRESS).body)
        if str(said["infcode"]) != "0":
            return Answered({}, said["err_msg"] or "")
        return Answered(_output(said, keys), "")

    def _envelope(self, infno: str, given: Row, now: datetime) -> Row:
        return {
            "infno": infno,
            "msgid": self._number(now),
            "mdtrtarea_admvs": self.division,
            "insuplc_admdvs": CITY,
            "recer_sys_code": "YBXT",
            "dev_no": "",
            "dev_safe_info": "",
            "cainfo": "",
            "signtype": "",
            "infver": "V1.0",
            "opter_type": "1",
            "opter": "0001",
            "opter_name": "收费员",
            "inf_time": now.strftime(_TIME),
            "fixmedins_code": self.code,
            "fixmedins_name": self.name,
            "sign_no": "",
            "input": given,
        }

    def _number(self, now: datetime) -> str:
        second = f"{self.code}{now:%Y%m%d%H%M%S}"
        self._sent[second] = self._sent.get(second, -1) + 1
        return f"{second}{self.lane * LANES + self._sent[second]:04d}"


def _signed(envelope: Row, keys: Keys, infno: str, now: datetime) -> Headers:
    """Sign an envelope as its sender does; return the headers that go with it."""
    seconds = int(now.timestamp())
    if keys.security == "hmac":
        stamp = str(seconds * 1000)
        said = {
            "_api_access_key": keys.access_key,
            "_api_name": infno,
            "_api_timestamp": stamp,
            "_api_version": _VERSION,
        }
        made = hmac_signature(keys.secret_key, keys.access_key, infno, stamp, _VERSION)
        return tuple({**said, "_api_signature": made}.items())
    if keys.security == "tif":
        nonce = secrets.token_hex(16)
        return (
            ("x-tif-paasid", keys.access_key),
            ("x-tif-timestamp", str(seconds)),
            ("x-tif-nonce", nonce),
            ("x-tif-signature", tif_signature(keys.secret_key, str(seconds), nonce)),
        )
    if keys.security == "sm":
        plain = json.dumps(envelope["input"], ensure_ascii=False).encode()
        pair = sm2.pair_of(keys.secret_key)
        envelope |= {
            "signtype": "SM2",
            "enc_type": "SM4",
            "cainfo": base64.b64encode(sm2.sign(pair, plain)).decode(),
            "input": base64.b64encode(sm4.encrypted(keys.access_key.encode(), plain)).decode(),
        }
    return ()


def _output(said: Row, keys: Keys) -> Row:
    output: Any = said["output"] or {}
    if keys.security == "sm" and output:
        output = json.loads(sm4.decrypted(keys.access_key.encode(), base64.b64decode(output)))
    found: Row = output
    return found
