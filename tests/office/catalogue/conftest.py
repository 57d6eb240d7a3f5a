"""What tests of the catalogue share: a way to import, items with rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from yibao.office.base.actor import Actor
from yibao.office.base.roles import Role
from yibao.office.catalogue.models import Item
from yibao.office.imports import services
from yibao.office.imports.kind import Mode
from yibao.office.imports.models import Import

Load = Callable[..., Import]


@pytest.fixture
def clerk(actor: Callable[..., Actor]) -> Actor:
    """Return who keeps the catalogue."""
    return actor(Role.CATALOGUE)


@pytest.fixture
def load(clerk: Actor, tmp_path: Path, settings: object) -> Load:
    """Import a text as a file of a kind."""
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]

    def run(
        kind: str,
        text: str,
        mode: Mode = Mode.GOOD_ROWS,
        valid_from: date = date(2024, 1, 1),
        name: str = "file.txt",
    ) -> Import:
        record = services.receive(
            clerk, kind, name, [text.encode()], mode=mode, valid_from=valid_from, repeat=True
        )
        return services.run(record.pk, clerk)

    return run


def make_item(code: str, name: str = "某药", kind: str = "western_drug", **more: object) -> Item:
    """Make an item."""
    return Item.objects.create(code=code, name=name, kind=kind, list_type="101", **more)
