"""Software that may send anything: what a hospital meant, and what became of it on the way."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.office.exchange.care.software import Answer, Software
from tests.office.exchange.fuzz.nasty import HEADERS, bent, mutated
from yibao.office.exchange.door import answer

FORBIDDEN = (b"Traceback", b'File "', b"psycopg", b"django", b"yibao.", b"SELECT ", b"INSERT ")
"""What nobody outside may read: the insides of ours."""
KEYS = {"infcode", "inf_refmsgid", "refmsg_time", "respond_time", "err_msg", "output"}
REMEMBERED = 200


@dataclass
class Stranger(Software):
    """Sends each message as it was meant, or bent, or twice, or reversed; checks every answer."""

    random: Random = field(default_factory=lambda: Random(1))
    calm: bool = False
    """Whether it sends what it means."""
    sent: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    bodies: list[bytes] = field(default_factory=list)
    known: list[Any] = field(default_factory=list)
    """Numbers of persons, visits, settlements, messages that were seen."""

    def post(self, body: bytes, headers: Mapping[str, str] | None = None, url: str = "") -> Answer:
        dice = 1.0 if self.calm else self.random.random()
        if dice < 0.35:
            sent = mutated(self.random, json.loads(body), self.known)
            body = json.dumps(sent, ensure_ascii=self.random.random() < 0.5).encode(
                "utf-8", "surrogatepass"
            )
        elif dice < 0.42:
            body = bent(self.random, body)
        elif dice < 0.50 and self.bodies:
            self.ask(self.random.choice(self.bodies))
        elif dice < 0.54:
            self.reverse_blindly(json.loads(body))
        self.bodies = [*self.bodies[-REMEMBERED:], body]
        return self.ask(body)

    def reverse_blindly(self, meant: dict[str, Any]) -> None:
        """Reverse a message that is still to come, or one that came (2601)."""
        other = self._read(self.random.choice(self.bodies)) if self.bodies else meant
        of = self.random.choice((meant, other))
        numbers = re.findall(r'"psn_no": "(\w+)"', json.dumps(of))
        person = numbers[0] if numbers else self.random.choice((*self.known, "P1"))
        given = {"omsgid": of.get("msgid"), "oinfno": of.get("infno"), "psn_no": person}
        self.ask(json.dumps(self.envelope("2601", {"data": given})).encode())

    def ask(self, body: bytes) -> Answer:
        """Send bytes to the door; see that what comes back is an answer, and nothing but."""
        some = (self.random.choice(HEADERS),) if self.random.random() < 0.05 else ()
        reply = answer(self.url, some, body, address="10.0.0.1")
        self.sent += 1
        assert reply.status == 200
        told = json.loads(reply.body.decode("utf-8"))
        assert set(told) >= KEYS, told
        assert told["infcode"] in (0, -1)
        assert len(told["err_msg"]) <= 200
        assert not [word for word in FORBIDDEN if word in reply.body], reply.body
        outcome = "ok" if told["infcode"] == 0 else told["err_msg"].rpartition("[")[2][:-1]
        assert outcome not in {"internal_error", "try_again"}, (told, body[:3000])
        self.outcomes[outcome] += 1
        self._remember(told["output"])
        return Answer(reply.status, reply.body, {})

    def _remember(self, output: Any) -> None:
        nodes = output.values() if isinstance(output, dict) else ()
        for node in nodes:
            row = node[0] if isinstance(node, list) and node else node
            if isinstance(row, dict):
                self.known += [
                    row[name] for name in ("psn_no", "mdtrt_id", "setl_id") if row.get(name)
                ]
        self.known = self.known[-REMEMBERED:]

    @staticmethod
    def _read(body: bytes) -> dict[str, Any]:
        try:
            read = json.loads(body)
        except (ValueError, RecursionError):
            return {}
        return read if isinstance(read, dict) else {}
