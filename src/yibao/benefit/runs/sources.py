"""Open the files of a run in one connection, the mended rows laid over the claims."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from yibao.benefit.files.columns import CLAIMS, LINES, PERSONS
from yibao.benefit.files.source import Source, column_missing, open_source
from yibao.benefit.runs.asked import GIB, Asked
from yibao.benefit.runs.mended_rows import laid_over, open_correction
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of a run; the connection knows them as `claims`, `persons` and `lines`."""

    connection: duckdb.DuckDBPyConnection
    claims: Source
    persons: Source | None
    lines: Source | None
    as_delivered: str
    """SQL that reads the claims as they were before anything was mended."""
    mended: tuple[Source, ...] = ()


def connect(threads: int, memory: int, spill: Path) -> duckdb.DuckDBPyConnection:
    """Open a database in memory that keeps within limits and fetches nothing from anywhere."""
    connection = duckdb.connect()
    where = str(spill).replace("'", "''")
    for setting in (
        f"threads = {threads}",
        f"memory_limit = '{max(memory, GIB // 2) // 2**20}MiB'",
        f"temp_directory = '{where}'",
        # Rows are put in order by what they say, never by where they stood.
        "preserve_insertion_order = false",
        # Rows wait here to be dealt; in less room those who read would wait for those who deal.
        "streaming_buffer_size = '32MiB'",
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
    ):
        connection.execute(f"SET {setting}")
    return connection


def open_sources(asked: Asked, connection: duckdb.DuckDBPyConnection) -> Sources:
    """Open every file that is asked for and check its heading.

    Raises:
        InvalidInput: a file cannot be read or lacks a column.

    """
    claims = open_source(connection, asked.claims, CLAIMS)
    lines = None if asked.lines is None else open_source(connection, asked.lines, LINES)
    check_headings(claims, lines)
    as_delivered = claims.relation
    mended = []
    for path in asked.mended:
        mended.append(open_correction(connection, path, claims))
        claims = laid_over(claims, mended[-1])
    opened = Sources(
        connection,
        claims,
        None if asked.persons is None else open_source(connection, asked.persons, PERSONS),
        lines,
        as_delivered,
        tuple(mended),
    )
    connection.execute(f"CREATE OR REPLACE TEMP VIEW claims AS SELECT * FROM {claims.relation}")
    for name, source in (("persons", opened.persons), ("lines", opened.lines)):
        if source is not None:
            view = f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM {source.relation}"
            connection.execute(view)
    return opened


def count_rows(sources: Sources, relation: str) -> int:
    """Count the rows of a relation or view."""
    found = sources.connection.sql(f"SELECT count(*) FROM {relation}").fetchall()
    return int(found[0][0])


def check_headings(claims: Source, lines: Source | None) -> None:
    """Refuse files that lack what only two columns together, or two files together, can give."""
    if not claims.has("care") and not claims.has("med_type"):
        raise column_missing(claims, CLAIMS["med_type"])
    if lines is None and not claims.has("inscp_scp_amt"):
        raise column_missing(claims, CLAIMS["inscp_scp_amt"])
    if lines is not None and not lines.has("class") and not lines.has("chrgitm_lv"):
        raise column_missing(lines, LINES["chrgitm_lv"])


def reading_failed(error: duckdb.Error) -> InvalidInput:
    """Return the refusal for files that could not be read to their end."""
    first = str(error).splitlines()[0]
    return InvalidInput(
        "reading_failed",
        "claims",
        Text(f"读取文件时出错：{first}", f"Reading the files failed: {first}"),
        Text(
            "核对文件；内存不足时增大 --memory。", "Check the files; give more --memory if short."
        ),
    )
