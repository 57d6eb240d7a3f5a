"""Lay rows that were mended over the claims (更正行覆盖)."""

from __future__ import annotations

from pathlib import Path

import duckdb

from yibao.benefit.files.columns import CLAIMS
from yibao.benefit.files.source import FEN, Source, named, open_source
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

KEYS = ("setl_id", "psn_no")


def open_correction(connection: duckdb.DuckDBPyConnection, path: Path, claims: Source) -> Source:
    """Open a file of mended rows and check that it can be laid over the claims.

    Raises:
        InvalidInput: it cannot be read, has other columns than the claims, or would take away the
            row of a person that it does not speak of.

    """
    correction = open_source(connection, path, {name: CLAIMS[name] for name in KEYS})
    known = {*CLAIMS, *(name + FEN for name in CLAIMS)}
    differing = sorted(known & (correction.types.keys() ^ claims.types.keys()))
    if differing:
        raise InvalidInput(
            "columns_differ",
            differing[0],
            Text(
                f"{path} 与结算文件的字段不同：{'、'.join(differing)}。",
                f"{path} and the claims have not the same columns: {', '.join(differing)}.",
            ),
            Text(
                "更正文件要有结算文件的全部字段，也只有这些。", "Give it the columns of the claims."
            ),
        )
    _check_owners(connection, claims, correction)
    return correction


def _check_owners(
    connection: duckdb.DuckDBPyConnection, claims: Source, correction: Source
) -> None:
    """Refuse to replace by number alone where several persons have rows of that number."""
    found = connection.sql(
        f"SELECT setl_id FROM {claims.relation} WHERE setl_id IN ({_numbers(claims, correction)}) "
        "GROUP BY setl_id HAVING count(DISTINCT COALESCE(CAST(psn_no AS VARCHAR), '')) > 1 "
        "ORDER BY setl_id LIMIT 1"
    ).fetchall()
    if found:
        number = found[0][0]
        raise InvalidInput(
            "setl_id_of_several_persons",
            "setl_id",
            Text(
                f"结算ID {number} 属于几个人，不知道更正的是谁的。",
                f"Several persons have a settlement {number}: whose is mended is not known.",
            ),
            Text("在结算文件里改正，再用 --fresh 重来。", "Correct the claims, then use --fresh."),
        )


def _numbers(claims: Source, correction: Source) -> str:
    return f"SELECT TRY_CAST(setl_id AS {claims.types['setl_id']}) FROM {correction.relation}"


def laid_over(claims: Source, correction: Source) -> Source:
    """Return the claims with the rows of a correction in place of those with their `setl_id`.

    Keys keep their type; another column whose types differ is text in both, to be read as text is.
    """
    types = {
        name: kind if name in KEYS or correction.types.get(name, kind) == kind else "VARCHAR"
        for name, kind in claims.types.items()
    }
    old = ", ".join(_column("o", name, claims, types[name]) for name in types)
    new = ", ".join(_column("m", name, correction, types[name]) for name in types)
    relation = (
        f"(SELECT {old} FROM {claims.relation} o WHERE o.setl_id IS NULL OR NOT EXISTS "
        f"(SELECT 1 FROM ({_numbers(claims, correction)}) r(setl_id) WHERE r.setl_id = o.setl_id) "
        f"UNION ALL SELECT {new} FROM {correction.relation} m)"
    )
    return Source(claims.path, relation, types)


def _column(alias: str, name: str, source: Source, kind: str) -> str:
    """Return a column as it is laid together; what only one file has is empty in the other."""
    column = f"{alias}.{named(name)}"
    given = source.types.get(name)
    if given is None:
        column = f"CAST(NULL AS {kind})"
    elif given.endswith("[]") and kind == "VARCHAR":
        column = f"array_to_string({column}, ';')"
    elif given != kind:
        column = f"TRY_CAST({column} AS {kind})"
    return f"{column} AS {named(name)}"
