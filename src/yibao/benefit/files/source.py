"""Open a file of claims, persons or lines and check its heading, before a row is read."""

from __future__ import annotations

import codecs
import csv
import gzip
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import IO

import duckdb
import pyarrow as pa

from yibao.benefit.files.columns import Column, Kind
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

FEN = "_fen"
"""Behind the name of a money column whose whole numbers count fen."""
CHUNK = 2**20
CSV = (".csv", ".tsv", ".gz")
DELIMITERS = (",", "\t", ";", "|")
FLOATING = ("FLOAT", "DOUBLE", "REAL")
EXACT = {Kind.DECIMAL: "DECIMAL(16,6)", Kind.KEY: "VARCHAR"}
"""What columns that must not be floating numbers should be; money is looked at apart."""
WHOLE = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
)


@dataclass(frozen=True, slots=True)
class Source:
    """A file that can be read: its path, the SQL that reads it, its columns and their types."""

    path: str
    relation: str
    types: Mapping[str, str]

    def has(self, name: str) -> bool:
        """Say whether there is a column of this name, or of this name in fen."""
        return name in self.types or name + FEN in self.types

    @property
    def is_csv(self) -> bool:
        """Whether every column is text."""
        return Path(self.path).suffix in CSV


def quoted(text: str) -> str:
    """Return a text as an SQL literal.

    >>> quoted("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def named(name: str) -> str:
    """Return a name as an SQL identifier.

    >>> named("setl_id")
    '"setl_id"'
    """
    return '"' + name.replace('"', '""') + '"'


def relation_of(path: Path) -> str:
    """Return the SQL that reads a Parquet file, a folder of them, or a CSV file.

    Raises:
        InvalidInput: there is no such file, or it is of another kind.

    """
    if path.is_dir():
        _check_folder(path)
        return read_parquet(path)
    if not path.is_file():
        raise _unusable(path, "没有这个文件。", "There is no such file.")
    if path.suffix in (".parquet", ".pq"):
        return read_parquet(path)
    if path.suffix in CSV:
        return _csv_relation(path)
    raise _unusable(path, "文件不是 .parquet 或 .csv。", "The file is no .parquet and no .csv.")


def located(path: Path, pattern: str = "") -> str:
    """Return a path as an SQL literal in which only `pattern` stands for several files.

    >>> located(Path("2022[1]"), "*.parquet")
    "'2022[[]1]/*.parquet'"
    """
    exact = re.sub(r"([*?\[])", r"[\1]", str(path))
    return quoted(f"{exact}/{pattern}" if pattern else exact)


def read_parquet(path: Path) -> str:
    """Return the SQL that reads a Parquet file, or all of a folder.

    What a file says does not depend on the names of the folders it lies in, nor its types on those
    of the first file.
    """
    where = located(path, "*.parquet" if path.is_dir() else "")
    return f"read_parquet({where}, union_by_name=true, hive_partitioning=false)"


def _check_folder(path: Path) -> None:
    """Refuse a folder without files, or whose files have not the same columns."""
    files = sorted(path.glob("*.parquet"))
    if not files:
        raise _unusable(path, "文件夹里没有 Parquet 文件。", "The folder holds no Parquet.")
    import pyarrow.parquet as pq  # noqa: PLC0415 -- only folders need it

    columns = {name: set(pq.read_schema(name).names) for name in files}
    for name in files:
        differing = sorted(columns[name] ^ columns[files[0]])
        if differing:
            zh, en = f"与 {files[0].name} 的字段不同", f"Not the columns of {files[0].name}"
            raise _unusable(name, f"{zh}：{differing[0]}。", f"{en}: {differing[0]}.")


def csv_heading(path: Path) -> tuple[str, list[str]]:
    """Return what separates the columns of a CSV file, and their names."""
    with _opened(path) as stream:
        first = stream.readline().decode("utf-8-sig")
    delimiter = max(DELIMITERS, key=first.count)
    return delimiter, [name.strip() for name in next(csv.reader([first], delimiter=delimiter), [])]


def _csv_relation(path: Path) -> str:
    """Return the SQL that reads a CSV file by its heading; what does not fit is kept as rejects.

    Nothing is guessed from the rows, so that no row decides how the others are read.
    """
    line = _first_not_utf8(path)
    if line:
        zh, en = f"第 {line} 行不是 UTF-8 编码。", f"Line {line} is not written in UTF-8."
        raise _unusable(path, zh, en)
    delimiter, names = csv_heading(path)
    wrong = next((name for name in names if not name or names.count(name) > 1), None)
    if wrong is not None or not names:
        raise _unusable(
            path,
            f"表头有空的或重复的字段“{wrong or ''}”。",
            f"Its heading has an empty or repeated column {wrong or ''!r}.",
        )
    columns = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in names)
    return (
        f"read_csv({located(path)}, auto_detect=false, hive_partitioning=false, header=true, "
        f"columns={{{columns}}}, delim={quoted(delimiter)}, quote='\"', escape='\"', "
        "store_rejects=true, rejects_limit=0)"
    )


def _opened(path: Path) -> IO[bytes] | gzip.GzipFile:
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")


def _first_not_utf8(path: Path) -> int:
    """Return the first line that is not UTF-8, 0 if all are.

    DuckDB looks only at the columns that a statement reads: one would find the line, another not.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    line = 1
    with _opened(path) as stream:
        while True:
            chunk = stream.read(CHUNK)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return line + error.object.count(b"\n", 0, error.start)
            if not chunk:
                return 0
            line += chunk.count(b"\n")


