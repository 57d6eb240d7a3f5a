"""A few rows, written out by hand, for tests that work out every amount."""

import csv
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from runs.comparison import run, settlements
from runs.drawn import Row
from runs.forms import Files, Form, write_rows
from runs.laws import Law
from runs.reading import rows_of
from yibao.benefit.files.columns import CLAIMS, LINES, PERSONS
from yibao.benefit.runs.asked import Finished

TEXT = Form(csv=True)
"""Every value as text: a row may hold anything."""
ARROW = Form()


def claim(number: Any, day: str, in_scope: str = "1000", **more: Any) -> Row:
    """Write a stay of one day in a secondary hospital; amounts in yuan."""
    usual = {
        "setl_id": number,
        "psn_no": "P1",
        "insutype": "390",
        "med_type": "21",
        "setl_time": datetime.fromisoformat(day),
        "level": "secondary",
        "inscp_scp_amt": Decimal(in_scope),
    }
    return usual | more


def line(number: Any, amount: str, **more: Any) -> Row:
    """Write a line of class A."""
    usual = {
        "setl_id": number,
        "psn_no": "P1",
        "feedetl_sn": 1,
        "fee_ocur_time": datetime.fromisoformat("2024-03-01 09:00"),
        "class": "a",
        "det_item_fee_sumamt": Decimal(amount),
    }
    return usual | more


def files(
    folder: Path,
    claims: list[Row],
    persons: list[Row] | None = None,
    lines: list[Row] | None = None,
    form: Form = ARROW,
) -> Files:
    folder.mkdir(parents=True, exist_ok=True)
    return Files(
        write_rows(folder / "claims", claims, CLAIMS, form),
        None if persons is None else write_rows(folder / "persons", persons, PERSONS, form),
        None if lines is None else write_rows(folder / "lines", lines, LINES, form),
    )


def written(path: Path, rows: list[Row]) -> Path:
    """Write rows as CSV, whatever their columns are called."""
    lines = [list(rows[0]), *([str(value) for value in row.values()] for row in rows)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(lines)
    return path


def reason_of_each(law: Law, folder: Path, rows: list[Row], **more: Any) -> list[str | None]:
    """Settle rows of as many persons at once; say of each why it was refused."""
    own = [
        {"setl_id": f"S{number}", **row, "psn_no": row.get("psn_no", f"P{number}")}
        | {"fixmedins_code": f"row {number}"}
        for number, row in enumerate(rows)
    ]
    finished = settle_few(law, folder, own, form=TEXT, **more)
    why = {
        row["fixmedins_code"]: f"{row['reject_code']} {row['reject_field']}"
        for row in rows_of(finished.rejects)
    }
    assert finished.settled + len(why) == len(rows)
    return [why.get(f"row {number}") for number in range(len(rows))]


def settle_few(law: Law, folder: Path, claims: list[Row], **more: Any) -> Finished:
    """Write rows and settle them."""
    given = {name: more.pop(name) for name in ("persons", "lines", "form") if name in more}
    return run(law, files(folder, claims, **given), folder / "out", **more)


def funds(finished: Finished) -> dict[str, Decimal]:
    """Return what the funds pay of each settlement, by its number."""
    return {row["setl_id"]: row["fund_pay_sumamt"] for row in settlements(finished.out)}


def years(finished: Finished) -> dict[str, int]:
    return {row["setl_id"]: row["year"] for row in settlements(finished.out)}


def day(text: str) -> date:
    return date.fromisoformat(text)
