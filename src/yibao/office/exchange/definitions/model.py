"""A transaction, its nodes and their fields, as the documents define them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a field holds, and so how it is read and written."""

    TEXT = "text"
    CODE = "code"
    DATE = "date"
    TIME = "time"
    MONEY = "money"
    PRICE = "price"
    QUANTITY = "quantity"
    RATIO = "ratio"
    INTEGER = "integer"
    NUMBER = "number"
    NODE = "node"

    @property
    def is_text(self) -> bool:
        """Whether its value is a text, empty where nothing was sent.

        >>> Kind.CODE.is_text, Kind.MONEY.is_text
        (True, False)
        """
        return self in {Kind.TEXT, Kind.CODE}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a node.

    Args:
        name: its national name, spelt as printed.
        name_zh: its Chinese name.
        kind: what it holds.
        length: characters of a text, digits of a number; 0 where none is printed.
        decimals: how many of a number's digits stand behind the point.
        dictionary: the dictionary of a code; empty where none is named.
        required: the profiles that refuse a message without it.

    """

    name: str
    name_zh: str
    kind: Kind
    length: int
    decimals: int
    dictionary: str
    required: frozenset[str]


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a message: one row of fields, or several where it repeats."""

    name: str
    repeats: bool
    needed: bool
    """Whether a message without it is refused."""
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """A transaction: its number, its names, the nodes of its request and of its answer."""

    infno: str
    name_zh: str
    path: str
    """The national address of the service; empty where none is known."""
    request: Mapping[str, Node]
    response: Mapping[str, Node]
    """A node named `output` stands for the output itself."""
