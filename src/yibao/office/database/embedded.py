"""PostgreSQL from a wheel, driven by its own programs (内置数据库): for demo and tests.

The wheel's own manager opens parent folders to everybody and keeps a superuser on trust, so only
its programs are used. They run as an unprivileged user when we are root; the socket lies in a
folder that nobody else can enter, and no port is opened.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from yibao.office.database.programs import embedded_programs, hand_over, must, run
from yibao.office.database.url import DatabaseUrl

SUPERUSER = "yibao"
PORT = 5432
"""Names the socket; nothing listens on it."""

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""For tests, which throw the cluster away."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """One cluster of our own: its folder, and the programs that drive it (the wheel's, if none)."""

    folder: Path
    programs: Path | None = None

    @property
    def data(self) -> Path:
        """Where the cluster's files lie."""
        return self.folder / "postgresql"

    @property
    def sockets(self) -> Path:
        """The folder of the socket; short, for a socket's path may have 107 characters."""
        mark = hashlib.sha256(str(self.folder.resolve()).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"yibao-{mark}"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.data / "server.log"

    def url(self, name: str) -> DatabaseUrl:
        """Return the address of the database `name` of this cluster."""
        return DatabaseUrl(str(self.sockets), PORT, name, SUPERUSER)

    def exists(self) -> bool:
        """Tell whether the cluster was made."""
        return (self.data / "PG_VERSION").is_file()

    def runs(self) -> bool:
        """Tell whether its server runs."""
        return self.exists() and not run(self._bin, "pg_ctl", "status", "-D", self._at).returncode

    def make(self) -> None:
        """Make the cluster, with checksums, UTF-8 and sorting by code point, if there is none."""
        if self.exists():
            return
        hand_over(self.data)
        must(
            self._bin, "initdb", "-D", self._at, "-U", SUPERUSER, "--auth=trust",
            "--data-checksums", "--encoding=UTF8", "--locale=C",
        )  # fmt: skip

    def start(self, settings: Mapping[str, str] = DURABLE, *, wait: bool = True) -> None:
        """Start the server and wait until it answers; `settings` go before those of its file."""
        hand_over(self.sockets)
        given = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
            "update_process_title": "off",
            **settings,
        }
        options = " ".join(f"-c {name}={_quoted(value)}" for name, value in given.items())
        must(
            self._bin, "pg_ctl", "start", "-w" if wait else "-W", "-t", "300", "-D", self._at,
            "-l", str(self.log), "-o", options,
        )  # fmt: skip

    def stop(self, mode: str = "fast") -> None:
        """Stop the server: ``smart`` waits for clients, ``fast`` not, ``immediate`` crashes."""
        if self.runs():
            must(self._bin, "pg_ctl", "stop", "-w", "-t", "300", "-m", mode, "-D", self._at)
        shutil.rmtree(self.sockets, ignore_errors=True)

    def remove(self) -> None:
        """Stop the server and delete everything that it kept."""
        self.stop("immediate")
        shutil.rmtree(self.data, ignore_errors=True)

    @property
    def _bin(self) -> Path:
        return self.programs or embedded_programs()

    @property
    def _at(self) -> str:
        return str(self.data)


def program(name: str) -> Path:
    """Return the path of one of the wheel's programs.

    Raises:
        InvalidInput: code ``no_embedded_database``, when the wheel is not installed.

    """
    return embedded_programs() / name


def _quoted(value: str) -> str:
    r"""Return a setting as the shell that pg_ctl starts reads it.

    >>> print(_quoted("cp '%p'"))
    'cp '\''%p'\'''
    """
    return "'" + value.replace("'", "'\\''") + "'"
