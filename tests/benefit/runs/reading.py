"""Read rows back in plain Python, as anybody would who does not know DuckDB."""

import csv
import re
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

Row = dict[str, Any]


class Refused(Exception):  # noqa: N818 -- a noun of the domain
    """A row that cannot be settled: the code and the field of the reject."""


def rows_of(path: Path | None) -> list[Row]:
    if path is None:
        return []
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as stream:
            return [{k: v or None for k, v in row.items()} for row in csv.DictReader(stream)]
    return pq.read_table(path).to_pylist()


def fen(row: Row, name: str) -> int | None:
    """Return an amount in fen, exactly."""
    if f"{name}_fen" in row:
        return whole(row, f"{name}_fen", name)
    raw = row.get(name)
    if raw is None:
        return None
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]{1,2}0*)?", str(raw)):
        raise Refused("not_a_number", name)
    return int(Decimal(raw) * 100)


def whole(row: Row, name: str, field: str = "") -> int | None:
    raw = row.get(name)
    if raw is None:
        return None
    if not re.fullmatch(r"-?[0-9]+", str(raw)):
        raise Refused("not_a_number", field or name)
    return int(raw)


def time_of(row: Row, name: str) -> datetime | None:
    raw = row.get(name)
    if raw is None or isinstance(raw, datetime):
        return raw
    if isinstance(raw, date):
        return datetime.combine(raw, time())
    try:
        return datetime.fromisoformat(raw)
    except ValueError:
        raise Refused("invalid_date", name) from None


def day_of(row: Row, name: str) -> date | None:
    found = time_of(row, name)
    return None if found is None else found.date()


def names_of(raw: Any) -> frozenset[str]:
    """Return a set, out of a list or a text."""
    listed = raw if isinstance(raw, list) else re.split(r"\s*[;；,，]\s*", raw or "")
    return frozenset(name for name in listed if name)
