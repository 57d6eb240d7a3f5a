"""Values set by hand on a region's law: what they change, what they leave, what is refused."""

from datetime import date
from pathlib import Path

import pytest

from yibao.policy import compile_plan, load_policy
from yibao.policy.changed import Change, is_hypothesis, load_changed
from yibao.policy.choose import choose
from yibao.policy.law import Policy
from yibao.policy.provenance import Status
from yibao.policy.values import Fixed, Value
from yibao.policy.wording.changes import compare
from yibao.terms.errors import InvalidInput, PolicyError, YibaoError

XIAN = "cn/61/6101"
IN_PATIENT = "layers.resident_inpatient"
DAY = date(2022, 6, 1)


def changed(*texts: str) -> Policy:
    return load_changed(XIAN, [Change.parse(text) for text in texts])


def keys_that_differ(policy: Policy) -> list[str]:
    return [change.key for change in compare(load_policy(XIAN), policy, 2022).changes]


def deductible(policy: Policy) -> Value:
    rule = policy.layers["resident_inpatient"].deductible
    assert rule is not None
    return rule.amount


def pay(policy: Policy, layer: str = "resident_inpatient", band: int = 0) -> Value:
    bands = policy.layers[layer].bands
    assert bands is not None
    return bands.list[band].pay


def test_without_changes_it_is_the_law_itself():
    plain = changed()
    comparison = compare(load_policy(XIAN), plain)
    assert comparison.changes == comparison.added == comparison.removed == ()


def test_one_value_is_set_and_nothing_else():
    policy = changed(f"{IN_PATIENT}.deductible.amount=1000元")
    assert keys_that_differ(policy) == [f"{IN_PATIENT}.deductible.amount"]
    assert [row.operand for row in deductible(policy).rows] == [Fixed(100_000)]


def test_what_is_set_claims_no_document():
    policy = changed(f"{IN_PATIENT}.pay=75%")
    (row,) = pay(policy).rows
    assert is_hypothesis(row.provenance.source)
    assert row.provenance.status is Status.ASSUMED
    others = [r for r in deductible(policy).rows if is_hypothesis(r.provenance.source)]
    assert others == []
    assert policy.label.zh == "西安市（假设）"
    assert policy.region == load_policy(XIAN).region


def test_a_value_set_is_used_without_unverified_values():
    plan = compile_plan(changed(f"{IN_PATIENT}.pay=75%"))
    assert not plan.allow_unverified
    assert choose(pay(plan.policy), {}, DAY).number == 750_000


def test_one_row_of_a_table_is_set_and_keeps_its_days():
    policy = changed(f"{IN_PATIENT}.pay.of.secondary=75%")
    assert choose(pay(policy), {"level": "secondary"}, DAY).number == 750_000
    assert choose(pay(policy), {"level": "primary"}, DAY).number == 800_000
    made_up = [row for row in pay(policy).rows if is_hypothesis(row.provenance.source)]
    assert [row.provenance.first for row in made_up] == [date(2022, 1, 1)]


def test_one_entry_of_a_list_is_set():
    key = "layers.employee_inpatient.bands.list[1].pay.of.secondary.retired"
    policy = changed(f"{key}=99%")
    facts = {"level": "secondary", "status": "retired"}
    assert choose(pay(policy, "employee_inpatient", 1), facts, DAY).number == 990_000
    facts["status"] = "working"
    assert choose(pay(policy, "employee_inpatient", 1), facts, DAY).number == 950_000
    assert choose(pay(policy, "employee_inpatient", 0), facts, DAY).number == 900_000


def test_several_are_set_in_order():
    policy = changed(
        f"{IN_PATIENT}.pay=75%",
        f"{IN_PATIENT}.caps.pool.limit=1,500元",
        f"{IN_PATIENT}.pay={{by: level, of: {{primary: 90%, else: 60%}}}}",
    )
    assert choose(pay(policy), {"level": "primary"}, DAY).number == 900_000
    limit = policy.layers["resident_inpatient"].caps[0].limit
    assert limit is not None
    assert choose(limit, {}, DAY).number == 150_000


