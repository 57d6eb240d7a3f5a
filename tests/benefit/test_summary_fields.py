"""The identities of the national settlement: the summary fields sum to the funds' pay."""

from datetime import date

import pytest

from yibao.benefit import Amounts, Visit, settle
from yibao.policy import compile_plan, load_policy
from yibao.terms.funds import FUND_SUMMARY_FIELDS

DAY = date(2025, 6, 1)
CASES = [
    ("310", "inpatient", {"status": "retired", "cover": frozenset({"civil_servant"})}),
    ("310", "inpatient", {"status": "working", "cover": frozenset({"large_sum"})}),
    ("390", "inpatient", {"status": "adult", "category": frozenset({"minimum_living"})}),
    ("390", "outpatient", {"status": "student", "level": "township"}),
]


@pytest.mark.parametrize(("scheme", "care", "facts"), CASES)
@pytest.mark.parametrize("yuan", [1, 300, 60_000, 900_000])
def test_the_national_identities_hold(
    scheme: str, care: str, facts: dict[str, object], yuan: int
) -> None:
    given = {"level": "secondary", "age": 60, **facts}
    scope = yuan * 100
    bill = {"main": Amounts(scope // 10, scope // 50, scope // 20, scope)}
    made = settle(
        Visit(scheme, care, DAY, DAY, DAY, given, bill),  # type: ignore[arg-type]
        compile_plan(load_policy("demo")),
    )
    parts = made.full_self + made.over_limit + made.first_pay + made.in_scope
    assert made.total == parts == bill["main"].total
    assert made.total == made.fund + made.personal + made.hospital
    assert made.fund == sum(made.by_field.values()) == sum(made.by_fund.values())
    assert set(made.by_field) <= set(FUND_SUMMARY_FIELDS)
