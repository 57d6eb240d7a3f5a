"""`python -m tests.office.kill.ten_kills`: ten kills in the middle of load; prints a report."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.office.kill.region import Region
from tests.office.kill.story import lived_through
from yibao.office.database.embedded import Cluster

KILLS = ("server", "worker", "database") * 3 + ("database",)


def main() -> None:
    """Live through ten kills; print what happened. What does not hold ends it."""
    data = Path(tempfile.mkdtemp(prefix="yibao-k-"))
    data.chmod(0o711)
    try:
        print(json.dumps(asdict(lived_through(Region(data), KILLS)), ensure_ascii=False))
    finally:
        Cluster(data).remove()
        shutil.rmtree(data)


if __name__ == "__main__":
    main()
