"""Reads the input of a whole message by the definition of its transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from yibao.office.exchange.definitions import BASELINE, Definition, Node, aliases, definition
from yibao.office.exchange.reading import refusals
from yibao.office.exchange.reading.nodes import NodeReader, node_reader, plain_key

Input = dict[str, Any]


def read_input(infno: str, raw: object, profile: str = BASELINE) -> Input:
    """Return the nodes of an input with typed values, as `exchange.message.Message` says.

    Lenient in form: nodes as object or array, keys in any case or by another name that clients
    use, numbers as texts, "null" for nothing, fields without the node around them. Fields that are
    not defined are left out. JSON's fractions must come as `Decimal`: a `float` is refused.

    Args:
        infno: the transaction.
        raw: the input as JSON was read.
        profile: whose list of required fields holds, see `definitions.profile_of`.

    Raises:
        NotFound: code ``unknown_transaction``.
        InvalidInput: with the national name of the field, the reason and what to do.

    >>> node = read_input("2601", {"data": {"psn_no": 1, "omsgid": "x", "OINFNO": "2207"}})["data"]
    >>> node["psn_no"], node["oinfno"]
    ('1', '2207')

    """
    return _reader(infno, profile)(raw)


@cache
def _reader(infno: str, profile: str) -> Callable[[object], Input]:
    known = definition(infno)
    if known is None:
        raise refusals.unknown_transaction(infno)
    nodes = known.request
    readers = {node.name: node_reader(node, profile, nodes) for node in nodes.values()}
    names = {
        plain_key(spelling): name
        for name in nodes
        for spelling in (name, *aliases(profile).get(name, ()))
    }

    def read(raw: object) -> Input:
        sent = raw if isinstance(raw, Mapping) else _wrapped(known, raw)
        found: Input = {}
        for key, value in sent.items():
            name = key if key in readers else names.get(plain_key(key))
            if name is not None:
                typed = readers[name](value)
                if typed is not None:
                    found[name] = typed
        for node in nodes.values():
            if node.needed and not found.get(node.name):
                found[node.name] = _unwrapped(node, readers[node.name], sent, names)
        return found

    return read


def _wrapped(known: Definition, raw: object) -> Mapping[str, object]:
    """Return an input that is no object as the node that a message must have."""
    if raw is None or raw == "":
        return {}
    if isinstance(raw, list | tuple):
        return {next(iter(known.request), ""): raw}
    raise refusals.not_an_object("input")


def _unwrapped(
    node: Node, read: NodeReader, sent: Mapping[str, object], names: Mapping[str, str]
) -> object:
    """Return a needed node from fields that came without it."""
    fields = {key: value for key, value in sent.items() if plain_key(key) not in names}
    known = {plain_key(field.name) for field in node.fields}
    if any(plain_key(key) in known for key in fields):
        return read(fields)
    if not node.fields or not any(field.required for field in node.fields):
        return () if node.repeats else {}
    raise refusals.node_missing(node)
