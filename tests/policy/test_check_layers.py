"""Layers that can never pay, tracks that nobody pays, and funds of another scheme."""

from pathlib import Path

import pytest
from bad_laws import HEAD, LAYER, STACK, findings, grave, of_layer, only

from yibao.policy.check import Severity

PAY = "    pay: 70%\n"
OTHER = """\
  other:
    label: {zh: 另一层, en: another}
    role: basic_outpatient
    fund: "390102"
    schemes: ["390"]
    care: [outpatient]
    base: [in_scope]
    pay: 50%
"""


def test_a_layer_that_is_not_stacked(tmp_path: Path):
    finding = only(findings(tmp_path, HEAD + LAYER + PAY + OTHER + STACK), "layer_not_stacked")
    assert finding.severity is Severity.WARNING
    assert (finding.mark.line, finding.mark.key) == (20, "layers.other")
    assert finding.remedy.en == "Add other to stack.order."


@pytest.mark.parametrize(
    ("written", "instead", "code", "severity", "remedy"),
    [
        ('["390"]', '["39"]', "scheme_unknown", Severity.ERROR, "Perhaps"),
        ('"390100"', '"310100"', "fund_of_other_scheme", Severity.WARNING, "390100"),
        ('"390100"', '"310200"', "fund_is_account", Severity.ERROR, "a pooled fund"),
        ('"390100"', '"390199"', "unknown_fund", Severity.ERROR, "funds.csv"),
    ],
)
def test_scheme_and_fund(
    tmp_path: Path, written: str, instead: str, code: str, severity: Severity, remedy: str
):
    text = HEAD + LAYER.replace(written, instead) + PAY + STACK
    finding = only(findings(tmp_path, text), code)
    assert finding.severity is severity
    assert finding.mark.key.startswith("layers.inpatient")
    assert remedy in finding.remedy.en


def test_care_that_does_not_exist(tmp_path: Path):
    text = HEAD + LAYER.replace("[inpatient]", "[inpatiant]") + PAY + STACK
    finding = only(findings(tmp_path, text), "word_unknown")
    assert (finding.mark.line, finding.mark.key) == (16, "layers.inpatient.care[0]")
    assert "inpatient" in finding.remedy.en


def test_a_layer_that_nobody_can_meet(tmp_path: Path):
    rules = "    when: {age: '0-17'}\n    in_force: {from: 2025-01-01, to: 2024-01-01}\n" + PAY
    finding = only(of_layer(tmp_path, rules), "layer_never")
    assert finding.severity is Severity.ERROR
    assert "in_force" in finding.remedy.en


def test_a_layer_for_no_scheme(tmp_path: Path):
    text = HEAD + LAYER.replace('["390"]', "[]") + PAY + STACK
    assert 'schemes: ["390"]' in only(findings(tmp_path, text), "layer_never").remedy.en


TRACKS = """\
lines:
  tracks:
    all_drugs: {label: {zh: 药品, en: drugs}, when: {item: [drug, herb]}}
    separate: {label: {zh: 单行, en: separate}, when: {item: drug, tag: separate}}
"""


def test_a_track_that_an_earlier_one_takes_whole(tmp_path: Path):
    text = HEAD + LAYER + "    track: separate\n" + PAY + STACK + TRACKS
    finding = only(findings(tmp_path, text), "track_unreachable")
    assert finding.severity is Severity.ERROR
    assert finding.mark.key == "layers.inpatient"
    assert "lines.tracks.separate.when" in finding.remedy.en


def test_a_track_that_no_layer_pays(tmp_path: Path):
    text = HEAD + LAYER + "    track: separate\n" + PAY + STACK + TRACKS
    found = [f for f in findings(tmp_path, text) if f.code == "track_unpaid"]
    assert ["all_drugs" in f.remedy.en for f in found] == [True]


def test_a_part_of_a_layer_that_meets_other_visits(tmp_path: Path):
    text = HEAD + LAYER.replace("[in_scope]", "[in_scope, -paid.other]") + PAY + OTHER
    text += "stack: {order: [other, inpatient]}\n"
    finding = only(findings(tmp_path, text), "part_always_zero")
    assert finding.severity is Severity.WARNING
    assert finding.mark.key == "layers.inpatient"
    assert "Drop -paid.other" in finding.remedy.en


def test_a_part_of_a_layer_that_comes_later(tmp_path: Path):
    text = HEAD + LAYER.replace("[in_scope]", "[copay.other]") + PAY + OTHER
    text += "stack: {order: [inpatient, other]}\n"
    assert "stack.order" in only(findings(tmp_path, text), "part_not_before").remedy.en


def test_a_good_law_has_nothing_grave(tmp_path: Path):
    assert grave(of_layer(tmp_path, PAY)) == set()
