"""`yibao whatif` as somebody types it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from yibao.cli import app
from yibao.synthetic.region_files import Asked, write_region

RUNNER = CliRunner()
CHANGE = "layers.resident_inpatient.deductible.amount=1000元"


def run(*words: str) -> tuple[int, str]:
    result = RUNNER.invoke(app, ["whatif", *words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("year")
    written = write_region(folder, Asked("cn/61/6101", 2022, persons=200, visits=900))
    files = [str(written.claims), "--persons", str(written.persons)]
    return [*files, "--region", "cn/61/6101"]


def test_it_says_in_short_what_changes(year: list[str]):
    code, output = run(*year, "--set", CHANGE)
    assert code == 0
    for said in (
        "假设方案",
        "西安市（假设）",
        CHANGE.replace("=", " = "),
        "基金支付",
        "收入组",
        "不变",
    ):
        assert said in output
    assert "报告：" not in output


def test_it_speaks_english(year: list[str]):
    code, output = run(*year, "--set", CHANGE, "--lang", "en")
    assert code == 0
    for said in ("hypothesis", "Nobody's behaviour", "paid by funds", "no change"):
        assert said in output


def test_it_writes_the_report(year: list[str], tmp_path: Path):
    code, output = run(*year, "--set", CHANGE, "--out", str(tmp_path / "out"))
    assert code == 0
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert written == ["report.html", "summary.json", "tables", "tables.xlsx"]
    assert "report.html" in output
    content = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert content["changes"] == {CHANGE.partition("=")[0]: "1000元"}


def test_another_region_is_law_b(year: list[str]):
    code, output = run(*year, "--against", "demo", "--year", "2022")
    assert code == 0
    assert "示范市" in output
    assert "假设方案" not in output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "--against"),
        (["--set", CHANGE, "--against", "demo"], "--set"),
        (["--set", "layers.resident_inpatent.pay=75%"], "layers.resident_inpatient.pay"),
        (["--set", "layers.resident_inpatient.pay=75"], "写成 75%。"),
        (["--set", "pay"], "键=值"),
        (["--set", CHANGE, "--year", "2001"], "没有一笔就诊"),
        (["--set", CHANGE, "--memory", "much"], "4GiB"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(year: list[str], words: list[str], said: str):
    code, output = run(*year, *words)
    assert code == 2
    assert said in output
    assert "Traceback" not in output
