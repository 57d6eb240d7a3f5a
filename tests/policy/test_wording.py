"""A law in words: conditions, rules, grids of bands, whole pages, differences."""

from datetime import date
from pathlib import Path

import pytest
from bad_laws import HEAD, LAYER, STACK

from yibao.policy import Policy, load_policy
from yibao.policy.values import Kind, Test
from yibao.policy.wording import condition, operand
from yibao.policy.wording.changes import compare
from yibao.policy.wording.lines import Line, source_words
from yibao.policy.wording.pages import Section, page

DAY = date(2025, 6, 1)


def law(folder: Path, rules: str, name: str = "law") -> Policy:
    path = folder / f"{name}.yaml"
    path.write_text(HEAD + LAYER + rules + STACK, encoding="utf-8")
    return load_policy(path)


def layer(policy: Policy, day: date = DAY) -> Section:
    return next(section for section in page(policy, day) if section.title.zh.startswith("1. "))


def said(lines: tuple[Line, ...], what: str) -> list[str]:
    return [
        f"{line.whom.zh}：{line.rule.zh}" if line.whom.zh else line.rule.zh
        for line in lines
        if line.what.zh.startswith(what) and line.in_force
    ]


@pytest.mark.parametrize(
    ("test", "zh", "en"),
    [
        (
            Test("status", frozenset({"working", "flexible"})),
            "在职／灵活就业",
            "working or flexibly",
        ),
        (Test("place", frozenset({"in_county", "in_city"})), "本市内", "in the city"),
        (Test("category", frozenset({"destitute"}), negated=True), "除特困人员外", "not destitute"),
        (Test("age", low=60, high=69), "年龄60—69周岁", "age 60 to 69"),
        (Test("ordinal", low=2, high=10**15), "当年第2次及以后住院", "admission of the year no. 2"),
        (Test("total", low=3_000_001), "总费用超过3万元", "the bill over ¥30,000"),
        (Test("total", low=3_000_001, high=5_000_000), "总费用3万元至5万元", "up to ¥50,000"),
        (Test("filed", frozenset({"diabetes"})), "已备案糖尿病", "filed for diabetes"),
        (Test("cover", frozenset({"large_sum"})), "参加职工大额医疗费用补助", "in employees'"),
        (Test("scheme", frozenset({"390"})), "城乡居民基本医疗保险", "residents' basic"),
        (Test("care", frozenset({"inpatient"})), "住院", "in-patient care"),
    ],
)
def test_one_condition_in_words(test: Test, zh: str, en: str):
    words = condition((test,), load_policy("cn").names)
    assert words.zh == zh
    assert en in words.en


def test_levels_are_said_by_their_groups():
    names = frozenset({"tertiary_county", "tertiary_b", "tertiary", "tertiary_a"})
    every = names | {"tertiary_special", "tertiary_provincial"}
    assert condition((Test("level", every),), {}).zh == "三级医院"
    assert condition((Test("level", every | {"secondary"}),), {}).zh == "三级医院／二级医院"


def test_days_are_said_when_asked_for():
    window = Test("date", low=date(2024, 7, 1).toordinal())
    assert condition((window,), {}).zh == ""
    assert condition((window,), {}, dates=True).zh == "2024-07-01起"


def test_rules_in_words(tmp_path: Path):
    rules = """\
    deductible:
      per: visit
      amount: {by: level, of: {secondary: 400元, tertiary_any: 800元}}
      adjust:
      - {when: {ordinal: "2+"}, times: 50%}
      year_ceiling: 3000元
      linked: {down: waived}
    pay:
      rows:
      - {when: {status: child}, value: 80%}
      - {value: unknown, note: 未印}
    adjust:
    - {when: {category: destitute}, label: {zh: 特困倾斜, en: tilt}, add: 5%}
    caps:
      year:
        on: fund
        per: year
        limit: {times: 6, of: disposable_income}
        adjust:
        - {add_each: {of: continuous_years, above: 4, amount: 3000元, at_most: 3万元}}
"""
    lines = layer(law(tmp_path, rules)).lines
    assert said(lines, "起付线（每次）") == ["二级医院：400元", "三级医院：800元"]
    assert said(lines, "起付线调整") == ["当年第2次及以后住院：乘以50%"]
    assert said(lines, "起付线年度") == ["3000元"]
    assert said(lines, "下转") == ["免除"]
    assert said(lines, "支付比例") == ["儿童：80%", "其他：未知（未印）"]
    assert said(lines, "比例调整") == ["特困人员：提高5个百分点（特困倾斜）"]
    assert said(lines, "限额（年度支付）") == ["居民人均可支配收入的6倍"]
    assert said(lines, "限额调整") == ["连续参保年限超过4后每增1，提高3000元，最多3万元"]


