"""Build the dictionary tables from the text of a provincial interface specification.

    python standards/dictionaries/build.py path/to/dict.json

Writes ``codes.csv``, ``dictionaries.csv`` and ``dropped.csv`` beside this file. The README says
what the source looks like and by which rules a code counts as national.
"""

import argparse
import csv
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent

RENAMED = {"clr_type#2": "clr_type_offsite", "longterm_admrol_flag#2": "longterm_admrol_yes_no"}
"""The document prints two dictionaries under one name."""
REPEATED = {"clr_way#2", "prod_pacmatl"}
"""Printed a second time, word for word."""

PUBLIC_STANDARDS = {
    "gend": "GB/T 2261.1",
    "mrg_stas": "GB/T 2261.2",
    "hlcon": "GB/T 2261.3",
    "prfs": "GB/T 2261.4",
    "naty": "GB/T 3304",
    "nat_regn_code": "GB/T 2659",
    "patn_rlts": "GB/T 4761",
    "dept": "医疗机构诊疗科目名录",
}
"""Dictionaries that follow a national standard for everybody."""

LOCAL_NAME = re.compile("湖南|长沙|省本级|省直|市属|限吉林")
LOCAL_CODE = re.compile("99[0-9]{2,}")


Key = tuple[str, str]
"""A dictionary and a code of it."""


@dataclass
class Row:
    """One code, as it will be written."""

    dictionary: str
    code: str
    name_zh: str
    name_en: str = ""
    scope: str = "hunan"
    note: str = ""


def read(name: str) -> list[dict[str, str]]:
    """Return the rows of a hand-written table beside this file."""
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write(path: Path, heading: list[str], lines: Iterable[Iterable[str]]) -> None:
    """Write a table."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(heading)
        writer.writerows(lines)


class Repairs:
    """The misprints we know, and which of them were met."""

    def __init__(self) -> None:
        self.known = {(row["dictionary"], row["printed_code"]): row for row in read("repairs.csv")}
        self.met: list[dict[str, str]] = []

    def repaired(self, dictionary: str, code: str, name: str) -> tuple[str, str] | None:
        """Return code and name as they should read, or None to drop them."""
        repair = self.known.get((dictionary, code))
        if repair is None:
            if not re.fullmatch(r"[A-Za-z0-9.-]+", code) or not name.strip():
                raise SystemExit(
                    f"{dictionary}: {code!r} ({name}) is no code: add a row to repairs.csv"
                )
            return code, name.strip()
        if repair["printed_name"] != name:
            raise SystemExit(f"{dictionary}: {code!r} reads {name!r}: mend repairs.csv")
        self.met.append(repair)
        return None if repair["action"] == "drop" else (repair["code"], repair["name_zh"])


def first_province(source: dict[str, dict[str, dict[str, str]]], repairs: Repairs) -> list[Row]:
    """Return the codes of the specification, misprints mended or dropped."""
    rows = []
    for printed, content in source.items():
        if printed in REPEATED:
            continue
        for code, name in content["codes"].items():
            mended = repairs.repaired(printed, code, name)
            if mended is not None:
                rows.append(Row(RENAMED.get(printed, printed), *mended))
    return rows


def second_province(
    source: dict[str, dict[str, dict[str, str]]], repairs: Repairs
) -> dict[Key, str]:
    """Return (dictionary, code) → name as the second province prints it."""
    enumerations = {row["enumeration"]: row["dictionary"] for row in read("enumerations.csv")}
    return {
        (dictionary, mended[0]): mended[1]
        for printed, dictionary in enumerations.items()
        for code, name in source[printed]["codes"].items()
        if (mended := repairs.repaired(printed, code, name)) is not None
    }


def same_name(one: str, other: str) -> bool:
    """Say whether two names differ in punctuation and small words only."""
    first, second = (re.sub(r"[\s（）()的、/]", "", name) for name in (one, other))
    return first == second


def judge(
    row: Row,
    core: dict[Key, dict[str, str]],
    switches: set[str],
    second: dict[Key, str],
) -> None:
    """Set the scope of a row, and why."""
    key = (row.dictionary, row.code)
    elsewhere = second.get(key)
    if elsewhere is not None and not same_name(elsewhere, row.name_zh):
        row.note = f"Jilin prints {elsewhere}"
    if key in core:
        row.scope, row.name_en = "national", core[key]["name_en"]
    elif LOCAL_NAME.search(row.name_zh) or LOCAL_CODE.fullmatch(row.code):
        row.scope = "hunan"
    elif row.dictionary in PUBLIC_STANDARDS:
        row.scope, row.note = "national", PUBLIC_STANDARDS[row.dictionary]
    elif row.dictionary in switches:
        row.scope, row.note = "national", "yes or no"
    elif elsewhere is not None and not row.note:
        row.scope, row.note = "national", "printed alike by two provinces"


def funds_of(path: Path) -> dict[Key, dict[str, str]]:
    """Return the national payers, which the table of funds tells apart."""
    with path.open(encoding="utf-8", newline="") as stream:
        return {
            ("fund_pay_type", row["code"]): row
            for row in csv.DictReader(stream)
            if row["scope"] != "hunan"
        }


def build(source: Path, target: Path) -> None:
    """Read the specification's dictionaries and write the three tables into `target`."""
    text = json.loads(source.read_text(encoding="utf-8"))
    repairs = Repairs()
    rows = first_province(text["dicts"], repairs)
    if len({(row.dictionary, row.code) for row in rows}) != len(rows):
        raise SystemExit("a code stands twice in one dictionary")
    second = second_province(text["jilin_enums"], repairs)
    funds = funds_of(HERE.parent / "funds" / "funds.csv")
    core = {(row["dictionary"], row["code"]): row for row in read("core.csv")}
    core |= {key: row for key, row in funds.items() if row["scope"] == "national"}
    switches = {
        printed
        for printed, content in text["dicts"].items()
        if content["codes"] == {"0": "否", "1": "是"}
    }
    for row in rows:
        judge(row, core, switches, second)
    rows += missing_rows(rows, core, funds, second)
    save(rows, text["dicts"], repairs, target)


