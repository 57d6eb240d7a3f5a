"""Build the tables of the provider interface from the parsed text of its documents.

    python standards/interface/build.py path/to/folder [--all]

The folder holds one ``<infno>.json`` for each transaction. Writes ``transactions.csv``,
``nodes.csv`` and ``fields.csv`` beside this file; the README says what the source looks like and
by which rules a field counts as required.
"""

import argparse
import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DIRECTIONS = ("request", "response")

TEXTS = {"字符型", "字符", "VARCHAR", "文本型", "大文本", "longtext", "", "JSON", "字符串数组"}
NUMBERS = {"数值型", "数值", "数字", "数字型", "BigDecimal", "整型", "整数型", "整数类型"}
DAYS = {"日期型", "日期"}
TIMES = {"日期时间型", "时间类型"}
SWITCHES = {"布尔型", "布尔"}
BYTES = {"字节数组", "Base64字符串"}
BY_LENGTH = {
    (16, 2): "money",
    (16, 6): "price",
    (16, 4): "quantity",
    (5, 4): "ratio",
}
"""What a number is by its length and decimals; every other one is a whole number or a number."""
IDENTIFIER_DIGITS = 20
"""A number that may have so many digits identifies and is not counted with: it is a text."""


@dataclass
class Row:
    """One field, as it will be written."""

    infno: str
    direction: str
    node: str
    place: int
    name: str
    name_zh: str
    kind: str
    length: int
    decimals: int
    dictionary: str
    printed_required: bool
    seen_in: int
    baseline: bool = False


@dataclass
class Repairs:
    """Misprints we know, and whether a field that stands twice needs a row to be dropped."""

    known: dict[tuple[str, str, str, str, str], dict[str, str]]
    strict: bool
    met: set[tuple[str, str, str, str, str]] = field(default_factory=set)

    def value(self, key: tuple[str, str, str, str, str]) -> str | None:
        """Return what stands in place of a printed value, or None where it is right."""
        row = self.known.get(key)
        if row is None:
            return None
        self.met.add(key)
        return row["value"]


