"""Read recorded messages into tables of amounts and shapes.

    python tests/data/interface_samples/build.py path/to/folder/of/messages

Writes ``samples.csv``, ``shapes.csv``, ``settlements.csv``, ``payers.csv`` and ``lines.csv`` beside
this file. Nothing of a person is kept: of a field only its name and kind, of amounts their value.
"""

import argparse
import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
AMOUNTS = re.compile(".*(_pay|_amt|_sumamt|_selfpay|_dedc|payamt)")
INDEX = re.compile("(docs repo )?,? ?code.index id [0-9]+ ?")
"""Where a searcher found it, which is no source."""
KINDS = {str: "text", int: "number", float: "number", type(None): "null", bool: "flag"}
Row = dict[str, Any]


def messages(folder: Path) -> Iterator[tuple[str, Row]]:
    """Yield a name, the number of the transaction and a counter, and what is recorded under it."""
    seen: Counter[str] = Counter()
    for path in sorted(folder.glob("[0-9]*.json")):
        infno = path.stem.split("_", 1)[0]
        seen[infno] += 1
        yield f"{infno}-{seen[infno]}", json.loads(path.read_text("utf-8"))


def shapes(sample: str, message: Row) -> Iterator[Row]:
    """Yield every field of a message with its node, whether that repeats, and its kind."""
    body = message.get("output", message.get("input")) or {}
    envelope = {key: value for key, value in message.items() if key not in ("output", "input")}
    yield from _fields(sample, "", envelope, repeats=False)
    for node, value in body.items():
        if isinstance(value, list):
            if value:
                yield from _fields(sample, node, value[0], repeats=True)
            else:
                yield _shape(sample, node, "", "empty", repeats=True)
        elif isinstance(value, dict):
            yield from _fields(sample, node, value, repeats=False)


def _fields(sample: str, node: str, found: Row, *, repeats: bool) -> Iterator[Row]:
    for field, value in sorted(found.items()):
        kind = KINDS.get(type(value), "node")
        yield _shape(sample, node, field, kind, repeats=repeats)


def _shape(sample: str, node: str, field: str, kind: str, *, repeats: bool) -> Row:
    return {
        "sample": sample,
        "node": node,
        "repeats": "yes" if repeats else "no",
        "field": field,
        "kind": kind,
    }


def settlement(sample: str, message: Row) -> Iterator[Row]:
    """Yield the amounts of a recorded settlement."""
    for field, value in sorted(((message.get("output") or {}).get("setlinfo") or {}).items()):
        if AMOUNTS.fullmatch(field) and isinstance(value, int | float):
            yield {"sample": sample, "field": field, "amount": value}


def payers(sample: str, message: Row) -> Iterator[Row]:
    """Yield who pays what of a recorded settlement."""
    for paid in (message.get("output") or {}).get("setldetail") or []:
        fields = ("fund_pay_type", "fund_payamt", "inscp_scp_amt")
        yield {"sample": sample} | {field: paid[field] for field in fields}


def lines(sample: str, message: Row) -> Iterator[Row]:
    """Yield the lines of a recorded bill, without their numbers."""
    rows = (message.get("output") or {}).get("result")
    for place, line in enumerate(rows if isinstance(rows, list) else [], 1):
        fields = (
            *("chrgitm_lv", "selfpay_prop", "cnt", "pric", "pric_uplmt_amt"),
            *("det_item_fee_sumamt", "fulamt_ownpay_amt", "overlmt_amt", "preselfpay_amt"),
            "inscp_scp_amt",
        )
        yield {"sample": sample, "place": place} | {field: line[field] for field in fields}


def write(name: str, rows: list[Row]) -> None:
    """Write a table beside this file."""
    with (HERE / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Build the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    found = list(messages(parser.parse_args().folder))
    write(
        "samples.csv",
        [
            {
                "sample": sample,
                "infno": sample.split("-", 1)[0],
                "what": record["_kind"],
                "source": INDEX.sub("", record["_source"]),
            }
            for sample, record in found
        ],
    )
    for name, read in (
        ("shapes.csv", shapes),
        ("settlements.csv", settlement),
        ("payers.csv", payers),
        ("lines.csv", lines),
    ):
        write(name, [row for sample, record in found for row in read(sample, record["message"])])


if __name__ == "__main__":
    main()
