"""Writes the output of a whole message by the definition of its transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from json.encoder import encode_basestring
from typing import Any

from yibao.office.exchange.definitions import Node, definition
from yibao.office.exchange.reading import refusals
from yibao.office.exchange.writing.values import writer

_WHOLE = "output"
"""The node whose fields stand in the output itself."""
_NOTHING = "{}"
"""What the recorded platforms answer where a transaction has no output."""


def write_text(infno: str, output: Mapping[str, Any] | None) -> str:
    """Return an output as JSON: exactly the nodes and fields that are defined, in their order.

    Amounts have two decimals, which a `float` could not say. What a handler gives beyond the
    definition is left out; what it leaves out is 0, an empty text, an empty array.

    Args:
        infno: the transaction.
        output: nodes by name, values typed as those of a message; a node `output` is the whole.

    Raises:
        NotFound: code ``unknown_transaction``.

    >>> write_text("9002", {"sign_time": {}})
    '{"sign_time":{"sign_time":""}}'
    >>> write_text("2202", None)
    '{}'

    """
    return _writer(infno)(output)


def write_output(infno: str, output: Mapping[str, Any] | None) -> Any:
    """Return an output as Python's JSON values, for those who look at it rather than send it."""
    return json.loads(write_text(infno, output))


@cache
def _writer(infno: str) -> Callable[[Mapping[str, Any] | None], str]:
    known = definition(infno)
    if known is None:
        raise refusals.unknown_transaction(infno)
    nodes = known.response
    if not nodes:
        return lambda output: _NOTHING  # noqa: ARG005 -- whatever it is, nothing is defined
    if _WHOLE in nodes:
        whole = _node_writer(nodes[_WHOLE])
        return lambda output: whole((output or {}).get(_WHOLE))
    plan = [
        (f"{encode_basestring(node.name)}:", node.name, _node_writer(node))
        for node in nodes.values()
    ]

    def write(output: Mapping[str, Any] | None) -> str:
        given = output or {}
        return f"{{{','.join([key + each(given.get(name)) for key, name, each in plan])}}}"

    return write


def _node_writer(node: Node) -> Callable[[Any], str]:
    plan = [
        (f"{encode_basestring(field.name)}:", field.name, writer(field)) for field in node.fields
    ]

    def one(row: Mapping[str, Any] | None) -> str:
        get = (row or {}).get
        return f"{{{','.join([key + each(get(name)) for key, name, each in plan])}}}"

    def several(rows: Any) -> str:
        if not rows:
            return "[]"
        given = (rows,) if isinstance(rows, Mapping) else rows
        return f"[{','.join([one(row) for row in given])}]"

    return several if node.repeats else one
