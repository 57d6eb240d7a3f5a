"""`yibao policy check`, `show` and `diff` as somebody types them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from yibao.cli import app

RUNNER = CliRunner()
LIST = Path(__file__).parents[1] / "policies" / "list"

LAW = """\
region: test/small
label: {zh: 小市, en: Small}
sources: {DOC: {kind: document, title: 测试文件}}
source: DOC
status: verified
valid_from: 2024-01-01
layers:
  resident_inpatient:
    label: {zh: 居民住院, en: residents in hospital}
    role: basic_inpatient
    fund: "390100"
    schemes: ["390"]
    care: [inpatient]
    base: [in_scope]
    deductible: {amount: 400元}
    pay: 70%
stack: {order: [resident_inpatient]}
"""


def run(*words: str) -> tuple[int, str]:
    result = RUNNER.invoke(app, ["policy", *words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


@pytest.fixture
def law(tmp_path: Path) -> Path:
    path = tmp_path / "law.yaml"
    path.write_text(LAW, encoding="utf-8")
    return path


def test_the_shipped_regions_are_without_errors():
    code, output = run("check")
    assert code == 0
    assert "0 个错误" in output


def test_an_error_gives_place_remedy_and_exit_code_1(tmp_path: Path):
    path = tmp_path / "bad.yaml"
    path.write_text(LAW.replace("pay: 70%", "pay: 70"), encoding="utf-8")
    code, output = run("check", str(path))
    assert code == 1
    assert "bad.yaml:16:" in output
    assert "layers.resident_inpatient.pay" in output
    assert "写成 70%。" in output
    code, output = run("check", str(path), "--lang", "en")
    assert "Write the unit: 70%." in output
    assert "1 errors" in output


def test_the_language_may_come_from_the_environment(law: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("YIBAO_LANG", "en")
    assert "1 regions: 0 errors" in run("check", str(law))[1]


def test_one_bad_region_does_not_stop_the_others(tmp_path: Path):
    regions = tmp_path / "regions"
    (regions / "cn" / "62").mkdir(parents=True)
    root = Path(__file__).parents[2] / "regions" / "cn"
    for name in ("region.yaml", "assumptions.yaml"):
        (regions / "cn" / name).write_text((root / name).read_text(encoding="utf-8"), "utf-8")
    (regions / "cn" / "62" / "region.yaml").write_text("laebl: {}\n", encoding="utf-8")
    (regions / "cn" / "63").mkdir()
    good = LAW.replace("pay: 70%", "pay: 170%")
    (regions / "cn" / "63" / "region.yaml").write_text(good, encoding="utf-8")
    code, output = run("check", str(regions), "--json")
    assert code == 1
    codes = {
        region["place"]: {f["code"] for f in region["findings"]}
        for region in json.loads(output)["regions"]
    }
    assert "unknown_key" in codes["cn/62"]
    assert "ratio_over_100" in codes["cn/63"]


def test_one_file_of_a_region_shows_its_own_findings_only(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(Path(__file__).parents[2])
    code, output = run("check", "regions/cn/61/6101/employee.yaml", "--json")
    assert code == 0
    [region] = json.loads(output)["regions"]
    assert region["place"] == "cn/61/6101"
    assert {f["file"] for f in region["findings"]} == {"regions/cn/61/6101/employee.yaml"}


def test_json_has_everything_a_machine_needs():
    code, output = run(
        "check", str(LIST / "oversteps.yaml"), "--list", str(LIST / "benefit_list.yaml"), "--json"
    )
    assert code == 1
    found = json.loads(output)
    assert found["counts"]["error"] == 3
    [region] = found["regions"]
    assert region["region"] == "test/oversteps"
    assert region["label"] == {"zh": "超限市（虚构）", "en": "Overstep (invented)"}
    first = region["findings"][0]
    assert set(first) == {"severity", "code", "file", "line", "key", "message", "remedy"}
    assert first["severity"] == "error"
    assert set(first["message"]) == {"zh", "en"}


def test_what_is_merely_worth_knowing_is_listed_when_asked_for(law: Path):
    assert "rule_unknown" not in run("check", str(law))[1]
    assert "rule_unknown" in run("check", str(law), "--all")[1]


def test_strict_refuses_unverified_values(tmp_path: Path):
    path = tmp_path / "page.yaml"
    text = LAW.replace("kind: document", "kind: page").replace("verified", "unverified")
    path.write_text(text, encoding="utf-8")
    assert run("check", str(path))[0] == 0
    code, output = run("check", str(path), "--strict")
    assert code == 1
    assert "unverified" in output


def test_a_place_that_does_not_exist_is_one_sentence_and_exit_code_2():
    result = RUNNER.invoke(app, ["policy", "check", "cn/99"])
    assert result.exit_code == 2
    assert "没有规则文件夹" in result.output
    assert "Traceback" not in result.output
    english = RUNNER.invoke(app, ["policy", "show", "nowhere", "--lang", "en"])
    assert english.exit_code == 2
    assert "no division" in english.output


def test_a_language_that_nobody_speaks_here():
    assert RUNNER.invoke(app, ["policy", "show", "--lang", "fr"]).exit_code == 2


def test_show_says_the_law_layer_by_layer():
    code, output = run("show", "610100", "--on", "2025-01-01")
    assert code == 0
    assert output.index("1. 职工住院统筹") < output.index("9. 居民住院统筹")
    assert "三级医院、退休" in output
    assert "5万元—40万元" in output
    assert "◐ LC，2022年资料" in output
    assert "已知存在而规定未知" in output


def test_show_in_english():
    code, output = run("show", "cn/36/3601", "--on", "2025-06-01", "--lang", "en")
    assert code == 0
    assert "deductible (per visit)" in output
    assert "5 points more" in output
    assert "counted together with" in output


def test_show_without_a_region_lists_those_at_hand():
    code, output = run("show")
    assert code == 0
    assert "cn/61/6101" in output
    assert "西安市" in output


def test_diff_says_what_changes_and_for_whom(law: Path, tmp_path: Path):
    after = tmp_path / "after.yaml"
    text = LAW.replace("小市", "新市").replace("pay: 70%", "pay: 75%").replace("400元", "300元")
    after.write_text(text, encoding="utf-8")
    code, output = run("diff", str(law), str(after), "--year", "2025")
    assert code == 0
    assert "居民住院：支付比例" in output
    assert "农民" in output
    # (6200 − 400) × 70 % = 4060.00; (6200 − 300) × 75 % = 4425.00; of 6800 the person has left
    # 2740.00 and 2375.00.
    assert "4,060.00" in output
    assert "4,425.00" in output
    assert "-365.00" in output
    # Neither law has out-patient care or employees: those visits are refused, with the reason.
    assert "没有险种 310" in output


def test_help_needs_no_heavy_module():
    code = (
        "import sys, yibao.cli; print([m for m in ('numpy', 'numba', 'yaml') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
