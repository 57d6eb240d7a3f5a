"""Build the tables that stays are drawn from: groups of CHS-DRG 1.1 and what falls into them.

    python standards/synthetic/build_adrg.py RULES

RULES is the folder of a scheme as OpenDRG/DRG_Rules keeps it, with ``2_ADRG.txt``,
``4_ADRG_DETAIL.txt`` and ``adrg_rule_order.json``. Writes ``adrg.csv``, ``adrg_codes.csv`` and,
from ``case_mix.csv``, ``adrg_cases.csv``, from ``visit_mix.csv``, ``visit_cases.csv`` beside this
file. See ``README.md``.
"""

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

HERE = Path(__file__).parent
CATALOGUE = HERE.parent / "catalogue"
Lists = dict[str, set[str]]

CODE = re.compile(r"([A-Z]\d\d\.[0-9A-Zx+.*]*|\d\d\.[0-9A-Zx]+)\s")
GROUP = re.compile(r"([A-Z]{2}\d) ")
CATEGORY = re.compile(r"MDC([A-Z])")
TABLE = re.compile(r"手术(?:表)? ?(\d)：")
HEADINGS = {
    "包含以下主要手术或操作：": "p",
    "同时包含以下手术：": "p",
    "和": "q",
    "包含以下主要诊断：": "d",
    "主要诊断：": "d",
    "包含以下诊断：": "d",
    "主要诊断或其他诊断中包含以下诊断：": "d",
}
PARTS = "123456789"

# Condition as the scheme's program has it, without the names of its variables → rule of ours.
NEWBORN = " and record.ageDay!=None and record.ageDay<=28"
DX, MAIN = "record.zdList[0] in adrg_zd", "record.ssList and record.ssList[0] in adrg_ss"
BOTH_LISTS = (
    "record.ssList and intersect(record.ssList,adrg_ss) and intersect(record.ssList,adrg_ss1)"
)
ANY_DX = "intersect(record.zdList,adrg_zd)"
VALID = "record.ssList and record.ssList[0] in SS_VALID"
RULES = {
    DX: "diagnosis",
    MAIN: "procedure",
    f"{DX} and {MAIN}": "diagnosis+procedure",
    BOTH_LISTS: "two_procedures",
    f"{DX} and {BOTH_LISTS}": "diagnosis+two_procedures",
    MAIN + NEWBORN: "newborn_procedure",
    DX + NEWBORN: "newborn_diagnosis",
    VALID: "any_operation",
    f"{ANY_DX} and {VALID}": "any_diagnosis+any_operation",
    "not intersect(record.ssList,SS_VALID)": "no_operation",
}
SETS = {"JA1": "12|134", "JA2": "1|23", "NA1": "1|23"}

FALLS, RANK_FALLS, MOST = 0.6, 1.0, 5
"""Our assumption: how much rarer what is named later is; so many codes of a beginning."""
NOT_COMMON = ("新生儿", "妊娠", "产褥", "胎儿", "先天", "分娩", "产后")
NOT_THERE = {
    "男性": lambda case: case["sex"] == "2" or case["adrg"][0] != "M",
    "婴": lambda case: case["ages"] not in YOUNG,
    "儿童": lambda case: case["ages"] not in YOUNG,
    "小儿": lambda case: case["ages"] not in YOUNG,
    "幼年": lambda case: case["ages"] not in YOUNG,
    "青少年": lambda case: case["ages"] not in YOUNG,
    "老年": lambda case: case["ages"] != "old",
}
"""Words in the name of a diagnosis → of which cases it is none."""
YOUNG = ("newborn", "infant", "child")


def main(folder: Path) -> None:
    """Write the four tables."""
    order = json.loads((folder / "adrg_rule_order.json").read_text(encoding="utf-8"))["rows"]
    names = dict(
        line.split(" ", 1)
        for line in (folder / "2_ADRG.txt").read_text(encoding="utf-8").splitlines()
        if " " in line
    )
    groups = [(row["adrg"], row["mdc"][3:], names[row["adrg"]].strip(), rule(row)) for row in order]
    known = {**table("icd10.csv"), **table("icd9.csv")}
    lists = read(folder / "4_ADRG_DETAIL.txt", known)
    write("adrg.csv", ("adrg", "mdc", "name", "rule"), groups)
    write("adrg_codes.csv", ("code", "lists"), inverted(lists))
    cases = [row for case in mix("case_mix") for row in drawn(case, groups, lists, known)]
    write("adrg_cases.csv", ("case", "role", "code", "weight"), cases)
    visits = [row for case in mix("visit_mix") for row in seen(case, known)]
    write("visit_cases.csv", ("case", "code", "weight"), visits)