def open_source(
    connection: duckdb.DuckDBPyConnection, path: Path, columns: Mapping[str, Column]
) -> Source:
    """Open a file and check that the columns that must be there are there, of a usable type.

    Raises:
        InvalidInput: the file cannot be read, lacks a column or has money in floating numbers.

    """
    try:
        relation = relation_of(path)
        heading = connection.sql(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    except (duckdb.Error, pa.ArrowException, OSError, EOFError, zlib.error) as error:
        first = next(iter(str(error).splitlines()), type(error).__name__)
        raise _unusable(path, f"文件读不出来：{first}", f"It cannot be read: {first}") from None
    source = Source(str(path), relation, {row[0]: row[1] for row in heading})
    check_heading(source, columns)
    return source


def check_heading(source: Source, columns: Mapping[str, Column]) -> None:
    """Refuse a file that lacks a column, or whose money is not exact."""
    for column in columns.values():
        if column.required and not source.has(column.name):
            raise column_missing(source, column)
        if column.kind is Kind.MONEY:
            _check_money(source, column.name)
        if source.types.get(column.name) in FLOATING and column.kind in EXACT:
            raise _not_exact(source, column.name, EXACT[column.kind])


def column_missing(source: Source, column: Column) -> InvalidInput:
    """Return the refusal of a file that lacks a column."""
    near = get_close_matches(column.name, source.types, 1)
    zh, en = (f"（是不是 {near[0]}？）", f" Is it {near[0]}?") if near else ("", "")
    return InvalidInput(
        "column_missing",
        column.name,
        Text(
            f"{source.path} 缺少字段 {column.name}（{column.label.zh}）{zh}。",
            f"{source.path} has no column `{column.name}` ({column.label.en}).{en}",
        ),
        Text("补上这一列，见字段说明。", "Add it; docs/guides/files.md lists all columns."),
    )


def _check_money(source: Source, name: str) -> None:
    kind = source.types.get(name, "")
    if kind in FLOATING or kind in WHOLE:
        raise _not_exact(source, name, "DECIMAL(16,2)")
    in_fen = source.types.get(name + FEN)
    if in_fen is not None and in_fen not in WHOLE and not source.is_csv:
        raise _not_exact(source, name + FEN, "BIGINT")


def _not_exact(source: Source, name: str, wanted: str) -> InvalidInput:
    kind = source.types[name]
    return InvalidInput(
        "number_not_exact",
        name,
        Text(
            f"{source.path} 的 {name} 是 {kind}，编号、金额和单价必须精确。",
            f"`{name}` in {source.path} is {kind}; numbers, amounts and prices must be exact.",
        ),
        Text(
            f"导出为 {wanted}；以分计的整数金额请把字段名写成“…{FEN}”。",
            f"Export {wanted}; whole fen go under a name that ends in {FEN}.",
        ),
    )


def _unusable(path: Path, zh: str, en: str) -> InvalidInput:
    return InvalidInput(
        "file_unusable",
        str(path),
        Text(f"{path}：{zh}", f"{path}: {en}"),
        Text("核对路径和文件格式。", "Check the path and the format."),
    )
