"""docs/guides/files.md says what the code reads and writes: the same columns, codes and keys."""

import ast
from dataclasses import fields
from pathlib import Path

import pytest
from runs.laws import LAWS, ROOT

from yibao.benefit.files import problems
from yibao.benefit.files.columns import CLAIMS, LINES, PERSONS, Column, Kind
from yibao.benefit.runs.asked import Finished
from yibao.benefit.runs.manifest import Manifest
from yibao.benefit.runs.outcome import BILL, KEYS, columns_of
from yibao.benefit.runs.rejects import COLUMNS
from yibao.terms.funds import FUND_SUMMARY_FIELDS

GUIDE = (ROOT / "docs" / "guides" / "files.md").read_text(encoding="utf-8")
SOURCES = ROOT / "src" / "yibao" / "benefit"


def section(title: str) -> list[list[list[str]]]:
    """Return the tables of a section: rows of cells, without their headings."""
    start = GUIDE.index(f"## {title}")
    text = GUIDE[start : GUIDE.find("\n## ", start)]
    blocks = [block.splitlines() for block in text.split("\n\n") if block.startswith("|")]
    return [
        [[cell.strip() for cell in line.strip("|").split(" | ")] for line in block[2:]]
        for block in blocks
    ]


def name_of(cell: str) -> str:
    return cell.split("`")[1]


@pytest.mark.parametrize(
    ("title", "columns"),
    [("1 · Claims", CLAIMS), ("2 · Persons", PERSONS), ("3 · Lines", LINES)],
    ids=["claims", "persons", "lines"],
)
def test_the_columns_of_the_files(title: str, columns: dict[str, Column]) -> None:
    [table] = section(title)
    assert table == [
        [
            f"`{column.name}`{' ＊' if column.required else ''}",
            column.label.zh,
            column.kind.value,
            column.label.en,
        ]
        for column in columns.values()
    ]


def test_what_columns_hold() -> None:
    lines = GUIDE[: GUIDE.index("## 1")].splitlines()
    held = [line.split("|")[1].strip() for line in lines if line.startswith("| ")]
    assert held[1:] == [kind.value for kind in Kind]


def test_the_columns_of_the_outcome() -> None:
    [table] = section("4 · The outcome")
    names = [name_of(row[0]) for row in table]
    assert names == [*KEYS[:4], *BILL, *FUND_SUMMARY_FIELDS, KEYS[4]]
    for law in LAWS.values():
        assert set(columns_of(law.plan)) <= set(names)


def test_the_columns_of_the_rejects() -> None:
    table = section("5 · What is refused")[0]
    assert [name_of(row[0]) for row in table] == list(COLUMNS)


def codes_in(*paths: Path) -> set[str]:
    """Return the codes that stand first in `Problem(...)`, `InvalidInput(...)`, `PolicyUnknown`."""
    found = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                first = node.args[0]
                if node.func.id in ("Problem", "InvalidInput", "PolicyUnknown") and isinstance(
                    first, ast.Constant
                ):
                    found.add(str(first.value))
    return found


def test_the_codes_of_the_rejects() -> None:
    table = section("5 · What is refused")[1]
    told = [name_of(row[0]) for row in table]
    of_rows = codes_in(SOURCES / "files" / "problems.py", SOURCES / "files" / "lines.py")
    of_law = codes_in(SOURCES / "refusal.py") - {"earlier_year"}
    # Whatever the kind of problem, its row of the guide names the column if it is always the same.
    assert sorted(told) == sorted(of_rows | of_law | {"policy_unknown"})
    always = {row[0]: row[1] for row in table if row[1].startswith("`")}
    for problem in vars(problems).values():
        if isinstance(problem, problems.Problem):
            assert always[f"`{problem.code}`"] == f"`{problem.field}`"


def test_the_keys_of_the_manifest() -> None:
    run, finished = section("6 · The manifest")
    assert [name_of(row[0]) for row in run] == [one.name for one in fields(Manifest)]
    totals = Finished(ROOT, 0, 0, 0, 0, 0, 1, 0, {}).as_totals()
    assert [name_of(row[0]) for row in finished] == list(totals)


def test_the_codes_of_whole_files() -> None:
    text = GUIDE[GUIDE.index("## 7") :]
    modules = [SOURCES / "files" / "source.py", *(SOURCES / "runs").glob("*.py")]
    elsewhere = {"parts_not_a_power_of_two", "column_unknown"}
    own = [path for path in modules if path.name != "one.py"]
    for code in codes_in(*own) - elsewhere:
        assert f"`{code}`" in text, code