def missing_rows(
    rows: list[Row],
    core: dict[Key, dict[str, str]],
    funds: dict[Key, dict[str, str]],
    second: dict[Key, str],
) -> list[Row]:
    """Return the codes that the specification does not print."""
    present = {(row.dictionary, row.code) for row in rows}
    added = [
        Row(*key, row["name_zh"], row["name_en"], "national", "not printed by the specification")
        for key, row in core.items()
        if key not in present
    ]
    added += [
        Row(*key, row["name_zh"], row["name_en"], row["scope"], "Chongqing")
        for key, row in funds.items()
        if row["scope"] == "other"
    ]
    added += [
        Row(*key, name, "", "other", "Jilin")
        for key, name in second.items()
        if key not in present and key not in core
    ]
    return added


def save(
    rows: list[Row],
    source: dict[str, dict[str, dict[str, str]]],
    repairs: Repairs,
    target: Path,
) -> None:
    """Write the three tables."""
    rows.sort(key=lambda row: (row.dictionary, row.code))
    write(
        target / "codes.csv",
        ["dictionary", "code", "name_zh", "name_en", "scope", "note"],
        ([row.dictionary, row.code, row.name_zh, row.name_en, row.scope, row.note] for row in rows),
    )
    names = {RENAMED.get(key, key): str(content["name"]) for key, content in source.items()}
    names["inv_data_type"], names["drord_bhvr"] = "进销存数据类型", "医嘱行为"
    damaged = {
        RENAMED.get(row["dictionary"], row["dictionary"])
        for row in repairs.met
        if row["action"] == "drop"
    }
    lines = [
        (name, names.get(name, name), "damaged" if name in damaged else "complete", "")
        for name in {row.dictionary for row in rows}
    ]
    lines += [
        (row["field"], row["name_zh"], "complete" if row["same_as"] else "missing", row["same_as"])
        for row in read("fields.csv")
    ]
    heading = ["dictionary", "name_zh", "state", "same_as"]
    write(target / "dictionaries.csv", heading, sorted(lines))
    write(
        target / "dropped.csv",
        ["dictionary", "printed_code", "printed_name", "action", "code", "name_zh", "reason"],
        (list(row.values()) for row in repairs.met),
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Build the dictionary tables.")
    parser.add_argument("source", type=Path, help="dict.json of the specification")
    parser.add_argument("--target", type=Path, default=HERE, help="folder to write into")
    arguments = parser.parse_args()
    build(arguments.source, arguments.target)