def read(name: str) -> list[dict[str, str]]:
    """Return the rows of a hand-written table beside this file."""
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write(path: Path, heading: list[str], lines: Iterable[Iterable[Any]]) -> None:
    """Write a table."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(heading)
        writer.writerows(lines)


def repairs(*, strict: bool) -> Repairs:
    """Return the misprints we know, by where they stand."""
    place = ("infno", "direction", "node", "field", "column")
    rows = read("repairs.csv")
    return Repairs({tuple(row[name] for name in place): row for row in rows}, strict)  # type: ignore[misc]


def lengths_of(printed: str) -> tuple[int, int]:
    """Return length and decimals as printed, full-width signs and parentheses included."""
    digits = re.findall("[0-9]+", printed.replace("，", ","))
    unit = {"K": 1024, "M": 1024**2}.get(printed[-1:], 1)
    if not digits:
        return 0, 0
    return int(digits[0]) * unit, int(digits[1]) if len(digits) == 2 else 0


def kind_of(printed: dict[str, Any]) -> tuple[str, int, int]:
    """Return kind, length and decimals of a printed field."""
    kind, (length, decimals) = printed["type"], lengths_of(printed["len"])
    if kind in DAYS:
        return "time" if "HH:mm" in printed.get("remark", "") else "date", 0, 0
    if kind in TIMES:
        return "time", 0, 0
    if kind in BYTES:
        return "text", 0, 0
    if kind in TEXTS | SWITCHES:
        return ("code" if printed["dict"] else "text"), length, 0
    if kind not in NUMBERS:
        return "node", 0, 0
    if not decimals and length >= IDENTIFIER_DIGITS:
        return "text", length, 0
    if (length, decimals) in BY_LENGTH:
        return BY_LENGTH[length, decimals], length, decimals
    return ("number" if decimals or not length else "integer"), length, decimals


def rows_of(source: dict[str, Any], known: Repairs) -> Iterator[Row]:
    """Yield the fields of a transaction, misprints mended."""
    for direction in DIRECTIONS:
        for node, fields in source[direction].items():
            before: set[str] = set()
            for place, printed in enumerate(fields, 1):
                where = (source["infno"], direction, node, printed["name"])
                if printed["name"] in before:
                    if known.value((*where, "again")) is None and known.strict:
                        raise SystemExit(f"{where} stands twice: add a row to repairs.csv")
                    continue
                before.add(printed["name"])
                row = row_of(where, place, printed, known)
                yield row
                also = known.value((*where, "also"))
                if also is not None:
                    yield replace(row, place=len(fields) + 1, name=also)


def row_of(
    where: tuple[str, str, str, str], place: int, printed: dict[str, Any], known: Repairs
) -> Row:
    """Return one field, misprints mended."""
    infno, direction, node, name = where
    kind, length, decimals = kind_of(printed)
    mended = known.value((*where, "kind"))
    if mended is not None:
        kind = mended
        length, decimals = next(
            (size for size, meant in BY_LENGTH.items() if meant == kind), (length, decimals)
        )
    return Row(
        infno,
        direction,
        node_name(node),
        place,
        known.value((*where, "field")) or re.sub(r"\s", "", name),
        printed["meaning"],
        kind,
        length,
        decimals,
        name if printed["dict"] else "",
        bool(printed["required"]),
        len(printed["seen_in"]),
    )


def node_name(printed: str) -> str:
    """Return the name of a node; fields that stand in the output itself are in node `output`."""
    return "output" if printed.startswith("(") else printed


def judge(rows: list[Row], wanted: set[str]) -> None:
    """Say which fields the baseline requires; give each the longest length that is wanted."""
    longest: dict[str, int] = {}
    confirmed = {row.infno for row in rows if row.seen_in}
    relaxed = {(row["infno"], row["node"], row["field"]) for row in read("relaxed.csv")}
    for row in rows:
        if row.kind in {"text", "code"} and row.infno in wanted:
            longest[row.name.lower()] = max(longest.get(row.name.lower(), 0), row.length)
    for row in rows:
        if row.kind in {"text", "code"} and row.length:
            row.length = max(row.length, longest.get(row.name.lower(), 0))
        national = row.seen_in > 0 or row.infno not in confirmed
        excused = {
            (infno, node, row.name) for infno in (row.infno, "*") for node in (row.node, "*")
        }
        row.baseline = row.printed_required and national and not excused & relaxed


def shape_of(source: dict[str, Any], direction: str, node: str) -> tuple[bool, bool]:
    """Say whether a node repeats and whether a message must have it."""
    shapes = {(row["infno"], row["direction"], row["node"]): row for row in read("shapes.csv")}
    own = shapes.get((source["infno"], direction, node))
    general = shapes.get(("*", direction, node))
    first = next(iter(source[direction])) == node
    needed = direction == "request" and (
        first or any(shape and shape["needed"] == "yes" for shape in (own, general))
    )
    printed = source["node_cardinality"].get(f"{direction}.{node}", "")
    if own is not None:
        return own["repeats"] == "yes", needed
    if printed:
        return printed.startswith("array"), needed
    return general is not None and general["repeats"] == "yes", needed


def build(folder: Path, target: Path, *, everything: bool = False) -> None:
    """Read the transactions and write the three tables into `target`."""
    wanted = {row["infno"] for row in read("wanted.csv")}
    sources = [
        mended_names(json.loads(path.read_text(encoding="utf-8")))
        for path in sorted(folder.glob("[0-9]*.json"))
    ]
    known, rest = repairs(strict=True), repairs(strict=False)
    rows = [
        row
        for source in sources
        for row in rows_of(source, known if source["infno"] in wanted else rest)
    ]
    judge(rows, wanted)
    unmet = set(known.known) - known.met
    if unmet:
        raise SystemExit(f"repairs.csv mends what is not there: {sorted(unmet)}")
    kept = [one for one in sources if everything or one["infno"] in wanted]
    numbers = {one["infno"] for one in kept}
    save(kept, [row for row in rows if row.infno in numbers], target)


def mended_names(source: dict[str, Any]) -> dict[str, Any]:
    """Return a transaction whose table has name and meaning in each other's column mended."""
    for direction in DIRECTIONS:
        for fields in source[direction].values():
            for printed in fields:
                if not printed["name"].isascii() and printed["meaning"].isascii():
                    printed["name"], printed["meaning"] = printed["meaning"], printed["name"]
    return source


def save(sources: list[dict[str, Any]], rows: list[Row], target: Path) -> None:
    """Write the three tables."""
    write(
        target / "transactions.csv",
        ["infno", "name_zh", "path"],
        ([one["infno"], one["name"], one.get("service_path_openhis") or ""] for one in sources),
    )
    nodes = []
    for one in sources:
        for direction in DIRECTIONS:
            for node in one[direction]:
                repeats, needed = shape_of(one, direction, node)
                nodes.append((one["infno"], direction, node_name(node), yes(repeats), yes(needed)))
    write(target / "nodes.csv", ["infno", "direction", "node", "repeats", "needed"], nodes)
    write(
        target / "fields.csv",
        [
            *("infno", "direction", "node", "place", "field", "name_zh", "kind", "length"),
            *("decimals", "dictionary", "hunan", "baseline", "seen_in"),
        ],
        (
            [
                *(row.infno, row.direction, row.node, row.place, row.name, row.name_zh, row.kind),
                *(row.length, row.decimals, row.dictionary, yes(row.printed_required)),
                *(yes(row.baseline), row.seen_in),
            ]
            for row in rows
        ),
    )


def yes(said: bool) -> str:
    """Return how a table says yes."""
    return "yes" if said else ""


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Build the tables of the provider interface.")
    parser.add_argument("source", type=Path, help="folder of the parsed transactions")
    parser.add_argument("--target", type=Path, default=HERE, help="folder to write into")
    parser.add_argument("--all", action="store_true", help="every transaction, not those wanted")
    arguments = parser.parse_args()
    build(arguments.source, arguments.target, everything=arguments.all)
