"""The national files (国家目录文件) and their columns, from ``standards/catalogue``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from yibao.office.imports.kind import TEXT_MAX, FileColumn
from yibao.terms.tables import rows
from yibao.terms.text import Text

BOOKKEEPING = frozenset(
    ("transfer_id", "crte_time", "updt_time", "crter_id", "crter_name", "crte_optins_no",
     "opter_id", "opter_name", "opt_time", "optins_no", "issued_flag")
)  # fmt: skip
"""Columns that tell when and by whom a row was sent, not what it says."""


@dataclass(frozen=True, slots=True)
class NationalFile:
    """One file of the interface.

    Args:
        number: of the message that downloads it.
        label: its name for people.
        target: ``item``, ``term``, ``certificate`` or ``link``.
        kind: of what it holds.
        key: the field with the code.
        names: fields with the name; the first that is filled counts.
        begins: fields with the first day; none: the day that the import says.
        ends: fields with the last day.
        columns: in their order.

    >>> files()["1305"].key, len(files()["1301"].columns)
    ('med_list_codg', 97)

    """

    number: str
    label: Text
    target: str
    kind: str
    key: str
    names: tuple[str, ...]
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    columns: tuple[FileColumn, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


@cache
def files() -> dict[str, NationalFile]:
    """Return the national files by number."""
    known = {row["label_zh"]: row for row in rows("catalogue", "columns.csv")}
    of_file: dict[str, list[dict[str, str]]] = {}
    for row in rows("catalogue", "layouts.csv"):
        of_file.setdefault(row["file"], []).append(known[row["label_zh"]])
    return {
        row["file"]: NationalFile(
            row["file"],
            Text(f"{row['name_zh']}（{row['file']}）", f"{row['name_en']} ({row['file']})"),
            row["target"],
            row["kind"],
            row["key"],
            tuple(row["name"].split()),
            tuple(row["begins"].split()),
            tuple(row["ends"].split()),
            tuple(_column(column, row) for column in of_file[row["file"]]),
        )
        for row in rows("catalogue", "files.csv")
    }


def _column(row: dict[str, str], file: dict[str, str]) -> FileColumn:
    names = file["name"].split()
    # Where several columns may hold the name, none of them alone must.
    required = row["name"] in {file["key"], *file["required"].split()} or [row["name"]] == names
    return FileColumn(
        name=row["name"],
        label=Text(row["label_zh"], row["label_en"]),
        kind=row["kind"],
        required=required,
        max_length=min(int(row["max_length"]), TEXT_MAX),
    )