def rule(row: dict[str, str]) -> str:
    """Return the name of a group's rule.

    Groups of premature children ask for a weight at birth, `newborn_weight`; the last of the
    newborn's takes what is left.
    """
    if row["adrg"] in SETS:
        return "sets:" + SETS[row["adrg"]]
    condition = row["cond"].removeprefix("True and ")
    if "record.weight" in condition:
        return "newborn_weight"
    return "rest" if condition == "True" else RULES[condition]


def table(name: str) -> dict[str, str]:
    """Return code → name of a code table, without grey codes."""
    with (CATALOGUE / name).open(encoding="utf-8", newline="") as stream:
        return {row["code"]: row["name"] for row in csv.DictReader(stream) if row["grey"] == "0"}


def read(path: Path, known: dict[str, str]) -> Lists:
    """Return list → codes.

    A list is named after its category (`B`: its principal diagnoses; `Z1` …: parts of the body) or
    after its group and what it holds: `BB1d` diagnoses, `BB1p` procedures, `FB1q` those of a second
    list, `JA1p2` those of a numbered one.
    """
    found: Lists = {}
    owner = role = ""
    part = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if code := CODE.match(line):
            if code[1] in known:
                found.setdefault(owner + role, set()).add(code[1])
        elif group := GROUP.match(line):
            owner, role = group[1], "d"
        elif category := CATEGORY.match(line):
            owner, role = category[1], ""
        elif owner == "Z":
            part += line.endswith("创伤")
            role = str(part)
        elif number := TABLE.match(line):
            role = f"p{number[1]}"
        elif line in HEADINGS and len(owner) > 1:
            role = HEADINGS[line]
    return found


def inverted(lists: Lists) -> Iterator[tuple[str, str]]:
    """Yield each code with the lists it stands in."""
    of_code: dict[str, list[str]] = {}
    for name, codes in lists.items():
        for code in codes:
            of_code.setdefault(code, []).append(name)
    for code in sorted(of_code):
        yield code, " ".join(sorted(of_code[code]))


def mix(name: str) -> list[dict[str, str]]:
    """Return the rows of ``case_mix.csv`` or ``visit_mix.csv``."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def seen(case: dict[str, str], known: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield what the diagnosis of an out-patient visit is drawn from.

    Raises:
        SystemExit: when a beginning of a code is nobody's.

    """
    diagnoses = set(table("icd10.csv"))
    found: dict[str, float] = {}
    for beginning in case["diagnoses"].split():
        may = {code for code in diagnoses if not set(code) & set("+*")}
        codes = named(beginning, may, known, case | {"adrg": "O" if beginning[0] in "OZ" else "X"})
        if not codes:
            raise SystemExit(f"{case['case']}: no code begins with {beginning}")
        for code, weight in codes.items():
            found.setdefault(code, weight * FALLS ** case["diagnoses"].split().index(beginning))
    whole = sum(found.values())
    for code, weight in found.items():
        yield case["case"], code, f"{weight / whole:.4f}"


def drawn(
    case: dict[str, str],
    groups: list[tuple[str, str, str, str]],
    lists: Lists,
    known: dict[str, str],
) -> Iterator[tuple[str, str, str, str]]:
    """Yield what a case is drawn from: every diagnosis with every procedure falls into its group.

    Raises:
        SystemExit: when nothing named in ``case_mix.csv`` does.

    """
    group = case["adrg"]
    mdc = group[0]
    rules = {adrg: how for adrg, _, _, how in groups}
    needed = lists.get(group + "d", set()) if "diagnosis" in rules[group] else set()
    if rules[group].startswith(("sets", "newborn_d")):
        needed = lists[group + "d"]
    may = needed or lists.get(mdc, set()) or set().union(*lists.values())
    if mdc == "Z":
        may = set().union(*(lists[f"Z{part}"] for part in PARTS))
    if mdc != "P":
        may = may - lists["P"]
    diagnoses = named(case["diagnoses"], may, known, case)
    procedures = named(case["procedures"], all_procedures(group, lists), known, case)
    others = named(case["with"], may, known, case)
    if procedures:
        procedures = {
            code: weight
            for code, weight in procedures.items()
            if any(falls(case, groups, lists, one, code, others) for one in diagnoses)
        }
    diagnoses = {
        code: weight
        for code, weight in diagnoses.items()
        if all(falls(case, groups, lists, code, one, others) for one in procedures or ("",))
    }
    if not diagnoses or bool(case["procedures"]) != bool(procedures):
        raise SystemExit(f"{group}: nothing of {case} falls into it")
    for role, codes in (("diagnosis", diagnoses), ("procedure", procedures), ("with", others)):
        whole = sum(codes.values())
        for code, weight in codes.items():
            yield case["case"], role, code, f"{weight / whole:.4f}"


def all_procedures(group: str, lists: Lists) -> set[str]:
    """Return the main procedures of a group; of numbered lists those of the first."""
    return lists.get(group + "p", set()) | lists.get(group + "p1", set())


