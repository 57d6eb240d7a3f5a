"""Finish a run: sum up its parts and lay the rejects beside the rows as they came."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from yibao.benefit.files.source import Source, named, quoted, read_parquet
from yibao.benefit.runs.asked import Asked, Finished
from yibao.benefit.runs.manifest import Manifest, entries
from yibao.benefit.runs.rejects import COLUMNS
from yibao.benefit.runs.sources import Sources
from yibao.benefit.runs.write import atomically


def finished_before(
    asked: Asked, manifest: Manifest, sources: Sources, totals: dict[str, Any]
) -> Finished:
    """Return what a run that is finished came to; files that somebody may be mending stay."""
    rejects = rejects_path(asked.out, sources.claims) if totals["rejected"] else None
    if rejects is not None and not rejects.exists():
        _write_rejects(asked, sources, totals["rejected"])
    return Finished(
        out=asked.out,
        sums=totals["sums_fen"],
        rejects=rejects,
        parts=manifest.parts,
        parts_done_before=manifest.parts,
        **{name: count for name, count in totals.items() if name != "sums_fen"},
    )


def finish(asked: Asked, manifest: Manifest, sources: Sources, before: int) -> Finished:
    """Sum the entries of all parts and write the file of rejects."""
    found = entries(asked.out)
    assert len(found) == manifest.parts, "every part is there before a run is finished"
    sums: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for entry in found.values():
        sums.update(entry["sums_fen"])
        reasons.update(entry["reasons"])
    rejected = _sum(found, "rejected")
    unreadable = _write_unreadable(asked, sources)
    return Finished(
        out=asked.out,
        settled=_sum(found, "settled"),
        rejected=rejected,
        provisional=_sum(found, "provisional"),
        lines_without_visit=_sum(found, "lines_without_visit"),
        unreadable=unreadable,
        parts=manifest.parts,
        parts_done_before=before,
        sums=dict(sums),
        reasons=dict(reasons.most_common()),
        rejects=_write_rejects(asked, sources, rejected),
    )


def _sum(found: dict[int, dict[str, Any]], name: str) -> int:
    return sum(int(entry[name]) for entry in found.values())


def rejects_path(out: Path, claims: Source) -> Path:
    """Return where the rejects go: beside OUT, in the format of the claims.

    >>> rejects_path(Path("2022.parquet"), Source("c.csv", "read_csv('c.csv')", {})).name
    '2022.rejects.csv'
    """
    return beside(out, "rejects.csv" if claims.is_csv else "rejects.parquet")


def beside(out: Path, ending: str) -> Path:
    """Return the name of a file beside OUT.

    >>> beside(Path("year/2022"), "rejects.csv").as_posix()
    'year/2022.rejects.csv'
    """
    folder = out if out.name else out.resolve()
    return folder.with_name(f"{folder.name.removesuffix('.parquet')}.{ending}")


def _write_rejects(asked: Asked, sources: Sources, rejected: int) -> Path | None:
    """Write each refused row as it came, with the reasons behind it: to mend and send back."""
    path = rejects_path(asked.out, sources.claims)
    if not rejected:
        path.unlink(missing_ok=True)
        return None
    refused = read_parquet(asked.out / "_rejects")
    as_came = [f"c.{named(name)}" for name in sources.claims.types if name not in COLUMNS]
    selected = ", ".join([*as_came, *(f"r.{name}" for name in COLUMNS)])
    clean = "NULLIF({0}.{1}, '')" if sources.claims.types["setl_id"] == "VARCHAR" else "{0}.{1}"
    same_number = f"{clean.format('c', 'setl_id')} IS NOT DISTINCT FROM r.setl_id"
    person = "NULLIF({0}.{1}, '')" if sources.claims.types["psn_no"] == "VARCHAR" else "{0}.{1}"
    same_person = f"{person.format('c', 'psn_no')} IS NOT DISTINCT FROM r.psn_no"
    sql = (
        f"SELECT {selected} FROM claims c JOIN (SELECT DISTINCT * FROM {refused}) r "
        f"ON {same_number} AND {same_person} ORDER BY c.psn_no, c.setl_id"
    )
    form = "FORMAT csv, HEADER true" if path.suffix == ".csv" else "FORMAT parquet"

    def write(to: Path) -> None:
        sources.connection.execute(f"COPY ({sql}) TO {quoted(str(to))} ({form})")

    atomically(path, write)
    return path


def _write_unreadable(asked: Asked, sources: Sources) -> int:
    """Write the lines of CSV files that could not be cut into columns; return how many."""
    path = beside(asked.out, "unreadable.csv")
    path.unlink(missing_ok=True)
    if not any(source and source.is_csv for source in _all(sources)):
        return 0
    sql = (
        "SELECT s.file_path AS file, e.line, min(e.error_message) AS reason, "
        "min(trim(e.csv_line, E'\\r\\n')) AS text FROM reject_errors e "
        "JOIN reject_scans s USING (scan_id, file_id) GROUP BY file, e.line ORDER BY file, e.line"
    )
    # A quote that is not closed swallows all lines up to the next one.
    lines = "1 + length(text) - length(replace(text, E'\\n', ''))"
    found = sources.connection.sql(f"SELECT sum({lines}) FROM ({sql})").fetchall()
    count = int(found[0][0] or 0)
    if count:

        def write(to: Path) -> None:
            form = "FORMAT csv, HEADER true"
            sources.connection.execute(f"COPY ({sql}) TO {quoted(str(to))} ({form})")

        atomically(path, write)
    return count


def _all(sources: Sources) -> tuple[Source | None, ...]:
    return (sources.claims, sources.persons, sources.lines, *sources.mended)
