"""What every translation of a node does: demand a value, keep what has no place of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

Node = Mapping[str, Any]

IDENTITY = frozenset(
    (
        *("mdtrt_cert_no", "card_sn", "psn_cert_type", "cert_type", "certno", "psn_type"),
        *("psn_name", "coner_name", "tel"),
    )
)
"""Who a person is stands in the register of persons: a visit keeps no second copy of it."""


def needed(node: Node, name: str) -> Any:
    """Return a value without which nothing can be done.

    Raises:
        InvalidInput: code ``field_missing``; the field is the national name.

    """
    found = node.get(name)
    if found is None or found == "":
        raise InvalidInput(
            "field_missing",
            name,
            Text("未填写。", "It was left out."),
            Text("请补齐后重新发送。", "Fill it in and send again."),
        )
    return found


def rest(node: Node, told: Collection[str]) -> dict[str, Any]:
    """Return what a node holds beside `told` and beside identity, fit for JSON.

    Values stay as a message types them; dates and times become ISO 8601 texts. Empty ones are left
    out.

    >>> rest({"psn_no": "P1", "caty": "A03", "memo": ""}, {"psn_no"})
    {'caty': 'A03'}
    """
    return picked(node, names_beside(node, told))


def names_beside(node: Node, told: Collection[str]) -> tuple[str, ...]:
    """Return the names that `rest` looks at: for rows of one shape, found once."""
    return tuple(name for name in node if name not in told and name not in IDENTITY)


def picked(node: Node, names: Iterable[str]) -> dict[str, Any]:
    """Return the values under some names that are not empty, fit for JSON."""
    return {name: _plain(value) for name in names if (value := node.get(name)) or value == 0}


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int) else _written(value)


def _written(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items() if each not in (None, "")}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value.isoformat()
