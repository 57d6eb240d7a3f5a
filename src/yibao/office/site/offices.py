"""Which offices there are, and what each of them declares (各科室的登记)."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

OFFICES = (
    "screens",
    "base",
    "imports",
    "ledger",
    "catalogue",
    "providers",
    "people",
    "claims",
    "exchange",
    "overview",
    "demo",
)
"""From the ground up: each stands on those before it."""


def declared(module: str) -> Iterator[tuple[str, ModuleType]]:
    """Yield each office that has the module `module`, with that module.

    >>> [office for office, _ in declared("apps")][:2]
    ['screens', 'base']
    """
    for office in OFFICES:
        name = f"yibao.office.{office}.{module}"
        if find_spec(name) is not None:
            yield office, import_module(name)
