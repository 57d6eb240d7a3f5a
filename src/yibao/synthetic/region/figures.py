"""The figures a region is made from (数据来源): every number by name, with where it comes from."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from yibao.terms.shipped import standards_root

COLUMNS = ("name", "value", "unit", "year", "status", "source", "note")
"""A table in `standards/synthetic` with this heading holds figures."""
STATUSES = ("sourced", "derived", "assumed")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: printed somewhere, following from printed ones, or our own assumption."""

    name: str
    value: float
    unit: str
    year: str
    status: str
    source: str
    note: str


def figure(name: str) -> Figure:
    """Return a figure.

    Raises:
        KeyError: there is no such figure; a caller's mistake.

    >>> figure("residents_insured").value, figure("residents_insured").status
    (2162000.0, 'sourced')
    >>> figure("no_such_figure")
    Traceback (most recent call last):
        ...
    KeyError: "no figure 'no_such_figure' in standards/synthetic"

    """
    found = figures().get(name)
    if found is None:
        raise KeyError(f"no figure {name!r} in standards/synthetic")
    return found


def value(name: str) -> float:
    """Return the number of a figure.

    Raises:
        KeyError: there is no such figure.

    >>> value("employees_insured")
    162700.0

    """
    return figure(name).value


def count(name: str) -> int:
    """Return a figure that is a whole number.

    Raises:
        KeyError: there is no such figure.
        ValueError: it is no whole number.

    >>> count("village_clinics")
    2232

    """
    number = value(name)
    if not number.is_integer():
        raise ValueError(f"the figure {name!r} is no whole number: {number}")
    return int(number)


@cache
def figures() -> Mapping[str, Figure]:
    """Return all figures of all tables of `standards/synthetic`, by name.

    Raises:
        ValueError: a name stands twice, a number or a status is none; the tables are damaged.

    """
    found: dict[str, Figure] = {}
    for file in sorted((standards_root() / "synthetic").glob("*.csv")):
        for one in _of(file):
            if one.name in found:
                raise ValueError(f"{file.name}: the figure {one.name!r} stands twice")
            found[one.name] = one
    return MappingProxyType(found)


def _of(file: Path) -> Iterator[Figure]:
    with file.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        if tuple(next(reader, ())) != COLUMNS:
            return
        for cells in reader:
            if len(cells) != len(COLUMNS) or cells[4] not in STATUSES:
                raise ValueError(f"{file.name}:{reader.line_num}: no row of a figure")
            name, number, *rest = cells
            yield Figure(name, float(number), *rest)
