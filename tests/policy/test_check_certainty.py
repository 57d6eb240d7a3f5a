"""What is unverified, secondary, unknown or without limit; what is declared and never used."""

from pathlib import Path

from bad_laws import HEAD, LAYER, STACK, findings, of_layer, only

from yibao.policy.check import Severity, rows_by_status
from yibao.policy.load import load_policy

PAGE = "    pay: {value: 70%, source: PAGE, status: unverified}\n"


def test_an_unverified_value_is_listed(tmp_path: Path):
    finding = only(of_layer(tmp_path, PAGE), "unverified")
    assert finding.severity is Severity.INFO
    assert (finding.mark.line, finding.mark.key) == (18, "layers.inpatient.pay")
    assert "PAGE" in finding.message.en
    assert "Verify it" in finding.remedy.en


def test_strict_makes_it_an_error(tmp_path: Path):
    assert only(of_layer(tmp_path, PAGE, strict=True), "unverified").severity is Severity.ERROR


def test_a_compilation_is_listed(tmp_path: Path):
    rules = "    pay: {value: 70%, source: BOOK, status: secondary}\n"
    assert "verified" in only(of_layer(tmp_path, rules), "secondary").remedy.en


def test_an_assumption_stands_in_one_file_only(tmp_path: Path):
    text = HEAD.replace("kind: page", "kind: assumption") + LAYER
    text += "    pay: {value: 70%, source: PAGE, status: assumed}\n" + STACK
    finding = only(findings(tmp_path, text), "assumed_elsewhere")
    assert finding.severity is Severity.ERROR
    assert finding.mark.line == 18
    assert "write unknown" in finding.remedy.en


def test_unknown_values_and_no_limits_are_listed(tmp_path: Path):
    rules = """\
    pay: {value: unknown, note: 未印比例}
    caps:
      year: {on: fund, per: year, limit: none}
"""
    found = of_layer(tmp_path, rules)
    unknown, none = only(found, "unknown"), only(found, "no_limit")
    assert unknown.mark.line == 18
    assert "未印比例" in unknown.message.zh
    assert none.mark.line == 20
    assert none.severity is Severity.INFO


def test_a_rule_known_to_exist_is_listed(tmp_path: Path):
    text = HEAD + LAYER + "    pay: 70%\n" + STACK
    text += "unknown:\n- {key: away, label: {zh: 异地, en: away}, note: 只知道较低}\n"
    finding = only(findings(tmp_path, text), "rule_unknown")
    assert finding.mark.line == 21
    assert "只知道较低" in finding.message.zh


def test_names_and_sources_that_nobody_uses(tmp_path: Path):
    text = HEAD + "names:\n  disease:\n    gout: {zh: 痛风, en: gout}\n" + LAYER
    found = findings(tmp_path, text + "    pay: 70%\n" + STACK)
    name = only(found, "name_unused")
    assert (name.mark.line, name.mark.key) == (12, "names.disease.gout")
    sources = [f.mark.key for f in found if f.code == "source_unused"]
    assert sources == ["sources.BOOK", "sources.PAGE"]


def test_an_index_that_is_not_declared(tmp_path: Path):
    rules = "    pay: 70%\n    caps:\n"
    rules += "      year: {on: fund, per: year, limit: {times: 6, of: average_wages}}\n"
    finding = only(of_layer(tmp_path, rules), "index_unknown")
    assert finding.severity is Severity.ERROR
    assert finding.mark.line == 20
    assert "value: unknown" in finding.remedy.en


def test_statuses_are_counted_by_rows():
    counted = rows_by_status(load_policy("cn/61/6101"))
    assert counted["secondary"] > 50
    assert counted["unknown"] > 3
    assert set(counted) <= {"verified", "secondary", "unverified", "assumed", "unknown"}
