"""Clusters that tests stop, weaken, damage and restore: each a real server."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from yibao.office.database.embedded import Cluster
from yibao.office.database.programs import INSTALLED, programs_of

INSTALLED_HERE = sorted(
    int(at.name) for at in INSTALLED.glob("*") if (at / "bin/postgres").exists()
)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the user of the server can reach, unlike pytest's own."""
    made = Path(tempfile.mkdtemp(prefix="yibao-t-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


@pytest.fixture(params=[0, *INSTALLED_HERE], ids=lambda version: f"pg{version or '-wheel'}")
def any_server(request: pytest.FixtureRequest) -> Path | None:
    """Programs of the wheel, then of each installed version."""
    return programs_of(request.param) if request.param else None


@pytest.fixture
def cluster(folder: Path, any_server: Path | None) -> Iterator[Cluster]:
    made = Cluster(folder / "one", any_server)
    made.make()
    yield made
    made.remove()
