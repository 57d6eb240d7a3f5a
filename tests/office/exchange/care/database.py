"""One database with the whole region in it, made once; each test undoes what it did."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections, transaction

from yibao.office.database import clones
from yibao.office.database.url import DatabaseUrl


@contextmanager
def own_copy(server: DatabaseUrl, of: DatabaseUrl | None = None) -> Iterator[DatabaseUrl]:
    """Copy a database, or the migrated template; the copy is dropped at the end."""
    name = f"yibao_{uuid.uuid4().hex[:12]}"
    template = of.name if of else f"yibao_template_{os.environ['YIBAO_TEST_RUN']}"
    with clones.one_at_a_time(Path(os.environ["YIBAO_TEST_CLUSTER"]) / "lock"):
        url = clones.clone(server, template, name)
    try:
        yield url
    finally:
        clones.drop(server, name)


@contextmanager
def looking_at(url: DatabaseUrl) -> Iterator[None]:
    """Point Django's connection at a database for a while."""
    before = dict(connections["default"].settings_dict)
    connections["default"].close()
    values = {key: value for key, value in url.django().items() if key != "ENGINE"}
    settings.DATABASES["default"].update(values)
    connections["default"].settings_dict.update(values)
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"].settings_dict.update(before)


@contextmanager
def undone() -> Iterator[None]:
    """Run something and take it back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
