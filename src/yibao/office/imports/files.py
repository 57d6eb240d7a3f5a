"""Where the files handed in are kept (原始文件): by their SHA-256, each once."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from yibao.office.imports.reading.limits import check_size


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is kept: its digest in hexadecimal and its size in bytes."""

    sha256: str
    size: int


def folder() -> Path:
    """Return the folder of the kept files."""
    return Path(settings.MEDIA_ROOT) / "imports"


def path_of(sha256: str) -> Path:
    """Return where the file with this digest lies."""
    return folder() / sha256[:2] / sha256


def keep(chunks: Iterable[bytes]) -> Kept:
    """Keep a file; refuse it as soon as it is too large.

    It is complete under its name or not there: a crash leaves a temporary file at most.

    Raises:
        InvalidInput: code ``file_empty`` or ``file_too_large``.

    """
    folder().mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(dir=folder(), prefix="incoming-")
    try:
        with os.fdopen(handle, "wb") as stream:
            for chunk in chunks:
                size += len(chunk)
                if size:
                    check_size(size)
                digest.update(chunk)
                stream.write(chunk)
            stream.flush()
            os.fsync(stream.fileno())
        check_size(size)
        target = path_of(digest.hexdigest())
        target.parent.mkdir(exist_ok=True)
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)
    return Kept(digest.hexdigest(), size)
