"""The script that builds the dictionary tables judges, mends and refuses as its README says."""

import csv
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from yibao.terms.shipped import standards_root

HERE = standards_root() / "dictionaries"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dictionary_build", HERE / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        # A cache folder among the data would be packed into the wheel.
        patch.setattr(sys, "dont_write_bytecode", True)
        spec.loader.exec_module(module)
    return module


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def source(dicts: dict[str, dict[str, str]], second: dict[str, dict[str, str]]) -> str:
    enumerations: dict[str, dict[str, str]] = {
        row["enumeration"]: {} for row in table(HERE / "enumerations.csv")
    }
    return json.dumps(
        {
            "dicts": {name: {"name": name, "codes": codes} for name, codes in dicts.items()},
            "jilin_enums": {
                name: {"doc": "", "codes": codes} for name, codes in (enumerations | second).items()
            },
        }
    )


def built(script: ModuleType, tmp_path: Path, text: str) -> dict[tuple[str, str], dict[str, str]]:
    file = tmp_path / "dict.json"
    file.write_text(text, encoding="utf-8")
    script.build(file, tmp_path)
    return {(row["dictionary"], row["code"]): row for row in table(tmp_path / "codes.csv")}


def test_judges_scope(script: ModuleType, tmp_path: Path) -> None:
    codes = built(
        script,
        tmp_path,
        source(
            {
                "med_type": {"21": "普通住院", "2101": "省里的", "18": "特药购药"},
                "some_flag": {"0": "否", "1": "是"},
                "pay_loc": {"1": "中心", "2": "医院", "9901": "中心二", "3": "长沙市内"},
                "mrg_stas": {"10": "未婚"},
            },
            {
                "YbPayLoc": {
                    "1": "中心",
                    "2": "机构",
                    "9901": "中心二",
                    "3": "长沙市内",
                    "4": "吉林的",
                }
            },
        ),
    )
    scopes = {key: row["scope"] for key, row in codes.items()}
    assert scopes["med_type", "21"] == "national"
    assert scopes["med_type", "2101"] == "hunan"
    assert scopes["med_type", "18"] == "hunan"
    assert scopes["some_flag", "1"] == "national"
    assert scopes["pay_loc", "1"] == "national"
    assert scopes["pay_loc", "2"] == "hunan"
    assert scopes["pay_loc", "9901"] == "hunan"
    assert scopes["pay_loc", "3"] == "hunan"
    assert scopes["pay_loc", "4"] == "other"
    assert scopes["mrg_stas", "10"] == "national"
    assert scopes["med_type", "12"] == "national"
    assert codes["med_type", "12"]["note"] == "not printed by the specification"


def test_drops_and_mends_misprints(script: ModuleType, tmp_path: Path) -> None:
    dicts = {
        "dcla_souc": {"01": "定点医药机构", "?": "网上经办系统"},
        "dept": {"A32.01 X": "线诊断专业"},
    }
    codes = built(script, tmp_path, source(dicts, {}))
    assert [code for name, code in codes if name == "dcla_souc"] == ["01"]
    assert codes["dept", "A32.01"]["name_zh"] == "X线诊断专业"
    states = {row["dictionary"]: row["state"] for row in table(tmp_path / "dictionaries.csv")}
    assert (states["dcla_souc"], states["dept"]) == ("damaged", "complete")
    dropped = {row["printed_code"]: row["action"] for row in table(tmp_path / "dropped.csv")}
    assert dropped == {"?": "drop", "A32.01 X": "correct"}


def test_stops_at_a_misprint_nobody_has_judged(script: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="add a row to repairs"):
        built(script, tmp_path, source({"gend": {"1~": "男"}}, {}))


def test_the_tables_in_the_repository_are_sorted_as_built() -> None:
    keys = [(row["dictionary"], row["code"]) for row in table(HERE / "codes.csv")]
    assert keys == sorted(keys)
