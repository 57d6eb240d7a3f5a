"""Where the pages of registers are (网址)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse


def list_address(register: str, parameters: Mapping[str, Sequence[str]] | None = None) -> str:
    """Return the address of a register's list, filtered where `parameters` say so."""
    return reverse(f"screens:{register}") + query_of(parameters)


def row_address(register: str, key: Any, page: str = "row") -> str:
    """Return the address of a row's page: ``row``, ``edit`` or ``history``."""
    return reverse(f"screens:{register}.{page}", args=[key])


def action_address(register: str, key: Any, action: str) -> str:
    """Return the address of an action on a row."""
    return reverse(f"screens:{register}.do", args=[key, action])


def query_of(parameters: Mapping[str, Sequence[str]] | None) -> str:
    """Return the part of an address behind the question mark, with it.

    >>> query_of({"status": ("1", "2"), "sort": ("-name",)}), query_of({})
    ('?status=1&status=2&sort=-name', '')
    """
    return "?" + urlencode(parameters, doseq=True) if parameters else ""
