"""What an office declares to have files imported: the columns, the checks, the writing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from yibao.office.base.actor import Actor
from yibao.terms.text import Text

COLUMN_KINDS = (
    "text", "code", "flag", "date", "time", "integer", "number", "money", "price", "ratio",
)  # fmt: skip
"""What a cell may hold; see `cells`."""

TEXT_MAX = 4000
"""The longest text of a cell whose column says nothing else."""

_CODE = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")


class Mode(StrEnum):
    """What becomes of the good rows (导入方式)."""

    DRY = "dry"
    GOOD_ROWS = "good_rows"
    ALL_OR_NOTHING = "all_or_nothing"

    @property
    def label(self) -> Text:
        """Its name for people.

        >>> Mode.DRY.label.zh
        '仅校验'
        """
        return _MODES[self]


_MODES = {
    Mode.DRY: Text("仅校验", "check only"),
    Mode.GOOD_ROWS: Text("正确行入库", "good rows in"),
    Mode.ALL_OR_NOTHING: Text("全部正确才入库", "all or nothing"),
}


class Record(dict[str, Any]):
    """One row of a file: field → value, None where the cell is empty.

    `number` is the row as a spreadsheet counts it: the heading is row 1.

    >>> Record(2, psn_no="P1").number
    2
    """

    def __init__(self, number: int, /, **values: Any) -> None:
        super().__init__(**values)
        self.number = number


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row (问题): the field, its value as written, why, what to do."""

    field: str
    reason: Text
    remedy: Text
    value: str = ""
    code: str = "refused"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows were new, changed a known one, or said what was known.

    >>> Counts(1, 2) + Counts(0, 1, 5)
    Counts(new=1, changed=3, same=5)
    """

    new: int = 0
    changed: int = 0
    same: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.new + other.new, self.changed + other.changed, self.same + other.same)

    @property
    def written(self) -> int:
        """How many rows were taken in, known ones included."""
        return self.new + self.changed + self.same


@dataclass(frozen=True, slots=True)
class FileColumn:
    """One column of a file.

    Args:
        name: the field: the national name where there is one.
        label: its heading; a file may carry the name, the Chinese label or an alias.
        kind: one of `COLUMN_KINDS`.
        required: whether an empty cell is a problem.
        max_length: characters at most.
        scale: decimals at most, of a ``number``.
        codes: the codes allowed, with their names; None allows any.
        pattern: a regular expression for the whole text, of what Python and PostgreSQL read alike.
        form: `pattern` in words.
        minimum, maximum: bounds of a number, as written in the file.
        aliases: other headings.

    """

    name: str
    label: Text
    kind: str = "text"
    required: bool = False
    max_length: int = TEXT_MAX
    scale: int = 4
    codes: Mapping[str, Text] | None = None
    pattern: str = ""
    form: Text | None = None
    minimum: int | None = None
    maximum: int | None = None
    aliases: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in COLUMN_KINDS:
            raise ValueError(f"{self.name}: no column kind {self.kind!r}")


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns whose values must stand in a table, or must not, found for all rows in one statement.

    Args:
        columns: fields of the file.
        table: the table of the database.
        targets: its columns, as many as `columns`, all of text.
        reason: what is wrong where the row is refused.
        remedy: what to do.
        exists: True: a row without a match is refused; False: a row with one.

    """

    columns: tuple[str, ...]
    table: str
    targets: tuple[str, ...]
    reason: Text
    remedy: Text
    exists: bool = True


@dataclass(frozen=True, slots=True)
class RowRule:
    """A condition over several cells of a row, in SQL; true means that the row is wrong.

    `condition` names fields in braces, which stand for their text (NULL where empty); only rows
    whose cells are well-formed reach it, so casts are safe: ``{enddate} < {begndate}``.
    """

    field: str
    condition: str
    reason: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class Writing:
    """What a writer is told besides the rows: who, how, and from when rows without a date count."""

    actor: Actor
    mode: Mode
    valid_from: date
    import_id: int
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Staged:
    """The rows that passed every check, as a table of texts: for writers in SQL.

    `columns` gives the column of the table by field; all are text, empty cells NULL, and
    ``row_number`` is the row of the file.
    """

    table: str
    columns: Mapping[str, str]
    rows: int


Prepare = Callable[[list[Record]], list[Record]]
Check = Callable[[Record], Sequence[Problem]]
Write = Callable[[Actor, list[Record], Mode], Counts]
WriteTable = Callable[[Writing, Staged], Counts]


@dataclass(frozen=True, slots=True)
class ImportKind:
    """A kind of file that may be imported.

    Args:
        code: ``office.thing``.
        label: its name for people.
        permission: who may import it.
        layout: the columns.
        key: the fields that tell rows apart; two rows that agree in them are a problem.
        references: what must stand in the database, or must not.
        rules: conditions over several cells.
        prepare: called with each batch before it is checked and before it is written: looks up
            what the batch needs and returns the records with it.
        check: what is wrong with one record, after all of the above.
        write: writes a batch; called several times within one transaction.
        write_table: writes all rows by SQL; instead of `write`.
        example: one row for the template, by field.
        positional: the file may come without a heading, its columns in the order of the layout.
        empty_words: texts that mean an empty cell.

    """

    code: str
    label: Text
    permission: str
    layout: tuple[FileColumn, ...]
    key: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    rules: tuple[RowRule, ...] = ()
    prepare: Prepare | None = None
    check: Check | None = None
    write: Write | None = None
    write_table: WriteTable | None = None
    example: Mapping[str, str] = field(default_factory=dict)
    positional: bool = False
    empty_words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        names = [column.name for column in self.layout]
        used = [*self.key, *(name for one in self.references for name in one.columns)]
        if not _CODE.fullmatch(self.code):
            raise ValueError(f"{self.code!r} is not office.thing")
        if len(set(names)) != len(names) or not set(used) <= set(names):
            raise ValueError(f"{self.code}: a field stands twice or is not in the layout")
        if (self.write is None) == (self.write_table is None):
            raise ValueError(f"{self.code}: give write or write_table")

    def column(self, name: str) -> FileColumn:
        """Return the column of a field.

        Raises:
            KeyError: when the layout has no such field.

        """
        for column in self.layout:
            if column.name == name:
                return column
        raise KeyError(name)
