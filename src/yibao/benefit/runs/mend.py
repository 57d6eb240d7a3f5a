"""Which parts have to be settled again when rows were mended (更正后重算)."""

from __future__ import annotations

from collections.abc import Sequence

from yibao.benefit.files.source import Source
from yibao.benefit.files.staging import PERSON_KEY
from yibao.benefit.runs.deal import part_sql
from yibao.benefit.runs.sources import Sources


def parts_of_mended(sources: Sources, corrections: Sequence[Source], parts: int) -> set[int]:
    """Return the parts of every person whose rows were replaced or who has a new row.

    The view `claims` holds the mended rows already; whom a row belonged to before is in the files:
    the claims, or what mended them earlier.
    """
    found: set[int] = set()
    key, person = sources.claims.types["setl_id"], sources.claims.types["psn_no"]

    def rows_of(relation: str) -> str:
        keys = f"TRY_CAST(setl_id AS {key}) AS setl_id, TRY_CAST(psn_no AS {person}) AS psn_no"
        return f"SELECT {keys} FROM {relation}"

    files = (sources.as_delivered, *(one.relation for one in sources.mended))
    ever = " UNION ALL ".join(rows_of(relation) for relation in files)
    for correction in corrections:
        new = rows_of(correction.relation)
        old = f"SELECT * FROM ({ever}) WHERE setl_id IN (SELECT setl_id FROM ({new}))"
        dealt = part_sql(_clean(f"{new} UNION ALL {old}", person), parts)
        rows = sources.connection.sql(f"SELECT DISTINCT part FROM ({dealt})").fetchall()
        found |= {int(row[0]) for row in rows}
    return found


def _clean(sql: str, kind: str) -> str:
    """Read the person's number as the staging does: an empty text is none."""
    number = "NULLIF(psn_no, '')" if kind == "VARCHAR" else "psn_no"
    return f"SELECT hash({number}) AS {PERSON_KEY} FROM ({sql})"