def test_a_version_leaves_the_law_as_it_was_before():
    policy = changed(f"{IN_PATIENT}.pay={{versions: [{{valid_from: 2022-07-01, value: 75%}}]}}")
    facts = {"level": "secondary"}
    assert choose(pay(policy), facts, date(2022, 6, 30)).number == 700_000
    assert choose(pay(policy), facts, date(2022, 7, 1)).number == 750_000


def test_another_form_displaces_the_first():
    layer = changed(f"{IN_PATIENT}.fixed=500元").layers["resident_inpatient"]
    assert layer.bands is None
    assert layer.fixed is not None


def test_a_new_cap_may_be_written_whole():
    policy = changed(f"{IN_PATIENT}.caps.visit={{on: fund, per: visit, limit: 1万元}}")
    assert [cap.name for cap in policy.layers["resident_inpatient"].caps] == ["pool", "visit"]


def test_it_is_what_a_file_laid_over_the_law_is(tmp_path: Path):
    path = tmp_path / "b.yaml"
    path.write_text(
        f"over: {XIAN}\n"
        "sources: {S: {kind: document, title: 方案}}\n"
        "source: S\nstatus: verified\nvalid_from: 2000-01-01\n"
        "layers: {resident_inpatient: {deductible: {amount: 1000元}}}\n",
        encoding="utf-8",
    )
    by_hand = changed(f"{IN_PATIENT}.deductible.amount=1000元")
    assert compare(load_policy(path), by_hand, 2022).changes == ()


def test_laws_with_other_values_are_other_laws():
    hashes = {load_policy(XIAN).content_hash, changed().content_hash}
    hashes |= {changed(f"{IN_PATIENT}.pay={share}%").content_hash for share in (70, 75)}
    assert len(hashes) == 4


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("layers.residnt_inpatient.pay", f"{IN_PATIENT}.pay"),
        ("resident_inpatient.pay", f"{IN_PATIENT}.pay"),
        (f"{IN_PATIENT}.caps.poll.limit", f"{IN_PATIENT}.caps.pool.limit"),
        ("layers.employee_inpatient.bands.list[7].pay", "layers.employee_inpatient.bands.list"),
        ("layers.resident_inpatent", "layers.resident_inpatient"),
        ("lines.first_pay.rows[99].value", "lines.first_pay.rows"),
    ],
)
def test_a_key_that_is_not_there_is_refused_with_the_nearest(key: str, near: str):
    with pytest.raises(InvalidInput) as refused:
        changed(f"{key}=75%")
    assert refused.value.code == "key_unknown"
    assert refused.value.field == key
    assert near in refused.value.message("zh")
    assert near in refused.value.message("en")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("layers", "change_unusable"),
        ("=75%", "change_unusable"),
        (f"{IN_PATIENT}.pay=", "change_unusable"),
        (f"{IN_PATIENT}..pay=75%", "change_unusable"),
        (f"{IN_PATIENT}.pay=75", "unit_missing"),
        (f"{IN_PATIENT}.pays=75%", "unknown_key"),
        (f"{IN_PATIENT}.pay={{by: [", "not_yaml"),
        (f"{IN_PATIENT}.pay={{by: levle, of: {{primary: 1%}}}}", "fact_unknown"),
        (f"{IN_PATIENT}.pay={{value: 70%, source: LC}}", "change_has_source"),
        (f"{IN_PATIENT}.pay={{value: 70%, status: verified}}", "change_has_source"),
        (f"{IN_PATIENT}.pay={{rows: [{{value: 70%, status: secondary}}]}}", "change_has_source"),
    ],
)
def test_what_cannot_be_set_is_refused(text: str, code: str):
    with pytest.raises(YibaoError) as refused:
        changed(text)
    assert refused.value.code == code


def test_a_wrong_value_is_found_where_it_was_written():
    with pytest.raises(PolicyError) as refused:
        changed(f"{IN_PATIENT}.pay=75")
    assert refused.value.place == f"--set {IN_PATIENT}.pay:1"
    assert "75%" in refused.value.message("zh")
