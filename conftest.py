"""What pytest leaves out, and the database that one run of the tests shares."""

import os
import tempfile
import uuid
from importlib.util import find_spec
from pathlib import Path
from shutil import rmtree, which

import pytest

# `make test-spark` and `make test-browser` run these with what they need.
collect_ignore = [] if find_spec("pyspark") else ["tests/spark", "src/yibao/benefit/cluster"]
if which("chromium") is None:
    collect_ignore.append("tests/browser")
collect_ignore_glob = ["src/yibao/office/*/migrations/*", "src/yibao/office/*/templates/*"]


def pytest_configure(config: pytest.Config) -> None:
    """Name the cluster of this run before workers start, so that all of them share it."""
    del config
    if "YIBAO_TEST_CLUSTER" not in os.environ:
        os.environ["YIBAO_TEST_CLUSTER"] = str(
            Path(tempfile.gettempdir()) / f"yt-{uuid.uuid4().hex[:8]}"
        )
        os.environ["YIBAO_TEST_RUN"] = uuid.uuid4().hex[:8]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the cluster of this run and remove it; workers leave that to who started them."""
    if hasattr(config, "workerinput") or not find_spec("psycopg"):
        return
    folder = Path(os.environ["YIBAO_TEST_CLUSTER"])
    if not folder.exists():
        return
    from yibao.office.database.embedded import Cluster  # noqa: PLC0415 -- most runs need none

    Cluster(folder).remove()
    rmtree(folder, ignore_errors=True)
