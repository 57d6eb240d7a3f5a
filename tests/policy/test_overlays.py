"""Nation, province, city: named values are replaced from their first day, all else stays."""

import statistics
import time
from datetime import date
from pathlib import Path

import pytest

from yibao.benefit import Amounts, Visit, settle
from yibao.policy import Plan, compile_plan, load_policy
from yibao.policy import load as loading
from yibao.policy.plan import compile as compiling
from yibao.terms.errors import PolicyError

BASE = """
region: test/base
label: {zh: 底本, en: base}
sources: {INVENTED: {kind: page, title: invented for tests}}
source: INVENTED
status: unverified
valid_from: 2020-01-01
stack: {order: [basic]}
layers:
  basic:
    label: {zh: 基本, en: basic}
    role: basic_inpatient
    fund: "390100"
    schemes: ["390"]
    care: [inpatient]
    base: [in_scope]
    deductible: {amount: 100元}
    bands:
      axis: visit
      from: zero
      list: [{over: 0元, to: none, pay: 50%}]
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    path = tmp_path / "base.yaml"
    path.write_text(BASE, encoding="utf-8")
    return path


def over(base: Path, text: str) -> Plan:
    path = base.parent / "over.yaml"
    path.write_text(f"over: base.yaml\n{text}", encoding="utf-8")
    return compile_plan(load_policy(path), allow_unverified=True)


HEAD = "source: INVENTED\nstatus: unverified\n"


def paid(plan: Plan, day: date) -> int:
    bill = {"main": Amounts(in_scope=110_000)}
    return settle(Visit("390", "inpatient", day, day, day, {}, bill), plan).fund


def test_an_overlay_replaces_one_value_and_leaves_the_rest(base: Path) -> None:
    text = HEAD + "valid_from: 2020-01-01\nlayers: {basic: {deductible: {amount: 300元}}}"
    # (1100 − 300) × 50 % = 400
    assert paid(over(base, text), date(2024, 1, 1)) == 40_000


def test_before_its_first_day_what_it_was_laid_over_holds(base: Path) -> None:
    text = HEAD + "valid_from: 2024-07-01\nlayers: {basic: {deductible: {amount: 300元}}}"
    plan = over(base, text)
    # (1100 − 100) × 50 % = 500 on 30 June, (1100 − 300) × 50 % = 400 on 1 July.
    assert paid(plan, date(2024, 6, 30)) == 50_000
    assert paid(plan, date(2024, 7, 1)) == 40_000


def test_a_ratio_replaces_bands(base: Path) -> None:
    text = HEAD + "valid_from: 2020-01-01\nlayers: {basic: {pay: 80%}}"
    # (1100 − 100) × 80 %
    assert paid(over(base, text), date(2024, 1, 1)) == 80_000


def test_a_word_of_the_procedure_is_the_same_for_everybody(base: Path) -> None:
    rule = "procedure: {ordinal_counts: {by: status, of: {retired: level, else: region}}}"
    with pytest.raises(PolicyError) as refused:
        over(base, HEAD + "valid_from: 2020-01-01\n" + rule)
    assert refused.value.code == "procedure_for_all"


def test_the_province_speaks_for_its_cities() -> None:
    # Shaanxi's rule of 2024 on referral up holds in Xi'an, the nation's assumption before.
    rows = load_policy("cn/61/6101").procedure["up"].rows
    words = {row.provenance.first.year: getattr(row.operand, "word", "") for row in rows}
    assert words[2024] == "difference"
    assert words[2000] == "full"


def test_equal_policies_are_compiled_once(base: Path) -> None:
    first = compile_plan(load_policy(base))
    assert compile_plan(load_policy(base)) is first
    base.write_text(BASE.replace("50%", "51%"), encoding="utf-8")
    assert compile_plan(load_policy(base)) is not first


def test_a_city_is_read_and_compiled_in_a_blink() -> None:
    files = loading.policy_files("cn/61/6101", loading.regions_root())
    contents = tuple((path.name, path.read_bytes()) for path in files)
    read, compiled = [], []
    for _ in range(5):
        begun = time.perf_counter()
        policy = loading._load.__wrapped__(contents)
        read.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        compiling._Compiler(policy, False).plan()
        compiled.append(time.perf_counter() - begun)
    assert statistics.median(read) < 0.150
    assert statistics.median(compiled) < 0.100
