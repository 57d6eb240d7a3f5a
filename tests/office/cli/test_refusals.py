"""What the commands of the running system refuse, with reason and remedy, and nothing made."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office.cli.running import environment, yibao
from yibao.office.database.embedded import DURABLE, FORGETFUL, Cluster

SECRET = "a secret of fifty random characters, or even more of them"
NOWHERE = "postgresql://x@127.0.0.1:1/x"


@pytest.fixture
def data() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="yibao-r-"))
    made.chmod(0o711)
    yield made
    Cluster(made).remove()
    shutil.rmtree(made)


@pytest.mark.parametrize("command", ["serve", "worker", "manage"])
def test_no_database_is_named(data: Path, command: str) -> None:
    done = yibao(data, command)
    assert done.returncode == 2
    assert "YIBAO_DATABASE_URL" in done.stderr
    assert "--embedded" in done.stderr
    assert "Traceback" not in done.stderr


def test_two_databases_are_named(data: Path) -> None:
    done = yibao(data, "serve", "--embedded", YIBAO_DATABASE_URL=NOWHERE)
    assert (done.returncode, "Use one of them" in done.stderr) == (2, True)


def test_production_needs_a_secret(data: Path) -> None:
    done = yibao(data, "serve", YIBAO_DATABASE_URL=NOWHERE)
    assert done.returncode == 2
    assert "no secret key" in done.stderr
    assert not (data / "secret.key").exists()


def test_a_server_that_does_not_answer(data: Path) -> None:
    done = yibao(data, "serve", YIBAO_DATABASE_URL=NOWHERE, YIBAO_SECRET_KEY=SECRET)
    assert done.returncode == 2
    assert "127.0.0.1:1/x does not answer" in done.stderr


def test_tables_that_are_missing_are_told_with_the_command(data: Path) -> None:
    done = yibao(data, "serve", "--embedded")
    assert done.returncode == 2
    assert "yibao manage --embedded migrate" in done.stderr
    assert not Cluster(data).runs()
    assert stat.S_IMODE((data / "secret.key").stat().st_mode) == 0o600


def test_the_demo_is_loaded_into_a_demonstration_only(data: Path) -> None:
    done = yibao(
        data, "serve", "--embedded", "--demo", YIBAO_MODE="production", YIBAO_SECRET_KEY=SECRET
    )
    assert done.returncode == 2
    assert "mode of this site is production" in done.stderr


@pytest.mark.parametrize(
    ("settings", "said"),
    [({**DURABLE, "fsync": "off"}, "fsync=off"), (FORGETFUL, "synchronous_commit=off")],
)
def test_a_production_server_that_could_lose_data(
    data: Path, settings: dict[str, str], said: str
) -> None:
    cluster = Cluster(data / "server")
    cluster.make()
    cluster.start(settings)
    try:
        for command in (("serve",), ("worker",), ("manage", "migrate")):
            done = yibao(
                data,
                *command,
                YIBAO_DATABASE_URL=str(cluster.url("postgres")),
                YIBAO_SECRET_KEY=SECRET,
            )
            assert done.returncode == 2
            assert said in done.stderr
            assert "ALTER" in done.stderr
    finally:
        cluster.remove()


def test_the_wheel_is_no_production_server(data: Path) -> None:
    cluster = Cluster(data)
    cluster.make()
    cluster.start()
    done = yibao(
        data,
        "serve",
        YIBAO_DATABASE_URL=str(cluster.url("postgres")),
        YIBAO_SECRET_KEY=SECRET,
    )
    assert done.returncode == 2
    assert "embedded database" in done.stderr


def test_manage_hands_on_what_follows(data: Path) -> None:
    done = yibao(data, "manage", "--embedded", "migrate", "--help")
    assert done.returncode == 0
    assert "--fake-initial" in done.stdout
    assert not Cluster(data).runs()


def test_a_backup_of_the_running_demonstration_can_be_restored(data: Path) -> None:
    done = yibao(data, "backup", "--embedded", "--to", str(data / "backups"))
    assert done.returncode == 0, done.stderr
    assert "does not archive" in done.stderr
    (backup,) = (data / "backups").glob("base-*Z")
    done = yibao(data, "restore", str(backup), "--into", str(data / "new"))
    assert done.returncode == 0, done.stderr
    assert "Restored" in done.stdout
    assert not Cluster(data / "new").runs()
    again = yibao(data, "restore", str(backup), "--into", str(data / "new"))
    assert (again.returncode, "is not empty" in again.stderr) == (2, True)
    Cluster(data / "new").remove()


def test_a_moment_that_is_none(data: Path) -> None:
    done = yibao(data, "restore", str(data), "--into", str(data / "x"), "--until", "yesterday")
    assert (done.returncode, "'yesterday'" in done.stderr) == (2, True)


def test_other_commands_do_not_load_the_running_system(data: Path) -> None:
    asked = "import sys, yibao.cli; print(sorted(m for m in sys.modules if m.split('.')[0] in %r))"
    heavy = ("django", "psycopg", "granian", "procrastinate")
    done = subprocess.run(
        [sys.executable, "-c", asked % (heavy,)],
        env=environment(data),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
