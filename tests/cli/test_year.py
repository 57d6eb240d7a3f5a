"""`yibao year` as somebody sees it who types it for the first time."""

import re

import pytest
from typer.testing import CliRunner, Result

from yibao.cli import app
from yibao.terms.typesetting import width_of

COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
QUOTED = re.compile(r"《.*》")
SMALL = ("--persons", "60", "--visits", "400")


def run(*arguments: str, columns: int = 0) -> Result:
    terminal = {"FORCE_COLOR": "1", "COLUMNS": str(columns)} if columns else {}
    return CliRunner().invoke(app, ["year", *arguments], env=terminal)


def shown(*arguments: str, columns: int = 0) -> str:
    result = run(*arguments, columns=columns)
    assert result.exit_code == 0, result.output
    return COLOURS.sub("", result.stdout)


def test_it_prints_the_report_in_chinese() -> None:
    said = shown()
    for piece in (
        "医保演示 · 西安市 · 2022 年",
        "200 名参保人、2,000 次就诊和每一行费用全部虚构（随机种子 1）",
        "一、待遇汇总",
        "职工基本医疗保险",
        "范围内",
        "二、谁来支付",
        "城乡居民基本医疗保险基金",
        "三、没有结算的就诊",
        "未知的规定一律拒绝",
        "layers.employee_outpatient.deductible.amount",
        "四、结果依据的规定",
        "汇编资料",
        "程序假定",
        "五、逐笔说明",
        "进入本层的费用",
        "年度累计",
        "全年：谁付了多少",
        "[1] 《",
    ):
        assert piece in said


def test_it_prints_the_same_in_english_and_leaves_nothing_untranslated() -> None:
    said = shown("--lang", "en")
    for piece in (
        "yibao year · Xi'an · 2022",
        "are invented (seed 1)",
        "1 · Benefits",
        "2 · Who pays",
        "3 · Visits that were not settled",
        "What is unknown is refused, never guessed",
        "4 · What these results rest on",
        "5 · Line by line",
        "enter this layer",
        "Used up so far this year",
        "The year: who paid what",
    ):
        assert piece in " ".join(said.split())
    # Titles of Chinese documents are quoted as they are.
    whole = QUOTED.sub("", said.replace("\n", " "))
    assert not CHINESE.search(whole)


def test_it_prints_the_same_again() -> None:
    assert shown(*SMALL, "--seed", "9") == shown(*SMALL, "--seed", "9")


@pytest.mark.parametrize("columns", [80, 100])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_is_wider_than_the_terminal(columns: int, lang: str) -> None:
    for region in ("cn/61/6101", "demo"):
        said = shown("--lang", lang, "--region", region, columns=columns)
        assert max(map(width_of, said.splitlines())) <= columns


def test_the_demo_region_works_in_its_own_year() -> None:
    said = shown("--region", "demo", "--year", "2025")
    assert "医疗救助" in said
    assert "居民大病保险" in said
    assert said == shown("--region", "demo")


def test_a_chosen_person_is_explained_and_refusals_are_told() -> None:
    said = shown(*SMALL, "--year", "2010", "--person", "3")
    assert "第 3 号参保人的 2010 年" in said
    assert "没有适用于 2010-" in said


def test_a_person_that_does_not_exist_is_one_sentence() -> None:
    result = run(*SMALL, "--person", "61")
    assert result.exit_code == 2
    assert "没有第 61 号参保人" in result.stderr
    assert not result.stdout


def test_an_unknown_region_is_one_sentence() -> None:
    result = run("--region", "cn/99/9999", "--lang", "en")
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_unverified_values_may_be_allowed() -> None:
    assert "医保演示" in shown(*SMALL, "--allow-unverified")
