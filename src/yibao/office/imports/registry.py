"""The kinds of imports of all offices, found by convention: ``IMPORTS`` of ``<office>.imports``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from yibao.office.imports.kind import ImportKind
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

OFFICES = "yibao.office."


@cache
def kinds() -> dict[str, ImportKind]:
    """Return every kind by its code.

    Raises:
        ValueError: when two offices declare the same code.

    """
    found: dict[str, ImportKind] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.imports"
        if not config.name.startswith(OFFICES) or find_spec(name) is None:
            continue
        for kind in getattr(import_module(name), "IMPORTS", ()):
            if kind.code in found:
                raise ValueError(f"two kinds of imports are called {kind.code}")
            found[kind.code] = kind
    return found


def kind_of(code: str) -> ImportKind:
    """Return the kind with this code.

    Raises:
        InvalidInput: code ``unknown_import_kind``.

    """
    found = kinds().get(code)
    if found is None:
        raise InvalidInput(
            "unknown_import_kind",
            "kind",
            Text(f"没有“{code}”这种导入。", f"There is no kind of import {code!r}."),
            Text("从列表中选择。", "Choose one from the list."),
        )
    return found
