"""A region for measuring: a folder of data with the demo region, in which nobody was treated."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from yibao.office.database.embedded import DURABLE, Cluster

PERSONS = int(os.environ.get("BENCH_PERSONS", "20000"))
WHOLE = 2_324_700
"""About so many persons has the region at scale 1."""
_PERSONS = """
SELECT p.psn_no, p.certno, p.psn_name, e.insutype, e.psn_type
FROM people_person p JOIN people_enrolment e ON e.person_id = p.id
WHERE e.during @> current_date AND NOT e.void AND e.insutype IN ('310', '390')
ORDER BY p.id
"""


@contextmanager
def region(persons: int = PERSONS) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Make a region; yield its folder and its description with every person in it."""
    folder = Path(tempfile.mkdtemp(prefix="yibao-bench-settle-"))
    folder.chmod(0o711)
    try:
        file = folder / "described.json"
        run(folder, "manage", "--embedded", "migrate", "--noinput", "-v0")
        scale = str(persons / WHOLE)
        load = ("load_demo", "--untreated", "--scale", scale, "--describe", str(file))
        run(folder, "manage", "--embedded", *load)
        described = json.loads(file.read_text("utf-8"))
        described["persons"] = _everybody(folder)
        yield folder, described
    finally:
        Cluster(folder).remove()
        shutil.rmtree(folder, ignore_errors=True)


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return the environment of a command on a folder of data."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("YIBAO_DATA")}
    return {**kept, "YIBAO_DATA": str(folder), "YIBAO_MODE": "demo", **more}


def run(folder: Path, *arguments: str) -> None:
    """Run a command of ours to its end."""
    subprocess.run(
        [sys.executable, "-m", "yibao", *arguments],
        env=environment(folder),
        stdout=subprocess.DEVNULL,
        check=True,
    )


def _everybody(folder: Path) -> list[dict[str, Any]]:
    cluster = Cluster(folder)
    cluster.start(DURABLE)
    try:
        with psycopg.connect(str(cluster.url("yibao"))) as connection:
            names = ("psn_no", "certno", "psn_name", "insutype", "psn_type")
            rows = connection.execute(_PERSONS).fetchall()
            return [dict(zip(names, row, strict=True)) for row in rows]
    finally:
        cluster.stop()
