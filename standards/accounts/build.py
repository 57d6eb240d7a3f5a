"""Build the chart of accounts of every fund, and who is paid by which fund.

    python standards/accounts/build.py

Writes ``chart.csv``, ``payers.csv`` and ``other_funds.csv`` beside this file from the hand-written
tables there and the payers of ``../funds``. The README says what each table holds.
"""

import csv
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

HERE = Path(__file__).parent
CHART = ("book", "fund", "account", "code", "name_zh", "name_en", "element", "side", "party")
PAYERS = ("payer", "fund", "confidence")

Row = Mapping[str, str]


def read(*path: str) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with HERE.joinpath(*path).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write(name: str, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    """Write a table beside this file."""
    with (HERE / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def other_funds(merged: Iterable[Row], payers: Iterable[Row]) -> list[dict[str, str]]:
    """Return a fund for every payer that is of no other: money of its own has a book of its own."""
    known = {row["payer"] for row in merged}
    return [
        {"code": row["code"], "name_zh": row["name_zh"], "name_en": row["name_en"], "kind": "other"}
        for row in payers
        if row["code"] not in known
    ]


def operational(funds: Iterable[Row], accounts: Iterable[Row]) -> Iterable[dict[str, str]]:
    """Yield the accounts of the sub-ledger of every fund."""
    every = list(accounts)
    for fund in funds:
        kind = "fund" if fund["kind"] == "other" else fund["kind"]
        for account in every:
            if kind in account["kinds"].split():
                yield {**account, "book": "operational", "fund": fund["code"], "code": ""}


def statutory(funds: Iterable[Row], accounts: Iterable[Row]) -> Iterable[dict[str, str]]:
    """Yield the accounts of the statutory book of every fund that has one."""
    every = list(accounts)
    for fund in funds:
        if fund.get("statutory") == "yes":
            for account in every:
                yield {**account, "book": "statutory", "fund": fund["code"], "party": "none"}


def main() -> None:
    """Build both tables; refuse a payer whose fund is in no table."""
    funds, merged = read("funds.csv"), read("merged.csv")
    others = other_funds(merged, read("..", "funds", "funds.csv"))
    codes = {row["code"] for row in [*funds, *others]}
    if strange := [row["payer"] for row in merged if row["fund"] not in codes]:
        sys.exit(f"merged.csv: no fund for {', '.join(strange)}")
    own = [{"payer": row["code"], "fund": row["code"], "confidence": "assumed"} for row in others]
    write("payers.csv", PAYERS, sorted([*merged, *own], key=lambda row: row["payer"]))
    write("other_funds.csv", ("code", "name_zh", "name_en", "kind"), others)
    every = [*funds, *others]
    chart = [
        *operational(every, read("operational.csv")),
        *statutory(every, read("statutory.csv")),
    ]
    write("chart.csv", CHART, chart)


if __name__ == "__main__":
    main()
