"""What the reader refuses: file, line, key, and what to write instead."""

from pathlib import Path

import pytest
from bad_laws import HEAD, LAYER, STACK, findings, of_layer, only

from yibao.policy.check import Severity, check_target, targets

PAY = "    pay: 70%\n"


@pytest.mark.parametrize(
    ("rules", "code", "line", "key", "remedy"),
    [
        ("    pay: 70\n", "unit_missing", 18, "layers.inpatient.pay", "Write the unit: 70%."),
        ("    pay: 0.7\n", "unit_missing", 18, "layers.inpatient.pay", "Write the unit: 70%."),
        ("    fixed: 500\n", "unit_missing", 18, "layers.inpatient.fixed", "the unit: 500元."),
        (PAY + "    cpas: {}\n", "unknown_key", 19, "layers.inpatient.cpas", "Write caps instead."),
        (PAY + "    fixed: 5元\n", "pay_once", 12, "layers.inpatient", "Keep one of them."),
        (
            "    pay: {by: level, of: {teritary: 70%}}\n",
            "name_unknown",
            18,
            "layers.inpatient.pay.of.teritary",
            "Write tertiary.",
        ),
        (
            "    pay: {by: disease, of: {gout: 70%}}\n",
            "name_unknown",
            18,
            "layers.inpatient.pay.of.gout",
            "declare gout under names.disease",
        ),
        (
            "    pay: {when: {statsu: retired}, value: 70%}\n",
            "fact_unknown",
            18,
            "layers.inpatient.pay.when.statsu",
            "Write status.",
        ),
        ("    pay: {rows: []}\n", "value_empty", 18, "layers.inpatient.pay", "Write one row"),
        (
            "    pay: {value: 70%, source: BOOK, status: verified}\n",
            "status_not_carried",
            18,
            "layers.inpatient.pay.value",
            "Write status: secondary.",
        ),
        (
            "    pay: {value: 70%, source: [DOC, BOOK]}\n",
            "not_a_scalar",
            18,
            "layers.inpatient.pay.source",
            "Write source: and one value.",
        ),
        (
            "    pay: {value: 70%, source: DOK}\n",
            "source_unknown",
            18,
            "layers.inpatient.pay.value",
            "write DOC",
        ),
        (
            "    pay: {value: 70%, valid_from: unknown}\n",
            "as_of_missing",
            18,
            "layers.inpatient.pay.value",
            "Write as_of: 2022 or 2022-01.",
        ),
        (
            "    pay: {versions: [{value: 60%}, {value: 70%}]}\n",
            "versions_overlap",
            18,
            "layers.inpatient.pay.versions[0]",
            "Mend one valid_from.",
        ),
        (
            PAY + "    caps: {year: {on: fund, per: year}}\n",
            "limit_once",
            19,
            "layers.inpatient.caps.year",
            "Write limit: 20万元 or limit: none.",
        ),
    ],
)
def test_a_mistake_is_named_with_its_place_and_remedy(
    tmp_path: Path, rules: str, code: str, line: int, key: str, remedy: str
):
    finding = only(of_layer(tmp_path, rules), code)
    assert finding.severity is Severity.ERROR
    assert (finding.mark.line, finding.mark.key) == (line, key)
    assert remedy in finding.remedy.en
    assert finding.message.zh
    assert finding.remedy.zh


def test_a_value_without_a_source_is_refused(tmp_path: Path):
    text = HEAD.replace("source: DOC\n", "") + LAYER + PAY + STACK
    finding = only(findings(tmp_path, text), "source_missing")
    assert (finding.mark.line, finding.mark.key) == (17, "layers.inpatient.pay")
    assert "Write source: NAME" in finding.remedy.en


def test_a_key_written_twice_is_refused(tmp_path: Path):
    finding = only(of_layer(tmp_path, PAY + PAY), "duplicate_key")
    assert (finding.mark.line, finding.mark.key) == (19, "layers.inpatient.pay")
    assert finding.remedy.en == "Keep one."


def test_what_is_not_yaml_says_so(tmp_path: Path):
    finding = only(findings(tmp_path, HEAD + "layers: {a: [}\n"), "not_yaml")
    assert finding.mark.line == 10
    assert "quotes and colons" in finding.remedy.en


def test_what_is_not_utf8_says_so(tmp_path: Path):
    path = tmp_path / "law.yaml"
    path.write_bytes("label: 西安".encode("gbk"))
    [target] = targets(str(tmp_path))
    finding = only(list(check_target(target).findings), "not_utf8")
    assert finding.remedy.zh == "另存为 UTF-8。"


def test_status_in_a_condition_is_the_person_and_not_the_source(tmp_path: Path):
    rules = """\
    pay:
      rows:
      - {when: {status: child}, value: 80%}
      - {when: {status: [adult, elderly]}, value: 70%}
"""
    found = of_layer(tmp_path, rules)
    assert not [finding for finding in found if finding.severity is Severity.ERROR]


def test_a_counter_of_two_periods_shows_when_the_plan_is_compiled(tmp_path: Path):
    rules = """\
    pay: 70%
    caps:
      year: {on: fund, per: year, limit: 20万元, counter: pool}
      month: {on: fund, per: month, limit: 1万元, counter: pool}
"""
    finding = only(of_layer(tmp_path, rules), "counter_period")
    assert finding.mark.key == "layers.inpatient"
    assert "another counter" in finding.remedy.en
