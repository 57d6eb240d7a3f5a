"""Readers of nodes: made once from their definition, then run for every row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any

from yibao.office.exchange.definitions import Field, Kind, Node, aliases
from yibao.office.exchange.reading import refusals
from yibao.office.exchange.reading.moments import day_reader, time_reader
from yibao.office.exchange.reading.numbers import number_reader, whole_reader
from yibao.office.exchange.reading.refusals import Reader
from yibao.office.exchange.reading.texts import code_reader, text_reader
from yibao.terms.errors import InvalidInput

Row = dict[str, Any]
NodeReader = Callable[[object], "Row | tuple[Row, ...] | None"]
"""Turns what was sent of a node into a row or rows; None where nothing was sent."""

_MAKERS: dict[Kind, Callable[[Field], Reader]] = {
    Kind.TEXT: text_reader,
    Kind.CODE: code_reader,
    Kind.DATE: day_reader,
    Kind.TIME: time_reader,
    Kind.NUMBER: number_reader,
    Kind.MONEY: whole_reader,
    Kind.PRICE: whole_reader,
    Kind.QUANTITY: whole_reader,
    Kind.RATIO: whole_reader,
    Kind.INTEGER: whole_reader,
}
_KEYS_KEPT = 512
"""Other spellings of names that a reader remembers."""
_Entry = tuple[str, Reader, bool]
"""A field's name, its reader, and whether the key was another than the name."""


def plain_key(key: str) -> str:
    """Return a key without what clients vary: case and underscores.

    >>> plain_key("expContent") == plain_key("exp_content")
    True
    """
    return key.replace("_", "").lower()


def node_reader(node: Node, profile: str, nested: Mapping[str, Node]) -> NodeReader:
    """Return the reader of a node: an object or an array, whichever was defined."""
    row = _row_reader(node, profile, nested)

    def one(sent: object) -> Row | None:
        if isinstance(sent, Mapping):
            return row(sent)
        if sent is None or sent in ("", [], ()):
            return None
        if isinstance(sent, list | tuple):
            if len(sent) > 1:
                raise refusals.not_one_row(node, len(sent))
            return one(sent[0])
        raise refusals.not_an_object(node.name)

    def several(sent: object) -> tuple[Row, ...] | None:
        if sent is None or sent == "":
            return None
        rows = sent if isinstance(sent, list | tuple) else (sent,)
        found = []
        try:
            for each in rows:
                if not isinstance(each, Mapping):
                    raise refusals.not_an_object(node.name)
                found.append(row(each))
        except InvalidInput as error:
            raise refusals.in_row(error, node, len(found) + 1) from None
        return tuple(found)

    return several if node.repeats else one


def _row_reader(
    node: Node, profile: str, nested: Mapping[str, Node]
) -> Callable[[Mapping[str, object]], Row]:
    required = tuple(each for each in node.fields if profile in each.required)
    empty: Row = {
        each.name: "" if each.kind.is_text and each not in required else None
        for each in node.fields
    }
    entries, find = _entries(node, profile, nested)
    demanded = itemgetter(*(each.name for each in required)) if len(required) > 1 else None

    def read(row: Mapping[str, object]) -> Row:
        values = empty.copy()
        for key, value in row.items():
            entry = entries[key] if key in entries else find(key)
            if entry is None:
                continue
            name, convert, is_other = entry
            typed = convert(value)
            if typed is None or (is_other and _told(node, values, row, entry, key, typed)):
                continue
            values[name] = typed
        if demanded is None or None in demanded(values):
            _demand(required, values)
        return values

    return read


def _demand(required: tuple[Field, ...], values: Row) -> None:
    for field in required:
        if values[field.name] is None:
            raise refusals.missing(field)


def _told(
    node: Node,
    values: Row,
    row: Mapping[str, object],
    entry: _Entry,
    key: str,
    typed: object,
) -> bool:
    """Say whether a field that came by another name came by its own too; both must agree."""
    name, convert, _ = entry
    own = convert(row[name]) if name in row else None
    other = values[name] if own is None else own
    if other is None or other == "":
        return False
    if other != typed:
        raise refusals.sent_twice(next(each for each in node.fields if each.name == name), key)
    return True


def _entries(
    node: Node, profile: str, nested: Mapping[str, Node]
) -> tuple[dict[str, _Entry | None], Callable[[str], _Entry | None]]:
    """Return what to do with each key, and what finds it for a key not met before."""
    readers = {each.name: _reader(each, profile, nested) for each in node.fields}
    known: dict[str, _Entry | None] = {
        name: (name, convert, False) for name, convert in readers.items()
    }
    others: dict[str, str] = {}
    for name in readers:
        others.setdefault(plain_key(name), name)
    for name, spellings in aliases(profile).items():
        for spelling in spellings:
            if name in readers:
                others.setdefault(plain_key(spelling), name)

    def find(key: str) -> _Entry | None:
        name = others.get(plain_key(key))
        entry = None if name is None else (name, readers[name], True)
        if len(known) < len(readers) + _KEYS_KEPT:
            known[key] = entry
        return entry

    return known, find


def _reader(field: Field, profile: str, nested: Mapping[str, Node]) -> Reader:
    if field.kind is Kind.NODE:
        return node_reader(nested[field.name], profile, {})
    return _MAKERS[field.kind](field)
