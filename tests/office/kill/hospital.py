"""A hospital that goes on whatever happens: what was not answered is sent again, under its number.

One thread, one connection, persons of its own. Everything that was answered is remembered byte for
byte, so that it can be asked once more in the end.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from socket import socket
from typing import Any

from bench.settle.generator import DONE, VISIT
from bench.settle.messages import INPATIENT, OUTPATIENT, PREVIEWS, Clinic, Numbers, Person
from bench.settle.wire import connect, exchange, request

HOST, PATH = "127.0.0.1", "/fsi/api/rsfComIfsService/callService"
CHANGES = {"2201", "2203", "2204", "2207", "2401", "2301", "2402", "2304"}
SETTLES = {"2207", "2304"}
GIVES_UP_SECONDS = 90.0
INPATIENT_EVERY = 5


@dataclass(frozen=True, slots=True)
class Told:
    """A message and what was answered to it."""

    infno: str
    msgid: str
    body: bytes
    answer: bytes


class Hospital:
    """Sends sequences until it is told to stop; the last one is finished."""

    def __init__(
        self, described: dict[str, Any], port: int, persons: list[Person], at: datetime, lane: int
    ):
        self.clinic, self.port, self.persons = Clinic(described, at), port, persons
        # Each has a minute of its own to number its messages in.
        earlier = at - timedelta(minutes=10 * lane)
        self.numbers = Numbers(self.clinic.provider["fixmedins_code"], earlier)
        self.told: list[Told] = []
        self.sent_again = 0
        self.trouble = ""
        self._connection: socket | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    def again(self, told: Told) -> bytes:
        """Send a message once more, byte for byte; return the answer."""
        return self._insist(told.body)

    def _work(self) -> None:
        try:
            for turn, person in enumerate(self._persons()):
                if self._stop.is_set():
                    return
                stays = turn % INPATIENT_EVERY == 0 and turn < len(self.persons)
                self._sequence(INPATIENT if stays else OUTPATIENT, turn, person)
        except Exception as error:  # noqa: BLE001 -- told to the test
            self.trouble = repr(error)

    def _persons(self) -> Iterator[Person]:
        while True:
            yield from self.persons

    def _sequence(self, infnos: tuple[str, ...], turn: int, person: Person) -> None:
        visit = preview = b""
        for infno in infnos:
            number = self.numbers.next()
            body = self.clinic.body(infno, turn, person, visit, number, preview)
            answer = self._insist(body)
            if not DONE.search(answer):
                raise RuntimeError(f"{infno}: {answer.decode()}")
            if infno in CHANGES:
                self.told.append(Told(infno, number.decode(), body, answer))
            preview = answer if infno in PREVIEWS else preview
            found = VISIT.search(answer)
            visit = visit or (found[1] if found else b"")

    def _insist(self, body: bytes) -> bytes:
        """Send until an answer comes that is not about the system being busy."""
        end = time.monotonic() + GIVES_UP_SECONDS
        while True:
            try:
                if self._connection is None:
                    self._connection = connect(HOST, self.port, 20)
                answer = exchange(self._connection, request(PATH, HOST, body))
                if DONE.search(answer) or not _passes(answer):
                    return answer
            except OSError:
                if self._connection is not None:
                    self._connection.close()
                self._connection = None
            if time.monotonic() > end:
                raise TimeoutError("no answer")
            self.sent_again += 1
            time.sleep(0.1)


def _passes(answer: bytes) -> bool:
    """Tell whether a refusal says that the message may simply be sent again."""
    return any(code in answer for code in (b"[try_again]", b"[internal_error]"))
