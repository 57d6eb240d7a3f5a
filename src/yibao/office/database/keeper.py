"""Who uses the embedded cluster (内置数据库的使用者): the first starts it, the last stops it.

`yibao serve`, `worker` and `manage` may share one cluster. Each holds a shared lock for as long as
it runs; whoever can turn its own into an exclusive one is the last. Locks end with their process,
so one that was killed leaves no wrong count behind, only a server that the next finds running.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg

from yibao.office.database.clones import has_database, make_database
from yibao.office.database.embedded import DURABLE, Cluster
from yibao.office.database.url import DatabaseUrl
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

DATABASE = "yibao"
ANSWERS_SECONDS = 120.0


@contextmanager
def embedded_database(
    folder: Path, settings: Mapping[str, str] = DURABLE, name: str = DATABASE
) -> Iterator[DatabaseUrl]:
    """Yield the address of the database of the cluster in `folder`, made and started if needed."""
    folder.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(folder)
    with (folder / "cluster.users").open("a") as users:
        with _changing(folder):
            fcntl.flock(users, fcntl.LOCK_SH)
            cluster.make()
            if not cluster.runs():
                cluster.start(settings)
            _wait(cluster)
            if not has_database(cluster.url(name), name):
                make_database(cluster.url(name), name)
        try:
            yield cluster.url(name)
        finally:
            with _changing(folder):
                if _is_last(users.fileno()):
                    cluster.stop()


@contextmanager
def alone(folder: Path, what: str = "serve") -> Iterator[None]:
    """Hold the folder of data for one `what` on this machine.

    Raises:
        InvalidInput: code ``folder_in_use``; another process holds it, its number is named.

    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{what}.lock").open("a+") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held.seek(0)
            raise _in_use(folder, what, held.read().strip()) from None
        held.truncate(0)
        held.write(str(os.getpid()))
        held.flush()
        yield


def _wait(cluster: Cluster) -> None:
    """Wait for a server that somebody else started and that may still follow its log.

    Raises:
        psycopg.OperationalError: it does not answer in time.

    """
    until = time.monotonic() + ANSWERS_SECONDS
    while True:
        try:
            psycopg.connect(str(cluster.url("postgres")), connect_timeout=5).close()
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


@contextmanager
def _changing(folder: Path) -> Iterator[None]:
    with (folder / "cluster.lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _is_last(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        fcntl.flock(users, fcntl.LOCK_UN)
        return False
    return True


def _in_use(folder: Path, what: str, holder: str) -> InvalidInput:
    return InvalidInput(
        "folder_in_use",
        "YIBAO_DATA",
        Text(
            f"进程 {holder} 正在 {folder} 上运行 yibao {what}。",
            f"Process {holder} runs yibao {what} on {folder}.",
        ),
        Text(
            "请先停止它，或用 YIBAO_DATA 指定另外的目录。",
            "Stop it first, or name another folder with YIBAO_DATA.",
        ),
    )
