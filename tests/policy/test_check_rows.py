"""Rows that nothing reaches, and days on which a value has gaps or overlaps."""

from pathlib import Path

from bad_laws import grave, of_layer, only

from yibao.policy.check import Severity


def test_a_row_behind_a_wider_one_is_unreachable(tmp_path: Path):
    rules = """\
    pay:
      rows:
      - {when: {age: "60+"}, value: 75%}
      - {when: {age: "70-79", level: secondary}, value: 80%}
      - {value: 70%}
"""
    finding = only(of_layer(tmp_path, rules), "unreachable")
    assert finding.severity is Severity.ERROR
    assert (finding.mark.line, finding.mark.key) == (21, "layers.inpatient.pay.rows[1].value")
    assert finding.remedy.en == "Move it before line 20, or drop it."
    assert "年龄60周岁及以上" in finding.message.zh


def test_names_within_names_are_unreachable(tmp_path: Path):
    rules = """\
    pay:
      rows:
      - {when: {category: [destitute, minimum_living]}, value: 75%}
      - {when: {category: minimum_living}, value: 80%}
      - {value: 70%}
"""
    assert only(of_layer(tmp_path, rules), "unreachable").mark.line == 21


def test_a_refused_name_is_not_taken_for_a_wanted_one(tmp_path: Path):
    rules = """\
    pay:
      rows:
      - {when: {category: {not: destitute}}, value: 75%}
      - {when: {category: minimum_living}, value: 80%}
      - {value: 70%}
"""
    # Who is both destitute and on the minimum living allowance meets the second row.
    assert grave(of_layer(tmp_path, rules)) == set()


def test_a_later_row_for_the_same_case_should_be_a_version(tmp_path: Path):
    rules = """\
    pay:
      rows:
      - {value: 70%}
      - {value: 75%, valid_from: 2025-01-01}
"""
    finding = only(of_layer(tmp_path, rules), "unreachable")
    assert finding.mark.line == 21
    assert "versions: [{value: …}, {valid_from: 2025-01-01, value: …}]" in finding.remedy.en


def test_a_row_whose_conditions_exclude_one_another_never_holds(tmp_path: Path):
    rules = """\
    pay:
      when: {level: tertiary_any}
      by: level
      of: {secondary: 70%, tertiary: 60%}
"""
    finding = only(of_layer(tmp_path, rules), "row_impossible")
    assert (finding.mark.line, finding.mark.key) == (21, "layers.inpatient.pay.of.secondary")
    assert finding.severity is Severity.ERROR


def test_days_that_overlap_in_part(tmp_path: Path):
    rules = """\
    pay:
      rows:
      - {value: 70%, valid_to: 2025-06-30}
      - {value: 75%, valid_from: 2025-01-01}
"""
    finding = only(of_layer(tmp_path, rules), "dates_overlap")
    assert finding.severity is Severity.WARNING
    assert finding.mark.line == 20
    assert "Write valid_to: 2024-12-31" in finding.remedy.en
    assert "2025-01-01至2025-06-30" in finding.message.zh


def test_an_exception_for_some_days_is_no_overlap(tmp_path: Path):
    rules = """\
    pay:
      rows:
      - {when: {date: {from: 2025-01-01, to: 2025-03-31}}, value: 90%}
      - {value: 70%}
"""
    assert grave(of_layer(tmp_path, rules)) == set()


def test_a_gap_between_two_versions(tmp_path: Path):
    rules = """\
    pay:
      versions:
      - {value: 70%, valid_to: 2024-12-31}
      - {value: 75%, valid_from: 2025-07-01}
"""
    finding = only(of_layer(tmp_path, rules), "dates_gap")
    assert finding.severity is Severity.WARNING
    assert (finding.mark.line, finding.mark.key) == (21, "layers.inpatient.pay.versions[1].value")
    assert "2025-01-01至2025-06-30没有值" in finding.message.zh
    assert "valid_from: 2025-01-01" in finding.remedy.en


def test_a_gap_for_some_persons_only(tmp_path: Path):
    rules = """\
    pay:
      versions:
      - {by: level, of: {secondary: 70%, tertiary: 60%}, valid_to: 2024-12-31}
      - {by: level, of: {secondary: 75%}, valid_from: 2025-01-01}
      - {by: level, of: {secondary: 75%, tertiary: 65%}, valid_from: 2026-01-01}
"""
    finding = only(of_layer(tmp_path, rules), "dates_gap")
    assert finding.mark.line == 22
    assert "三级" in finding.message.zh


def test_days_outside_of_the_layer_are_no_gap(tmp_path: Path):
    rules = """\
    in_force: {from: 2025-07-01}
    pay:
      versions:
      - {value: 70%, valid_to: 2024-12-31}
      - {value: 75%, valid_from: 2025-07-01}
"""
    assert grave(of_layer(tmp_path, rules)) == set()
