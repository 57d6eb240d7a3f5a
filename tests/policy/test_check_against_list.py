"""A region beside an invented list of benefits: what oversteps it, and by how much."""

from pathlib import Path

import pytest

from yibao.policy.benefit_list import read_benefit_list
from yibao.policy.check import Finding, Severity, check_target, targets
from yibao.policy.load import load_policy
from yibao.terms.errors import PolicyError

FOLDER = Path(__file__).parents[1] / "policies" / "list"
LIST = FOLDER / "benefit_list.yaml"
LAW = FOLDER / "oversteps.yaml"


def found(code: str, law: Path = LAW) -> list[Finding]:
    [target] = targets(str(law))
    return [finding for finding in check_target(target, LIST).findings if finding.code == code]


def about(label: str) -> Finding:
    [finding] = [finding for finding in found("oversteps_list") if label in finding.message.zh]
    return finding


def line(text: str) -> int:
    lines = LAW.read_text(encoding="utf-8").splitlines()
    return next(number for number, row in enumerate(lines, 1) if text in row)


def test_a_deductible_beyond_the_list():
    finding = about("住院起付标准上限")
    assert finding.severity is Severity.ERROR
    assert finding.mark.line == line("primary_and_below: 300元")
    assert finding.mark.key == "layers.inpatient.deductible.amount.of.tertiary_any"
    assert "县级三级医院" in finding.message.zh
    assert "起付标准 1500元 高于清单上限 1000元" in finding.message.zh
    assert "由省级决定，可授权统筹地区" in finding.message.zh
    assert "须在 2027-12-31 前清理" in finding.message.zh
    assert "Write at most 1000元" in finding.remedy.en


def test_a_ratio_below_the_list():
    finding = about("住院支付比例下限")
    assert finding.severity is Severity.ERROR
    assert finding.mark.key == "layers.inpatient.pay.of.tertiary_any"
    assert "50% is below the list's limit of 55%" in finding.message.en
    assert "the nation decides" in finding.message.en
    assert "Write at least 55%" in finding.remedy.en


def test_a_cap_beyond_a_multiple_of_an_index():
    # 6 × 30000 = 180000 < 200000; the limit is unverified, so it only warns.
    finding = about("年度限额上限")
    assert finding.severity is Severity.WARNING
    assert "年度限额 20万元 高于清单上限 18万元" in finding.message.zh
    assert "居民人均可支配收入的6倍" in finding.message.zh
    assert "清单条目未核实" in finding.message.zh


def test_caps_are_added_up_where_the_list_says_so():
    assert "60万元 高于清单上限 50万元" in about("加大病").message.zh


def test_a_tilt_that_is_too_small():
    # 60 % + 5 points = 65 %, written 63 %; half of 10000 = 5000, written 6000.
    assert "63% 低于清单下限 65%" in about("困难人员比例倾斜").message.zh
    assert "6000元 高于清单上限 5000元" in about("困难人员起付标准减半").message.zh


def test_a_premium_below_the_list():
    finding = about("个人缴费")
    assert finding.severity is Severity.ERROR
    assert finding.mark.key == "financing.values.resident_premium.value"


def test_a_value_older_than_the_limit_only_warns(tmp_path: Path):
    old = tmp_path / "old.yaml"
    text = LAW.read_text(encoding="utf-8").replace(
        "valid_from: 2024-01-01", "valid_from: 2020-01-01"
    )
    old.write_text(text, encoding="utf-8")
    [finding] = [f for f in found("oversteps_list", old) if "个人缴费" in f.message.zh]
    assert finding.severity is Severity.WARNING
    assert "本值是 2020 年的" in finding.message.zh


def test_what_is_meant_roughly_is_shown_and_not_refused():
    messages = [finding.message.zh for finding in found("differs_from_list")]
    assert any("支付比例 50%—80%，清单为 75% 左右" in message for message in messages)
    assert any("各级比例之差 10%—20%，清单为 10% 左右" in message for message in messages)


def test_what_cannot_be_compared_says_why():
    remedies = {finding.remedy.en for finding in found("limit_not_checkable")}
    assert "Write average_wage: {label: …, value: …元} under indices." in remedies
    assert "Write it once the list's text is found." in remedies


def test_a_region_within_the_list_has_nothing_to_hear(tmp_path: Path):
    good = tmp_path / "good.yaml"
    text = LAW.read_text(encoding="utf-8")
    for bad, mended in (
        ("tertiary_any: 1500元", "tertiary_any: 1000元"),
        ("tertiary_any: 50%", "tertiary_any: 60%"),
        ("limit: 20万元", "limit: 18万元"),
        ("limit: 40万元", "limit: 30万元"),
        ("times: 60%", "times: 50%"),
        ("add: 3%", "add: 5%"),
        ("350元", "400元"),
    ):
        assert bad in text
        text = text.replace(bad, mended)
    good.write_text(text, encoding="utf-8")
    assert found("oversteps_list", good) == []


def test_the_shipped_list_is_readable_and_every_limit_has_a_source():
    policy = load_policy("cn")
    root = Path(__file__).parents[2] / "regions" / "cn" / "benefit_list.yaml"
    read = read_benefit_list(root, "cn/benefit_list.yaml", policy.names)
    assert len(read.items) > 20
    assert {item.source.kind for item in read.items} <= {"document", "page"}
    assert "abroad" in read.not_payable


@pytest.mark.parametrize(
    ("written", "instead", "code"),
    [
        ("operator: '<='", "operator: '<'", "word_unknown"),
        ("limit: 1000元", "limit: 1000", "unit_missing"),
        ("id: pay_at_least", "id: deductible_at_most", "duplicate_key"),
        ("authority: framework", "authority: nobody", "word_unknown"),
        ("  named: resident_premium\n", "", "missing_key"),
        ("source: INVENTED_SURE\n  status: verified", "status: verified", "status_not_carried"),
    ],
)
def test_a_bad_list_says_where(tmp_path: Path, written: str, instead: str, code: str):
    text = LIST.read_text(encoding="utf-8")
    assert written in text
    path = tmp_path / "list.yaml"
    path.write_text(text.replace(written, instead, 1), encoding="utf-8")
    with pytest.raises(PolicyError) as refused:
        read_benefit_list(path, "list.yaml", load_policy("cn").names)
    assert refused.value.code == code
    assert refused.value.line
