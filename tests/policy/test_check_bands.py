"""Bands that leave something out or take it twice, and ratios that no share can be."""

from pathlib import Path

from bad_laws import grave, of_layer, only

from yibao.policy.check import Severity

BANDS = """\
    bands:
      axis: visit
      from: zero
      list:
"""
"""Four lines: a test's bands begin on line 22."""


def test_a_gap_between_bands(tmp_path: Path):
    rules = BANDS + (
        "      - {over: 0元, to: 1万元, pay: 60%}\n      - {over: 2万元, to: none, pay: 70%}\n"
    )
    finding = only(of_layer(tmp_path, rules), "band_gap")
    assert finding.severity is Severity.ERROR
    assert (finding.mark.line, finding.mark.key) == (23, "layers.inpatient.bands.list[1].over")
    assert "Write over: 1万元" in finding.remedy.en


def test_bands_that_overlap(tmp_path: Path):
    rules = BANDS + (
        "      - {over: 0元, to: 3万元, pay: 60%}\n      - {over: 2万元, to: none, pay: 70%}\n"
    )
    finding = only(of_layer(tmp_path, rules), "band_overlap")
    assert finding.mark.line == 23
    assert finding.remedy.en == "Write over: 3万元."


def test_a_band_behind_one_without_end(tmp_path: Path):
    rules = BANDS + (
        "      - {over: 0元, to: none, pay: 60%}\n      - {over: 2万元, to: none, pay: 70%}\n"
    )
    finding = only(of_layer(tmp_path, rules), "band_overlap")
    assert "Write to: 2万元 in band 1" in finding.remedy.en


def test_a_gap_for_one_level_only(tmp_path: Path):
    rules = BANDS + (
        "      - over: 0元\n"
        "        to: {by: level, of: {secondary: 1万元, tertiary: 2万元}}\n"
        "        pay: 60%\n"
        "      - {over: 2万元, to: none, pay: 70%}\n"
    )
    finding = only(of_layer(tmp_path, rules), "band_gap")
    assert finding.mark.line == 25
    assert "二级医院" in finding.message.zh


def test_a_band_that_ends_before_it_begins(tmp_path: Path):
    rules = (
        BANDS
        + "      - {over: 0元, to: 5万元, pay: 60%}\n"
        + ("      - {over: 5万元, to: 1万元, pay: 70%}\n")
    )
    finding = only(of_layer(tmp_path, rules), "band_reversed")
    assert (finding.mark.line, finding.mark.key) == (23, "layers.inpatient.bands.list[1].to")
    assert "above 5万元" in finding.remedy.zh or "above ¥50,000" in finding.remedy.en


def test_a_first_band_that_does_not_begin_at_zero(tmp_path: Path):
    rules = BANDS + "      - {over: 1万元, to: none, pay: 60%}\n"
    finding = only(of_layer(tmp_path, rules), "band_not_from_zero")
    assert finding.severity is Severity.WARNING
    assert "{over: 0元, to: 1万元, pay: 0%}" in finding.remedy.en


def test_a_deductible_may_reach_up_to_the_first_band(tmp_path: Path):
    rules = (
        "    deductible: {amount: 1万元}\n"
        + BANDS
        + ("      - {over: 1万元, to: none, pay: 60%}\n")
    )
    assert grave(of_layer(tmp_path, rules)) == set()


def test_bands_that_end_without_a_cap_are_worth_knowing(tmp_path: Path):
    rules = BANDS + "      - {over: 0元, to: 5万元, pay: 60%}\n"
    finding = only(of_layer(tmp_path, rules), "bands_end")
    assert finding.severity is Severity.INFO
    assert "Write to: none" in finding.remedy.en


def test_a_ratio_over_100_percent(tmp_path: Path):
    finding = only(of_layer(tmp_path, "    pay: 120%\n"), "ratio_over_100")
    assert finding.severity is Severity.ERROR
    assert (finding.mark.line, finding.mark.key) == (18, "layers.inpatient.pay")
    assert "between 0% and 100%" in finding.remedy.en


def test_a_ratio_below_zero(tmp_path: Path):
    assert only(of_layer(tmp_path, "    pay: -5%\n"), "ratio_below_0").mark.line == 18


def test_a_formula_over_100_percent(tmp_path: Path):
    rules = "    pay: {plus: 75%, each: 0.5%, of: age}\n"
    assert "135%" in only(of_layer(tmp_path, rules), "ratio_over_100").message.en


def test_adjustments_that_together_lift_a_ratio_over_100_percent(tmp_path: Path):
    rules = """\
    pay: 90%
    adjust:
    - {when: {category: destitute}, add: 5%}
    - {when: {category: disabled_severe}, add: 8%}
"""
    finding = only(of_layer(tmp_path, rules), "adjusted_over_100")
    assert finding.severity is Severity.WARNING
    assert finding.mark.line == 18
    assert "103%" in finding.message.en
    assert "{at_most: 100%}" in finding.remedy.en
    bounded = of_layer(tmp_path, rules + "    - {at_most: 100%}\n")
    assert grave(bounded) == set()