def test_every_rule_names_its_source(tmp_path: Path):
    rules = (
        "    pay: {value: 70%, source: BOOK, status: secondary, valid_from: unknown, as_of: 2023}\n"
    )
    lines = layer(law(tmp_path, rules)).lines
    [line] = [line for line in lines if line.what.zh == "支付比例"]
    assert line.provenance
    assert source_words(line.provenance).zh == "◐ BOOK，2023年资料"


def test_bands_are_a_grid_by_group_and_band(tmp_path: Path):
    rules = """\
    bands:
      axis: visit
      from: zero
      list:
      - over: 0元
        to: 1万元
        pay: {by: [level, status], of: {secondary: {child: 80%, adult: 70%}, tertiary: {else: 60%}}}
      - {over: 1万元, to: none, pay: {by: level, of: {secondary: 85%, tertiary: 65%}}}
"""
    grid = layer(law(tmp_path, rules)).grid
    assert grid
    assert [head.zh for head in grid.head] == ["0元—1万元", "1万元以上"]
    assert [(row.whom.zh, *(cell.zh for cell in row.cells)) for row in grid.rows] == [
        ("二级医院、儿童", "80%", "85%"),
        ("二级医院、成年居民", "70%", "85%"),
        ("三级（未分等）医院", "60%", "65%"),
    ]


def test_other_versions_are_shown_as_such(tmp_path: Path):
    rules = "    pay: {versions: [{value: 60%}, {valid_from: 2026-01-01, value: 65%}]}\n"
    lines = [line for line in layer(law(tmp_path, rules)).lines if line.what.zh == "支付比例"]
    assert [(line.rule.zh, line.in_force) for line in lines] == [
        ("60%", True),
        ("65%（2026-01-01起）", False),
    ]


def test_the_operand_of_a_row():
    value = load_policy("cn").procedure["late_claim"]
    assert operand(value.rows[0], Kind.WORD).zh == "接在最后"


@pytest.mark.parametrize("place", ["cn/61/6101", "cn/36/3601", "cn/50", "demo"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_whole_page_leaves_nothing_unsaid(place: str, language: str):
    policy = load_policy(place)
    sections = page(policy, DAY)
    titles = [section.title.of(language) for section in sections]
    for name in policy.stack:
        assert any(policy.layers[name].label.of(language) in title for title in titles)
    for section in sections:
        for line in section.lines:
            assert line.what.of(language)
            assert line.rule.of(language)


def test_what_differs_between_two_laws(tmp_path: Path):
    before = law(tmp_path, "    pay: {by: level, of: {secondary: 70%, tertiary: 60%}}\n", "before")
    rules = """\
    deductible: {amount: 400元}
    pay: {by: level, of: {secondary: 70%, tertiary: 65%}}
    adjust: [{when: {category: destitute}, add: 5%}]
"""
    after = law(tmp_path, rules, "after")
    changes = {change.label.zh: change for change in compare(before, after).changes}
    ratio = changes["住院：支付比例"]
    assert ratio.key == "layers.inpatient.pay"
    assert [text.zh for text in ratio.before] == ["三级（未分等）医院：60%"]
    assert [text.zh for text in ratio.after] == ["三级（未分等）医院：65%"]
    assert changes["住院：起付线"].before == ()
    assert [text.zh for text in changes["住院：比例调整"].after] == ["特困人员：提高5个百分点"]


def test_a_version_counts_only_in_its_years(tmp_path: Path):
    before = law(tmp_path, "    pay: 60%\n", "before")
    rules = "    pay: {versions: [{value: 60%}, {valid_from: 2025-07-01, value: 65%}]}\n"
    after = law(tmp_path, rules, "after")
    assert compare(before, after, 2024).changes == ()
    [change] = compare(before, after, 2025).changes
    assert [text.zh for text in change.after] == [
        "60%（2025-01-01至2025-06-30）",
        "65%（2025-07-01至2025-12-31）",
    ]
    assert [text.zh for text in compare(before, after, 2026).changes[0].after] == ["65%"]


def test_layers_that_come_and_go():
    comparison = compare(load_policy("cn/61/6101"), load_policy("cn/36/3601"))
    assert "employee_maternity" in [layer.name for layer in comparison.added]
    assert "large_above_cap" in [layer.name for layer in comparison.removed]
