"""Payers are summed where recorded settlements sum them."""

import pytest

from yibao.terms.dictionaries import dictionary
from yibao.terms.errors import InvalidInput
from yibao.terms.funds import FUND_SUMMARY_FIELDS, fund, funds


@pytest.mark.parametrize(
    ("code", "summary_field"),
    [
        ("310100", "hifp_pay"),
        ("310102", "hifp_pay"),
        ("390100", "hifp_pay"),
        ("390102", "hifp_pay"),
        ("320100", "cvlserv_pay"),
        ("330100", "hifob_pay"),
        ("350100", "hifdm_pay"),
        ("370100", "hifes_pay"),
        ("390200", "hifmi_pay"),
        ("610100", "maf_pay"),
        ("999109", "oth_pay"),
        ("310200", "acct_pay"),
        ("999996", "hosp_part_amt"),
    ],
)
def test_summary_field(code: str, summary_field: str) -> None:
    assert fund(code).summary_field == summary_field


def test_a_recorded_settlement_adds_up_by_the_table() -> None:
    # A recorded inpatient settlement of Chongqing, in fen.
    payers = {"330101": 1_878_539, "999996": 50_501, "310201": 17_004}
    recorded = {"hifob_pay": 1_878_539, "hosp_part_amt": 50_501, "acct_pay": 17_004}
    summed: dict[str, int] = {}
    for code, amount_fen in payers.items():
        field = fund(code).summary_field
        summed[field] = summed.get(field, 0) + amount_fen
    assert summed == recorded
    fund_fen = sum(amount for code, amount in payers.items() if fund(code).kind == "fund")
    assert fund_fen == 1_878_539
    assert all(fund(code).confidence == "verified" for code in payers)


def test_the_kind_agrees_with_the_field() -> None:
    fields = {"account": {"acct_pay"}, "hospital": {"hosp_part_amt"}}
    for known in funds().values():
        assert known.summary_field in fields.get(known.kind, set(FUND_SUMMARY_FIELDS))
        assert known.kind in {"fund", "account", "hospital"}
        assert known.confidence in {"verified", "inferred", "assumed"}
        assert known.label.zh
        assert known.label.en


def test_every_payer_of_the_dictionary_is_known_with_its_scope() -> None:
    codes = dictionary("fund_pay_type").codes
    assert set(codes) == set(funds())
    for code, known in codes.items():
        assert known.scope == fund(code).scope
        assert known.name_zh == fund(code).label.zh


def test_an_unknown_payer_is_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        fund("123456")
    assert refused.value.code == "unknown_fund"
