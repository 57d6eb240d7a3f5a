"""The laws that come with the project are without errors, and are read fast."""

import time

import pytest

from yibao.policy import load, load_policy
from yibao.policy.check import Severity, Target, check_target, region_targets

TARGETS = region_targets()


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.place)
def test_a_shipped_region_has_no_errors(target: Target):
    report = check_target(target)
    errors = [f for f in report.findings if f.severity is Severity.ERROR]
    assert [f"{f.mark}: {f.message.en}" for f in errors] == []


def test_every_finding_speaks_both_languages_and_knows_its_place():
    for target in TARGETS:
        for finding in check_target(target).findings:
            assert finding.message.zh != finding.message.en
            assert finding.remedy.zh
            assert finding.remedy.en
            assert finding.mark.file.endswith(".yaml")
            assert finding.mark.line > 0


def test_a_citys_law_is_read_within_150_milliseconds():
    times = []
    for _ in range(3):
        load._load.cache_clear()
        begin = time.perf_counter()
        load_policy("cn/61/6101")
        times.append(time.perf_counter() - begin)
    assert min(times) < 0.15


def test_a_code_a_folder_and_a_path_are_the_same_region():
    assert load_policy("610113").region == load_policy("cn/61/6101").region == "cn/61/6101"
    assert load_policy(TARGETS[0].root / "cn/61/6101") == load_policy("cn/61/6101")
