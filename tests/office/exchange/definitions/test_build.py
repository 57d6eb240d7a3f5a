"""The script that makes the tables, on a document of a few lines."""

from __future__ import annotations

import csv
import importlib.util
import json
import shutil
from pathlib import Path
from types import ModuleType

import pytest

from yibao.terms.shipped import standards_root

HERE = standards_root() / "interface"


def printed(name: str, kind: str, length: str = "", **more: object) -> dict[str, object]:
    told = {"name": name, "meaning": name, "type": kind, "len": length, "dict": False}
    return {**told, "required": True, "seen_in": [], **more}


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load the script with its hand-written tables in a folder of the test's own."""
    for name in ("repairs", "relaxed", "shapes", "wanted"):
        shutil.copy(HERE / f"{name}.csv", tmp_path)
    (tmp_path / "repairs.csv").write_text(
        "infno,direction,node,field,column,printed,value,reason\n"
    )
    spec = importlib.util.spec_from_file_location("interface_build", HERE / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(__import__("sys").modules, "interface_build", module)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "HERE", tmp_path)
    return module


def source(folder: Path, infno: str, fields: list[dict[str, object]]) -> None:
    document = {
        "infno": infno,
        "name": infno,
        "request": {"data": fields},
        "response": {"(output)": [printed("sum", "BigDecimal", "16，2")]},
        "node_cardinality": {"request.data": "array (a client's model)"},
    }
    (folder / f"{infno}.json").write_text(json.dumps(document), encoding="utf-8")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_types_lengths_and_profiles(script: ModuleType, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    source(
        folder,
        "2207",
        [
            printed("psn_no", "字符型", "30", seen_in=["NM", "SZ"]),
            printed("psn_name", "字符型", "20", seen_in=["NM"]),
            printed("local", "字符型", "6"),
            printed("kind", "字符型", "3", dict=True, required=False),
            printed("amount", "数值型", "（16，2）", seen_in=["NM"]),
            printed("made_at", "日期型", remark="yyyy-MM-dd HH:mm:ss"),
            printed("number_of_line", "数字型", "30"),
            printed("rows", "集合"),
        ],
    )
    source(folder, "0001", [printed("psn_name", "字符型", "50")])
    script.build(folder, tmp_path)

    rows = {row["field"]: row for row in read(tmp_path / "fields.csv")}
    assert {name: rows[name]["kind"] for name in rows} == {
        "psn_no": "text",
        "psn_name": "text",
        "local": "text",
        "kind": "code",
        "amount": "money",
        "made_at": "time",
        "number_of_line": "text",
        "rows": "node",
        "sum": "money",
    }
    # Printed as required by all; others confirm psn_no and amount; psn_name is a particular.
    required = [name for name in rows if rows[name]["baseline"] and rows[name]["node"] == "data"]
    assert required == ["psn_no", "amount"]
    # 0001 is not wanted, so its longer psn_name says nothing.
    assert rows["psn_name"]["length"] == "20"
    assert [row["infno"] for row in read(tmp_path / "transactions.csv")] == ["2207"]
    node = read(tmp_path / "nodes.csv")[0]
    assert (node["repeats"], node["needed"]) == ("yes", "yes")

    script.build(folder, tmp_path, everything=True)
    assert [row["infno"] for row in read(tmp_path / "transactions.csv")] == ["0001", "2207"]


def test_a_field_that_stands_twice_needs_a_repair(script: ModuleType, tmp_path: Path) -> None:
    source(tmp_path, "2207", [printed("psn_no", "字符型", "30")] * 2)
    with pytest.raises(SystemExit, match="stands twice"):
        script.build(tmp_path, tmp_path)


def test_a_repair_that_mends_nothing_is_refused(script: ModuleType, tmp_path: Path) -> None:
    source(tmp_path, "2207", [printed("psn_no", "字符型", "30")])
    repairs = (HERE / "repairs.csv").read_text(encoding="utf-8")
    (tmp_path / "repairs.csv").write_text(repairs, encoding="utf-8")
    with pytest.raises(SystemExit, match="not there"):
        script.build(tmp_path, tmp_path)
