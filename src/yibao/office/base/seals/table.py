"""Which tables are sealed, and which of their columns."""

import json
import re
from dataclasses import dataclass

from yibao.office.base.seals.merkle import ALGORITHMS
from yibao.terms.text import Text

_NAME = re.compile("[a-z][a-z0-9_]{0,62}")


@dataclass(frozen=True, slots=True)
class SealedPart:
    """A table whose rows belong to the rows of a sealed one and are sealed with them.

    Args:
        name: the table in the database.
        joins: pairs of columns (of the part, of the sealed table) that are equal.
        order: columns of the part that put its rows in one order.
        columns: what is sealed.

    """

    name: str
    joins: tuple[tuple[str, str], ...]
    order: tuple[str, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SealedTable:
    """An append-only table that is sealed (封存表).

    It needs the column ``written_in`` of `SealedRow` and a whole number as `key` that is unique.

    Args:
        name: the table in the database, also the name of its chain of seals.
        columns: what is sealed of a row, in this order; the key is sealed beside them.
        label: its name for people.
        key: the column that names a row.
        parts: tables of rows that belong to each row.
        algorithm: ``sha256`` or ``sm3``, of new seals.

    >>> SealedTable("base_audit", ("at", "path"), Text("审计", "audit")).key
    'id'

    """

    name: str
    columns: tuple[str, ...]
    label: Text
    key: str = "id"
    parts: tuple[SealedPart, ...] = ()
    algorithm: str = "sha256"

    def __post_init__(self) -> None:
        names = [self.name, self.key, *self.columns]
        for part in self.parts:
            names += [part.name, *part.order, *part.columns]
            names += [name for pair in part.joins for name in pair]
        wrong = [name for name in names if not _NAME.fullmatch(name)]
        if wrong or self.algorithm not in ALGORITHMS or not self.columns:
            raise ValueError(f"{self.name} cannot be sealed as declared: {wrong or self.algorithm}")

    def definition(self) -> str:
        """Return what is sealed, as a seal keeps it: JSON, always the same for the same columns."""
        parts = [
            [part.name, [list(pair) for pair in part.joins], list(part.order), list(part.columns)]
            for part in self.parts
        ]
        content = {"key": self.key, "columns": list(self.columns), "parts": parts}
        return json.dumps(content, sort_keys=True, separators=(",", ":"))

    def as_defined(self, definition: str) -> "SealedTable":
        """Return the same table with the columns that an older seal was made of.

        >>> old = SealedTable("base_audit", ("at",), Text("审计", "audit"))
        >>> new = SealedTable("base_audit", ("at", "path"), Text("审计", "audit"))
        >>> new.as_defined(old.definition()) == old
        True
        """
        read = json.loads(definition)
        parts = tuple(
            SealedPart(name, tuple((a, b) for a, b in joins), tuple(order), tuple(columns))
            for name, joins, order, columns in read["parts"]
        )
        columns = tuple(read["columns"])
        return SealedTable(self.name, columns, self.label, read["key"], parts, self.algorithm)


_DECLARED: dict[str, SealedTable] = {}


def declare(table: SealedTable) -> SealedTable:
    """Have a table sealed by the sealing job and shown on the page of seals.

    An office calls it once, when its application starts.
    """
    _DECLARED[table.name] = table
    return table


def declared() -> dict[str, SealedTable]:
    """Return every declared table by its name."""
    return dict(sorted(_DECLARED.items()))
