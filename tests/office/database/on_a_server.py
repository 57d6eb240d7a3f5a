"""Runs tests on an installed PostgreSQL instead of the wheel: ``python -m … [VERSION] PYTEST…``.

A cluster of its own on a private socket, made for this run and removed after it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from yibao.office.database.embedded import FORGETFUL, Cluster
from yibao.office.database.programs import INSTALLED, programs_of

SETTINGS = {**FORGETFUL, "max_connections": "200", "shared_buffers": "128MB"}


def newest() -> int:
    """Return the newest version that is installed here."""
    found = [int(at.name) for at in INSTALLED.glob("*") if (at / "bin/postgres").exists()]
    if not found:
        raise SystemExit(f"no PostgreSQL below {INSTALLED}")
    return max(found)


def main(arguments: list[str]) -> int:
    """Run pytest with `arguments`; return how it ended."""
    version = newest()
    if arguments and arguments[0].isdecimal():
        version = int(arguments.pop(0))
    with tempfile.TemporaryDirectory(prefix="yibao-server-") as folder:
        Path(folder).chmod(0o711)
        cluster = Cluster(Path(folder), programs_of(version))
        cluster.make()
        cluster.start(SETTINGS)
        print(f"PostgreSQL {version} on {cluster.url('postgres')}", flush=True)
        try:
            return subprocess.run(
                [sys.executable, "-m", "pytest", *arguments],
                env={**os.environ, "YIBAO_TEST_DATABASE_URL": str(cluster.url("postgres"))},
                check=False,
            ).returncode
        finally:
            cluster.remove()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
