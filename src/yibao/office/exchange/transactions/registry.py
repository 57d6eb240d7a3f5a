"""Which function answers which number (交易登记)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from yibao.office.exchange.message import Message

Output = Mapping[str, Any]
"""Nodes of the answer by national name, with values typed as those of a message."""
Handler = Callable[[Message], Output | None]


@dataclass(frozen=True, slots=True)
class Transaction:
    """A transaction: its number, what answers it, whether it changes anything."""

    infno: str
    handle: Handler
    changes: bool
    """Then it runs in a transaction of the database, and once for each msgid."""


_KNOWN: dict[str, Transaction] = {}


def transaction(infno: str, *, changes: bool) -> Callable[[Handler], Handler]:
    """Register a function as the answer to a number."""

    def remember(handle: Handler) -> Handler:
        assert infno not in _KNOWN, infno
        _KNOWN[infno] = Transaction(infno, handle, changes)
        return handle

    return remember


@cache
def transactions() -> Mapping[str, Transaction]:
    """Return every transaction by number; modules beside this one are imported on first use."""
    package = import_module("yibao.office.exchange.transactions")
    for module in iter_modules(package.__path__, f"{package.__name__}."):
        import_module(module.name)
    return _KNOWN
