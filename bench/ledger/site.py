"""A database of the bench's own, as a demo has it, and a process that is connected to it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import django
from django.conf import settings

from yibao.office.database import clones
from yibao.office.database.embedded import DURABLE, Cluster
from yibao.office.database.url import DatabaseUrl


@contextmanager
def cluster() -> Iterator[DatabaseUrl]:
    """Start a durable server in a folder of its own; remove it afterwards."""
    with TemporaryDirectory(prefix="yibao-bench-") as folder:
        # The server runs as another user when we are root, and must reach its own folder.
        Path(folder).chmod(0o711)
        made = Cluster(Path(folder))
        made.make()
        made.start({**DURABLE, "shared_buffers": "256MB"})
        try:
            yield clones.make_database(made.url("postgres"), "bench")
        finally:
            made.remove()


def connect(url: DatabaseUrl) -> None:
    """Make this process one of the site's, connected to `url`."""
    os.environ["YIBAO_MODE"] = "test"
    os.environ["DJANGO_SETTINGS_MODULE"] = "yibao.office.site.settings"
    values = {key: value for key, value in url.django().items() if key != "ENGINE"}
    settings.DATABASES["default"].update(values)
    django.setup()
