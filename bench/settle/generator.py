"""The load: hospitals' messages from a process of its own, on one thread and many connections.

`python -m bench.settle.generator FILE` reads what is asked as JSON, says ``begin`` and ``end`` on a
line each when its measured time does, and prints what it saw as JSON.

A closed loop keeps every connection busy: the next message goes out when the last was answered. An
open loop begins sequences at a fixed rate, whatever the server does; the first message's time
counts from the moment at which it was due. Of its many connections some rest for longer than the
server keeps them open: those are made anew, as any client does.
"""

from __future__ import annotations

import json
import re
import selectors
import sys
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from socket import socket
from typing import Any
from zoneinfo import ZoneInfo

from bench.settle.messages import INPATIENT, OUTPATIENT, PREVIEWS, Clinic, Numbers, Person
from bench.settle.wire import Answer, connect, request

INPATIENT_EVERY = 10
"""Nine sequences out-patient, one in-patient."""
DONE = re.compile(rb'"infcode":\s*"?0"?[,}]')
VISIT = re.compile(rb'"mdtrt_id":\s*"([^"]+)"')
EMPLOYEES = b"310"
CHINA = ZoneInfo("Asia/Shanghai")
STEP = 1 << 18


@dataclass(slots=True, eq=False)
class Lane:
    """A connection, and the sequence that goes over it."""

    connection: socket
    infnos: tuple[str, ...] = ()
    place: int = 0
    bill: int = 0
    person: Person | None = None
    visit: bytes = b""
    preview: bytes = b""
    since: float = 0.0
    answer: Answer = field(default_factory=Answer)


class Load:
    """Everybody who comes, and what became of it."""

    def __init__(self, asked: dict[str, Any]) -> None:
        self.asked = asked
        now = datetime.now(CHINA)  # noqa: TID251 -- hospitals have clocks
        self.clinic = Clinic(asked["described"], now)
        self.numbers = Numbers(self.clinic.provider["fixmedins_code"], now)
        everybody = [Person.of(row) for row in asked["described"]["persons"]]
        self.outpatients = _turns([one for one in everybody if one.insutype == EMPLOYEES])
        self.inpatients = _turns(everybody[asked["stays_before"] :])
        self.selector = selectors.DefaultSelector()
        self.idle: list[Lane] = []
        self.due: deque[float] = deque()
        self.begun = self.count = 0
        self.milliseconds: dict[str, list[float]] = {}
        self.finished = self.messages = 0
        self.measuring = False

    def run(self) -> None:
        """Warm up, measure, and leave nothing half done."""
        for _ in range(self.asked["lanes"]):
            lane = Lane(connect(self.asked["host"], self.asked["port"]))
            self.selector.register(lane.connection, selectors.EVENT_READ, lane)
            self.idle.append(lane)
        started = time.perf_counter()
        begins = started + self.asked["warm_seconds"]
        ends = begins + self.asked["seconds"]
        cpu = 0.0
        while (now := time.perf_counter()) < ends:
            if not self.measuring and now >= begins:
                self.measuring, cpu = True, time.process_time()
                print("begin", flush=True)
            self._start(now, started)
            for key, _ in self.selector.select(0.002):
                self._read(key.data)
        cpu = time.process_time() - cpu
        print("end", flush=True)
        self.measuring = False
        self._drain()
        seconds = self.asked["seconds"]
        print(json.dumps(self._said(seconds, cpu)), flush=True)

    def _start(self, now: float, started: float) -> None:
        """Begin what is due: in a closed loop always, in an open one by the clock."""
        rate = self.asked["rate"]
        while rate and started + self.begun / rate <= now:
            self.due.append(started + self.begun / rate)
            self.begun += 1
        while self.idle and (self.due or not rate):
            lane = self.idle.pop()
            since = self.due.popleft() if rate else now
            self._begin(lane, since)

    def _begin(self, lane: Lane, since: float) -> None:
        self.count = count = self.count + 1
        stays = count % INPATIENT_EVERY == 0
        lane.infnos = INPATIENT if stays else OUTPATIENT
        lane.person = next(self.inpatients if stays else self.outpatients)
        lane.bill, lane.place, lane.visit, lane.preview = count, 0, b"", b""
        self._send(lane, since)

    def _send(self, lane: Lane, since: float) -> None:
        assert lane.person is not None
        infno = lane.infnos[lane.place]
        number = self.numbers.next()
        body = self.clinic.body(infno, lane.bill, lane.person, lane.visit, number, lane.preview)
        lane.since, lane.answer = since, Answer()
        lane.connection.sendall(request(self.asked["path"], self.asked["host"], body))

    def _read(self, lane: Lane) -> None:
        some = lane.connection.recv(STEP)
        if not some:
            self._connect_anew(lane)
            return
        if not lane.answer.feed(some):
            return
        now = time.perf_counter()
        infno = lane.infnos[lane.place]
        if not DONE.search(lane.answer.data):
            sys.exit(f"{infno}: {lane.answer.body.decode()[:2000]}")
        if self.measuring:
            self.messages += 1
            self.milliseconds.setdefault(infno, []).append((now - lane.since) * 1000)
        if lane.place == 0:
            found = VISIT.search(lane.answer.body)
            assert found is not None, lane.answer.body
            lane.visit = found[1]
        lane.preview = lane.answer.body if infno in PREVIEWS else lane.preview
        lane.place += 1
        if lane.place < len(lane.infnos):
            self._send(lane, now)
            return
        self.finished += self.measuring
        self.idle.append(lane)

    def _connect_anew(self, lane: Lane) -> None:
        """Take another connection for one that rested too long; one at work may not be closed."""
        if lane not in self.idle:
            sys.exit("the server closed a connection while it answered")
        self.selector.unregister(lane.connection)
        lane.connection.close()
        lane.connection = connect(self.asked["host"], self.asked["port"])
        self.selector.register(lane.connection, selectors.EVENT_READ, lane)

    def _drain(self) -> None:
        while len(self.idle) < self.asked["lanes"]:
            for key, _ in self.selector.select(5):
                self._read(key.data)

    def _said(self, seconds: float, cpu: float) -> dict[str, Any]:
        return {
            "sequences": self.finished,
            "messages": self.messages,
            "seconds": seconds,
            "cpu_seconds": cpu,
            "milliseconds": {infno: _shares(ms) for infno, ms in sorted(self.milliseconds.items())},
            "stays": self.count // INPATIENT_EVERY + 1,
        }


def _turns(persons: list[Person]) -> Iterator[Person]:
    while True:
        yield from persons


def _shares(milliseconds: list[float]) -> dict[str, float]:
    ordered = sorted(milliseconds)
    last = len(ordered) - 1
    return {
        name: round(ordered[min(last, int(share * len(ordered)))], 2)
        for name, share in (("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("most", 1.0))
    } | {"count": len(ordered)}


if __name__ == "__main__":
    Load(json.loads(Path(sys.argv[1]).read_text("utf-8"))).run()
