"""Build the tables of the catalogue from public documents; the README names them.

python standards/catalogue/build.py INTERFACE KNOWLEDGE_POINTS ICD

``layouts.csv``: the columns of the national files, in their order. ``demo_items.csv`` and
``demo_limits.csv``: codes, names and limits of the knowledge points. ``icd10.csv``, ``icd9.csv``,
``icd9_groups.csv``, ``icd_maps.csv``: diagnoses and operations, and what replaced old codes.
"""

import argparse
import csv
import json
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent

LIMITING = {
    "药品限适应症",
    "药品限二线使用",
    "药品限就医方式",
    "药品限医疗机构级别",
    "药品限支付疗程",
    "药品限儿童使用",
    "药品限生育保险",
    "药品限工伤保险",
}
"""The rules whose text says when the fund pays for a drug, not what care is right."""

SYSTEMS = (("icd10", "ICD10医保版v2.0"), ("icd9", "ICD9CM3医保版v2.0"))
MAPS = (
    ("diagnosis", "insurance_1.0", "ICD10医保版v1.0对照医保版v2.0.dat"),
    ("diagnosis", "clinical_2.0", "ICD10国临版v2.0对照医保版v2.0.dat"),
    ("operation", "insurance_1.0", "ICD9CM3医保版v1.0对照医保版v2.0.dat"),
    ("operation", "clinical_3.0", "ICD9CM3国临版v3.0对照医保版v2.0.dat"),
)


def table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def pairs(path: Path) -> list[list[str]]:
    """Return the lines of a file of codes, each cut at its first blank."""
    text = path.read_text(encoding="utf-8-sig")
    return [line.split(maxsplit=1) for line in text.splitlines() if line.strip()]


def save(name: str, heading: str, lines: Iterable[Iterable[object]]) -> None:
    """Write a table beside this file."""
    with (HERE / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(heading.split())
        writer.writerows(lines)


def layouts(folder: Path) -> None:
    """Write which columns the national files have; every label must be known to columns.csv."""
    known = {row["label_zh"] for row in table(HERE / "columns.csv")}
    lines = []
    for row in table(HERE / "files.csv"):
        document = json.loads((folder / f"{row['file']}.json").read_text(encoding="utf-8"))
        for column in document["file_columns"]:
            if column["name"] not in known:
                raise SystemExit(f"{row['file']}: add {column['name']} to columns.csv")
            lines.append((row["file"], column["no"], column["name"]))
    save("layouts.csv", "file number label_zh", lines)


def demo(folder: Path) -> None:
    """Write the items that the knowledge points name, and the limits that they state."""
    points = {row["kp_id"]: row for row in table(folder / "knowledge_points.csv")}
    names: dict[str, set[str]] = {}
    limits: dict[tuple[str, str], int] = {}
    of_code: dict[str, set[int]] = {}
    for row in table(folder / "knowledge_point_codes.csv"):
        point = points[row["kp_id"]]
        names.setdefault(row["code"], set()).add(point["item_name"].strip())
        if point["rule_class"] in LIMITING and point["constraint"].strip():
            limit = (point["rule_class"], " ".join(point["constraint"].split()))
            number = limits.setdefault(limit, len(limits) + 1)
            of_code.setdefault(row["code"], set()).add(number)
    # A point about two items charged together names both; the shortest name is the item's own.
    save(
        "demo_items.csv",
        "code name limits",
        (
            (code, min(found, key=lambda name: (len(name), name)), _joined(of_code.get(code)))
            for code, found in sorted(names.items())
        ),
    )
    save("demo_limits.csv", "limit rule text", ((n, *limit) for limit, n in limits.items()))


def _joined(numbers: set[int] | None) -> str:
    return " ".join(map(str, sorted(numbers or ())))


def classifications(folder: Path) -> None:
    """Write diagnoses and operations, the groups of operations, and the maps of old codes.

    A code that stayed as it was is not written: no row in the map means the same code.
    """
    for name, source in SYSTEMS:
        grey = {line[0] for line in pairs(folder / f"{source}灰码.dat")}
        lines = ((code, text, int(code in grey)) for code, text in pairs(folder / f"{source}.dat"))
        save(f"{name}.csv", "code name grey", lines)
    groups: dict[tuple[str, str], str] = {}
    for row in table(folder / "ICD-9医保版2.0手术编码.csv"):
        groups["chapter", row["章"]] = row["章的名称"]
        for level, word in (("category", "类目"), ("subcategory", "亚目"), ("detail", "细目")):
            if row[f"{word}代码"]:
                groups[level, row[f"{word}代码"]] = row[f"{word}名称"]
    save("icd9_groups.csv", "level code name", ((*key, name) for key, name in groups.items()))
    known = {
        "diagnosis": {line[0] for line in pairs(folder / "ICD10医保版v2.0.dat")},
        "operation": {line[0] for line in pairs(folder / "ICD9CM3医保版v2.0.dat")},
    }
    save(
        "icd_maps.csv",
        "kind source old new",
        (
            (kind, source, old, new)
            for kind, source, file in MAPS
            for old, new in pairs(folder / file)
            if old != new and new in known[kind]
        ),
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Build the tables of the catalogue.")
    parser.add_argument("interface", type=Path, help="messages of the interface, one JSON each")
    parser.add_argument("knowledge_points", type=Path, help="folder of the two CSV files")
    parser.add_argument("icd", type=Path, help="folder of the code tables")
    arguments = parser.parse_args()
    layouts(arguments.interface)
    demo(arguments.knowledge_points)
    classifications(arguments.icd)
