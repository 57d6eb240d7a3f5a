"""Which cell of a row is which field (表头匹配): by field name, Chinese or English label, alias."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from yibao.office.imports.kind import ImportKind
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

_NOISE = re.compile(r"[\s*＊：:（）()\"“”]+")
_NAMED = 8


@dataclass(frozen=True, slots=True)
class Heading:
    """Where the fields stand.

    Args:
        places: index of the cell by field.
        width: how many cells a row has.
        unknown: headings that no field has; their cells are left out.
        is_row: whether the first row was the heading; else it is data already.

    """

    places: dict[str, int]
    width: int
    unknown: tuple[str, ...]
    is_row: bool


def plain(text: str) -> str:
    """Return a heading without what people add to it.

    >>> plain(" *医保区划： "), plain("Med_List_Codg")
    ('医保区划', 'med_list_codg')
    """
    return _NOISE.sub("", text).lower()


def match_heading(kind: ImportKind, first: Sequence[str]) -> Heading:
    """Find the fields in the first row, in any order.

    Where the layout allows it and the first row is no heading but as wide as the layout, the fields
    stand in the order of the layout.

    Raises:
        InvalidInput: code ``heading_missing``, ``heading_twice`` or ``columns_missing``.

    """
    names = _names(kind)
    found: dict[str, int] = {}
    unknown = []
    for index, cell in enumerate(first):
        field = names.get(plain(cell))
        if field is None:
            unknown.append(cell)
        elif field in found:
            raise _twice(kind, field)
        else:
            found[field] = index
    if kind.positional and len(first) == len(kind.layout) and len(found) * 2 < len(first):
        places = {column.name: index for index, column in enumerate(kind.layout)}
        return Heading(places, len(first), (), is_row=False)
    if not found:
        raise _missing(kind)
    lacking = [column for column in kind.layout if column.required and column.name not in found]
    if lacking:
        raise InvalidInput(
            "columns_missing",
            lacking[0].name,
            Text(
                f"缺少列：{'、'.join(column.label.zh for column in lacking[:_NAMED])}。",
                f"Missing columns: {', '.join(column.name for column in lacking[:_NAMED])}.",
            ),
            Text("对照模板补上这些列。", "Add them; the template shows them all."),
        )
    ignored = tuple(cell for cell in unknown if cell.strip())
    return Heading(found, len(first), ignored, is_row=True)


def _names(kind: ImportKind) -> dict[str, str]:
    names: dict[str, str] = {}
    for column in kind.layout:
        for name in (column.name, column.label.zh, column.label.en, *column.aliases):
            names.setdefault(plain(name), column.name)
    names.pop("", None)
    return names


def _twice(kind: ImportKind, field: str) -> InvalidInput:
    label = kind.column(field).label
    return InvalidInput(
        "heading_twice",
        field,
        Text(f"“{label.zh}”列出现两次。", f"The column {field} stands twice."),
        Text("删去一列。", "Remove one of them."),
    )


def _missing(kind: ImportKind) -> InvalidInput:
    shown = kind.layout[:_NAMED]
    return InvalidInput(
        "heading_missing",
        "file",
        Text("第一行没有可识别的列名。", "The first row has no heading that is known."),
        Text(
            f"首行写列名，如：{'、'.join(column.label.zh for column in shown)}。",
            f"Head the columns, such as: {', '.join(column.name for column in shown)}.",
        ),
    )