def named(
    beginnings: str, may: set[str], known: dict[str, str], case: dict[str, str]
) -> dict[str, float]:
    """Return the codes that begin so, the plain ones first, each with its weight."""
    found: dict[str, float] = {}
    for place, beginning in enumerate(beginnings.split()):
        codes = [code for code in may if code.startswith(beginning) and fit(code, known, case)]
        for rank, code in enumerate(sorted(codes, key=lambda code: (len(code), code))[:MOST]):
            found.setdefault(code, FALLS**place / (1 + rank * RANK_FALLS))
    return found


def fit(code: str, known: dict[str, str], case: dict[str, str]) -> bool:
    """Say whether a code may stand for a common case."""
    name = known[code]
    if any(word in name and is_none(case) for word, is_none in NOT_THERE.items()):
        return False
    usual = case["adrg"][0] not in "PO" and code[0] != "Q"
    return not (usual and any(word in name for word in NOT_COMMON))


def falls(
    case: dict[str, str],
    groups: list[tuple[str, str, str, str]],
    lists: Lists,
    diagnosis: str,
    procedure: str,
    others: Iterable[str],
) -> bool:
    """Say whether a case of one principal diagnosis and procedure is grouped as it is meant."""
    procedures = [procedure] if procedure else []
    sexes = (case["sex"],) if case["sex"] != "0" else ("1", "2")
    days = {"newborn": (5,), "infant": (100,)}.get(case["ages"], (100, 15_000))
    return all(
        case["adrg"] == find(groups, lists, [diagnosis, other], procedures, sex, day)
        for other in others or ("",)
        for sex in sexes
        for day in days
        if other != diagnosis and not same_part(lists, diagnosis, other)
    )


def same_part(lists: Lists, one: str, other: str) -> bool:
    """Say whether two injuries are of one part of the body."""
    parts = [{part for part in PARTS if code in lists[f"Z{part}"]} for code in (one, other)]
    return bool(other) and parts[0] == parts[1]


def find(
    groups: list[tuple[str, str, str, str]],
    lists: Lists,
    diagnoses: list[str],
    procedures: list[str],
    sex: str,
    days: int,
) -> str:
    """Return the first group whose category and rule a case meets; empty: none.

    Args:
        groups: as in ``adrg.csv``, in the order of the rules.
        lists: as `read` returns them.
        diagnoses: the principal one first.
        procedures: the main one first.
        sex: 1 male, 2 female.
        days: age in days.

    """
    mdc = category(lists, diagnoses, sex, days)
    for adrg, of, _, how in groups:
        if of in ("A", mdc) and meets(adrg, how, lists, diagnoses, procedures, days):
            return adrg
    return ""


def category(lists: Lists, diagnoses: list[str], sex: str, days: int) -> str:
    """Return the letter of a case's category: P Y Z M N come before the others."""
    main = diagnoses[0]
    parts = [{part for part in PARTS if code in lists[f"Z{part}"]} for code in diagnoses if code]
    if days < 365 and main in lists["P"]:
        return "P"
    if main in lists["Y"]:
        return "Y"
    if len(set().union(*parts)) > 1 and all(parts) and len(parts) > 1:
        return "Z"
    for mdc in "MNBCDEFGHIJKLOQRSTUVWX":
        if main in lists[mdc] and {"M": "1", "N": "2"}.get(mdc, sex) == sex:
            return mdc
    return ""


def meets(
    adrg: str, how: str, lists: Lists, diagnoses: list[str], procedures: list[str], days: int
) -> bool:
    """Say whether a case meets the rule of a group."""

    def of(name: str) -> set[str]:
        return lists.get(adrg + name, set())

    main, first = diagnoses[0], procedures[0] if procedures else ""
    if how.startswith("sets:"):
        every = [set().union(*(of(f"p{n}") for n in s)) for s in how[5:].split("|")]
        one_each = (
            all(of(f"p{n}") & set(procedures) for n in s) for s in how[5:].split("|") if every
        )
        return main in of("d") and any(one_each)
    two = bool(of("p") & set(procedures) and of("q") & set(procedures))
    newborn = days <= 28
    return {
        "diagnosis": main in of("d"),
        "procedure": first in of("p"),
        "diagnosis+procedure": main in of("d") and first in of("p"),
        "two_procedures": two,
        "diagnosis+two_procedures": main in of("d") and two,
        "newborn_procedure": newborn and first in of("p"),
        "newborn_diagnosis": newborn and main in of("d"),
        "newborn_weight": False,
        "any_operation": bool(first),
        "any_diagnosis+any_operation": bool(first) and bool(of("d") & set(diagnoses)),
        "no_operation": not first,
        "rest": True,
    }[how]


def write(name: str, heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Write a table beside this file."""
    with (HERE / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(heading)
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
