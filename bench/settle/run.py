"""Sequences a second over HTTP, with everything that answers running on the same two cores.

What is asked, how it is kept fair and what was found: README.md beside this file.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from bench.report import Report
from bench.settle.generator import CHINA, DONE, VISIT
from bench.settle.messages import INPATIENT, OUTPATIENT, PREVIEWS, Clinic, Numbers, Person
from bench.settle.processes import HOST, Server
from bench.settle.proxy import Proxy
from bench.settle.region import environment, region
from bench.settle.wire import connect, exchange, request
from yibao.office.database import clones
from yibao.office.database.embedded import DURABLE, Cluster
from yibao.office.database.url import DatabaseUrl

PATH = "/fsi/api/rsfComIfsService/callService"
LANES = int(os.environ.get("BENCH_LANES", "12"))
SECONDS = int(os.environ.get("BENCH_SECONDS", "60"))
WARM_SECONDS = 10
OPEN_SHARE = 0.7
"""Of the sequences a second that a closed loop reached."""
SERVE = tuple(os.environ.get("BENCH_SERVE", "").split())
"""Further options of `yibao serve`; none: as users start it."""
REPLAYED, REPLAY_WARM = 300, 30
COUNTED = 9
_WRITTEN = "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables"

Said = dict[str, Any]


def run() -> None:
    """Measure and report."""
    with region() as (folder, described):
        with Server(folder, *SERVE) as server:
            closed, cpu, written = _loaded(server, described, rate=0.0)
            most = closed["sequences"] / closed["seconds"]
            print(f"closed loop: {most:.1f} sequences/s, CPU s {cpu}", file=sys.stderr)
            stays = closed["stays"]
            opened, _, _ = _loaded(server, described, rate=most * OPEN_SHARE, stays=stays)
            stays += opened["stays"]
            alone, _, _ = _loaded(server, described, rate=0.0, lanes=1, seconds=10, stays=stays)
        trips = _round_trips(folder, described)
        replay = _replayed(folder, described)
    _report(closed, opened, alone, cpu, written, trips, replay)


def _loaded(
    server: Server,
    described: Said,
    *,
    rate: float,
    lanes: int = LANES,
    seconds: int = SECONDS,
    stays: int = 0,
) -> tuple[Said, dict[str, float], float]:
    """Run the generator; return what it saw, processor seconds by process, rows a sequence."""
    asked = {
        "described": described,
        "host": HOST,
        "port": server.port,
        "path": PATH,
        "lanes": lanes if not rate else lanes * 4,
        "warm_seconds": WARM_SECONDS,
        "seconds": seconds,
        "rate": rate,
        "stays_before": stays,
    }
    url = str(Cluster(server.folder).url("yibao"))
    with TemporaryDirectory() as folder, psycopg.connect(url, autocommit=True) as connection:
        file = Path(folder) / "asked.json"
        file.write_text(json.dumps(asked), "utf-8")
        load = subprocess.Popen(
            [sys.executable, "-m", "bench.settle.generator", str(file)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert load.stdout is not None
        _must_say(load.stdout.readline(), "begin", server)
        rows, before = connection.execute(_WRITTEN).fetchone(), server.cpu()
        _must_say(load.stdout.readline(), "end", server)
        after, then = server.cpu(), connection.execute(_WRITTEN).fetchone()
        said: Said = json.loads(load.stdout.readline())
        load.wait()
    assert rows is not None
    assert then is not None
    cpu = {name: after[name] - before[name] for name in after}
    cpu["generator"] = said["cpu_seconds"]
    return said, cpu, float(then[0] - rows[0]) / max(1, said["sequences"])


def _must_say(line: str, word: str, server: Server) -> None:
    if line.strip() != word:
        raise RuntimeError(f"the generator stopped:\n{line}\n{server.said()[-4000:]}")


def _round_trips(folder: Path, described: Said) -> dict[str, int]:
    """Return by transaction how often the server waits for the database, BEGIN and COMMIT too."""
    with _database(folder) as url, TemporaryDirectory(prefix="yibao-px-") as sockets:
        proxy = Proxy(Path(sockets), url)
        more = {"YIBAO_DATABASE_URL": str(proxy.url)}
        with Server(folder, "--workers", "1", "--threads", "1", **more) as server:
            found: dict[str, list[int]] = {}
            for infno, _ in _sequences(server, described, COUNTED, found, proxy):
                assert infno
    return {infno: round(statistics.median(counts[2:])) for infno, counts in found.items()}


def _sequences(
    server: Server, described: Said, count: int, found: dict[str, list[int]], proxy: Proxy
) -> Iterator[tuple[str, bytes]]:
    """Send sequences one message after another; note the round trips of each."""
    now = datetime.now(CHINA)  # noqa: TID251 -- hospitals have clocks
    clinic = Clinic(described, now)
    numbers = Numbers(clinic.provider["fixmedins_code"], now)
    persons = [Person.of(row) for row in described["persons"] if row["insutype"] == "310"]
    with connect(HOST, server.port) as connection:
        for at in range(count):
            for infnos in (OUTPATIENT, INPATIENT):
                visit = preview = b""
                for infno in infnos:
                    body = clinic.body(infno, at, persons[-1 - at], visit, numbers.next(), preview)
                    before = proxy.round_trips
                    said = exchange(connection, request(PATH, HOST, body))
                    found.setdefault(infno, []).append(proxy.round_trips - before)
                    assert DONE.search(said), said.decode()
                    preview = said if infno in PREVIEWS else preview
                    named = VISIT.search(said)
                    visit = visit or (named[1] if named else b"")
                    yield infno, said


@contextmanager
def _database(folder: Path) -> Iterator[DatabaseUrl]:
    """Have the region's database run without a server of ours."""
    cluster = Cluster(folder)
    cluster.start(DURABLE)
    try:
        yield cluster.url("yibao")
    finally:
        cluster.stop()


