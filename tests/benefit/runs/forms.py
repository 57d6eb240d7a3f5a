"""Write rows as files, in the forms in which regions deliver them."""

import csv
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from runs.drawn import Region, Row
from yibao.benefit.files.columns import CLAIMS, LINES, PERSONS, Column, Kind

ARROW = {
    Kind.CODE: pa.string(),
    Kind.DATE: pa.date32(),
    Kind.TIME: pa.timestamp("us"),
    Kind.MONEY: pa.decimal128(16, 2),
    Kind.NUMBER: pa.int32(),
    Kind.DECIMAL: pa.decimal128(16, 6),
    Kind.NAMES: pa.list_(pa.string()),
}


@dataclass(frozen=True)
class Form:
    """How a region delivers its files."""

    csv: bool = False
    whole_keys: bool = False
    fen: bool = False
    register: bool = True
    """Whether persons stand in a file of their own; else their facts stand in the claims."""
    person_of_line: bool = True


FORMS = {
    "decimals": Form(),
    "fen": Form(whole_keys=True, fen=True),
    "flat": Form(whole_keys=True, register=False, person_of_line=False),
    "csv": Form(csv=True),
    "csv_flat": Form(csv=True, fen=True, register=False, person_of_line=False),
}


@dataclass(frozen=True)
class Files:
    claims: Path
    persons: Path | None
    lines: Path | None


def write(region: Region, folder: Path, form: Form, *, lines: bool = False) -> Files:
    """Write a region in one form."""
    folder.mkdir(parents=True, exist_ok=True)
    claims = region.claims
    if not form.register:
        claims = [claim | _facts_of_person(claim, region.persons) for claim in claims]
    if lines:
        parts = ("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt")
        claims = [{k: v for k, v in claim.items() if k not in parts} for claim in claims]
    own = region.lines
    if not form.person_of_line:
        own = [{k: v for k, v in line.items() if k != "psn_no"} for line in own]
    return Files(
        write_rows(folder / "claims", claims, CLAIMS, form),
        write_rows(folder / "persons", region.persons, PERSONS, form) if form.register else None,
        write_rows(folder / "lines", own, LINES, form) if lines else None,
    )


def _facts_of_person(claim: Row, persons: list[Row]) -> Row:
    """Return what the first row of the person says; claims must have the same columns."""
    keys = ("psn_no", "insutype", "begndate", "enddate")
    found = next((row for row in persons if row["psn_no"] == claim["psn_no"]), None)
    facts = found or dict.fromkeys(persons[0])
    return {name: value for name, value in facts.items() if name not in keys}


def write_rows(path: Path, rows: list[Row], columns: dict[str, Column], form: Form) -> Path:
    """Write rows as one file; its ending is that of the form."""
    names = [name for name in columns if any(name in row for row in rows)]
    path = path.with_suffix(".csv" if form.csv else ".parquet")
    if form.csv:
        _write_csv(path, rows, [columns[name] for name in names], form)
    else:
        pq.write_table(table_of(rows, [columns[name] for name in names], form), path)
    return path


def table_of(rows: list[Row], columns: list[Column], form: Form) -> pa.Table:
    arrays = {}
    for column in columns:
        values = [_value(row.get(column.name), column, form) for row in rows]
        arrays[_name(column, form)] = pa.array(values, _type(column, form))
    return pa.table(arrays)


def _name(column: Column, form: Form) -> str:
    return f"{column.name}_fen" if form.fen and column.kind is Kind.MONEY else column.name


def _type(column: Column, form: Form) -> pa.DataType:
    if column.kind is Kind.KEY:
        return pa.int64() if form.whole_keys else pa.string()
    if column.name == "cnt":
        return pa.decimal128(16, 4)
    return pa.int64() if form.fen and column.kind is Kind.MONEY else ARROW[column.kind]


def _value(value: Any, column: Column, form: Form) -> Any:
    if value is None:
        return None
    if column.kind is Kind.KEY:
        return value if form.whole_keys or isinstance(value, str) else key_text(value)
    return int(value * 100) if form.fen and column.kind is Kind.MONEY else value


def key_text(number: int) -> str:
    """Write a key as text that sorts otherwise than its number does."""
    return f"K{number}"


def _write_csv(path: Path, rows: list[Row], columns: list[Column], form: Form) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([_name(column, form) for column in columns])
        for row in rows:
            writer.writerow(
                [
                    _text(_value(row.get(c.name), c, replace(form, whole_keys=False)))
                    for c in columns
                ]
            )


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(value)
    return value.isoformat(sep=" ") if isinstance(value, datetime) else str(value)
