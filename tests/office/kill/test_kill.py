"""One kill of each kind: what was acknowledged is there once, and says the same again."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office.kill.region import Region
from tests.office.kill.story import lived_through
from yibao.office.database.embedded import Cluster


@pytest.fixture
def data() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="yibao-k-"))
    made.chmod(0o711)
    yield made
    Cluster(made).remove()
    shutil.rmtree(made)


def test_nothing_is_lost_or_done_twice_whatever_is_killed(data: Path) -> None:
    outcome = lived_through(Region(data), ("database", "server"))
    assert outcome.settlements > 20
    assert outcome.sent_again > 0