def _replayed(folder: Path, described: Said) -> dict[str, Said]:
    """Answer sequences at the door, then ask psycopg the same; one connection, and two at once."""
    with _database(folder) as url, TemporaryDirectory() as made:
        names = ("captured", "copy_a", "copy_b", "copy_c")
        for name in names:
            clones.clone(url.named("postgres"), "yibao", name)
        calls = Path(made) / "calls.pickle"
        asked = {
            "described": described,
            "sequences": REPLAYED,
            "warm": REPLAY_WARM,
            "out": str(calls),
        }
        file = Path(made) / "asked.json"
        file.write_text(json.dumps(asked), "utf-8")
        subprocess.run(
            [sys.executable, "-m", "bench.settle.capture", str(file)],
            env=environment(
                folder,
                YIBAO_DATABASE_URL=str(url.named("captured")),
                DJANGO_SETTINGS_MODULE="yibao.office.site.settings",
            ),
            check=True,
        )
        one = _replay(calls, [url.named("copy_a")])
        two = _replay(calls, [url.named("copy_b"), url.named("copy_c")])
        return {"one": one, "two": two}


def _replay(calls: Path, urls: list[DatabaseUrl]) -> Said:
    """Ask the calls on each copy at once; return messages a second of all together."""
    warm = REPLAY_WARM * len(OUTPATIENT)
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.settle.replay", str(calls), str(url), str(warm)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for url in urls
    ]
    for each in running:
        assert each.stdout is not None
        assert each.stdout.readline() == "begin\n"
    for each in running:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    said = [json.loads(each.communicate()[0]) for each in running]
    rate = sum(one["messages"] / one["seconds"] for one in said)
    return {
        "messages_per_second": rate,
        "cpu_ms": statistics.mean(one["cpu_seconds"] / one["messages"] * 1000 for one in said),
    }


def _report(
    closed: Said,
    opened: Said,
    alone: Said,
    cpu: dict[str, float],
    written: float,
    trips: dict[str, int],
    replay: dict[str, Said],
) -> None:
    by_message = {name: seconds / closed["messages"] * 1000 for name, seconds in cpu.items()}
    ours = closed["messages"] / closed["seconds"]
    ours_alone = alone["messages"] / alone["seconds"]
    seconds = {
        "ours": 1 / ours,
        "psycopg alone, two connections": 1 / replay["two"]["messages_per_second"],
        "ours, one connection": 1 / ours_alone,
        "psycopg alone, one connection": 1 / replay["one"]["messages_per_second"],
    }
    shares = ("p50", "p99", "most")
    columns: dict[str, dict[str, float]] = {}
    extra: dict[str, float] = {
        "sequences_per_second": closed["sequences"] / closed["seconds"],
        "messages_per_second": ours,
        "rows_written_per_sequence": written,
        "round_trips_most": max(trips.values()),
        **{f"cpu_ms_per_message_{name}": ms for name, ms in by_message.items()},
        **{f"round_trips_{infno}": count for infno, count in sorted(trips.items())},
        **{
            f"{loop}_{infno}_{share}_ms": said["milliseconds"][infno][share]
            for loop, said in (("closed", closed), ("open", opened))
            for infno in (*OUTPATIENT, *INPATIENT)
            for share in shares
            if infno in said["milliseconds"]
        },
        "open_sequences_per_second": opened["sequences"] / opened["seconds"],
    }
    Report(
        bench="settle",
        rows=closed["messages"],
        exact=True,
        seconds=seconds,
        cpu_seconds={"ours": sum(by_message.values()) / 1000},
        columns=columns,
        extra=extra,
        packages=("django", "psycopg", "granian"),
    ).show()
