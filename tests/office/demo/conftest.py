"""The demo region, loaded once for all tests of it and taken back afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from yibao.office.demo.files import FOLDER, Files, asked_for

SCALE = 0.001
"""Some 2,300 persons."""


@dataclass(frozen=True)
class Demo:
    """What the command said, what it described, and the files that it made."""

    said: str
    described: dict[str, list[dict[str, Any]]]
    files: Files


def load(folder: Path, scale: float = SCALE) -> Demo:
    """Run the command twice as its users do: to read what it says, and for a description."""
    said, file = StringIO(), folder / "demo.json"
    call_command("load_demo", scale=scale, processes=1, stdout=said)
    call_command("load_demo", scale=scale, processes=1, describe=file, stdout=StringIO())
    asked = asked_for(scale, timezone.localdate())
    files = Files(Path(settings.YIBAO.data) / FOLDER, asked)
    return Demo(said.getvalue(), json.loads(file.read_text("utf-8")), files)


@pytest.fixture(scope="module")
def demo(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demo]:
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield load(tmp_path_factory.mktemp("demo"))
        transaction.set_rollback(True)
