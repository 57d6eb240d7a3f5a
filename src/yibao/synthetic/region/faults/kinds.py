"""Kinds of planted faults (违规种类): `standards/synthetic/faults.csv`, one row each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from yibao.terms.tables import rows
from yibao.terms.text import Text

PER = ("visits", "stays", "purchases", "persons", "deaths", "drug_months")
"""What a rate counts acts against."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fault."""

    name: str
    label: Text
    table: str
    """Where its rows stand: visits, lines, traces, stock."""
    rate: float
    """Acts for each of `per`; 0 where the generator of care makes them itself."""
    per: str
    rule: str
    """Rules of supervision that it breaks, by code."""
    status: str
    """Of the rate: sourced, derived or assumed."""


@cache
def kinds() -> Mapping[str, Kind]:
    """Return the kinds by name.

    >>> kinds()["double_billing"].table
    'lines'
    """
    found = {
        row["kind"]: Kind(
            row["kind"],
            Text(row["label"], row["label_en"]),
            row["table"],
            float(row["rate"]),
            row["per"],
            row["rule"],
            row["status"],
        )
        for row in rows("synthetic", "faults.csv")
    }
    return MappingProxyType(found)
