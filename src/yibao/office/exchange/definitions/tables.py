"""Reads the definitions from ``standards/interface/``, once for a process."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from yibao.office.exchange.definitions.model import Definition, Field, Kind, Node
from yibao.office.exchange.definitions.profiles import BASELINE, HUNAN
from yibao.terms.tables import rows

_FOLDER = "interface"
_Place = tuple[str, str, str]
"""Transaction, direction and node."""


@cache
def definitions() -> Mapping[str, Definition]:
    """Return every transaction that is defined, by its number.

    >>> definitions()["2207"].name_zh
    '门诊结算'
    """
    nodes = _nodes()
    return {
        row["infno"]: Definition(
            row["infno"],
            row["name_zh"],
            row["path"],
            nodes.get((row["infno"], "request"), {}),
            nodes.get((row["infno"], "response"), {}),
        )
        for row in rows(_FOLDER, "transactions.csv")
    }


def definition(infno: str) -> Definition | None:
    """Return a transaction; None where its number is not known.

    >>> definition("0000") is None
    True
    """
    return definitions().get(infno)


def _nodes() -> dict[tuple[str, str], dict[str, Node]]:
    fields = _fields()
    found: dict[tuple[str, str], dict[str, Node]] = defaultdict(dict)
    for row in rows(_FOLDER, "nodes.csv"):
        place = row["infno"], row["direction"], row["node"]
        found[place[:2]][row["node"]] = Node(
            row["node"],
            row["repeats"] == "yes",
            row["needed"] == "yes",
            tuple(fields[place]),
        )
    return found


def _fields() -> dict[_Place, list[Field]]:
    found: dict[_Place, list[Field]] = defaultdict(list)
    for row in rows(_FOLDER, "fields.csv"):
        found[row["infno"], row["direction"], row["node"]].append(
            Field(
                row["field"],
                row["name_zh"],
                Kind(row["kind"]),
                int(row["length"]),
                int(row["decimals"]),
                row["dictionary"],
                frozenset(profile for profile in (HUNAN, BASELINE) if row[profile] == "yes"),
            )
        )
    return found
