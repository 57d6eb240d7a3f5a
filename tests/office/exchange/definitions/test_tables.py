"""The definitions are whole, and say of well-known fields what the documents say."""

from __future__ import annotations

import pytest

from yibao.office.exchange.definitions import (
    BASELINE,
    HUNAN,
    Definition,
    Field,
    Kind,
    aliases,
    definition,
    definitions,
    profile_of,
)
from yibao.office.exchange.reading.nodes import plain_key

ISSUE = (
    *("9001", "9002", "9101", "9102", "1101", "2001", "2101", "2102", "2103", "2201", "2202"),
    *("2203", "2203A", "2204", "2205", "2206", "2207", "2208", "2301", "2302", "2303", "2304"),
    *("2305", "2401", "2402", "2403", "2404", "2405", "2601", "3201", "3202", "3203", "3204"),
    *("5201", "5202", "5203", "5204", "5205", "5206", "5303", "100001"),
)


def known(infno: str) -> Definition:
    found = definition(infno)
    assert found is not None, infno
    return found


def field(infno: str, direction: str, node: str, name: str) -> Field:
    fields = getattr(known(infno), direction)[node].fields
    return next(each for each in fields if each.name == name)


@pytest.mark.parametrize("infno", ISSUE)
def test_every_transaction_has_a_request_with_fields(infno: str) -> None:
    request = known(infno).request
    assert request
    assert all(node.fields for node in request.values())
    assert any(node.needed for node in request.values())


@pytest.mark.parametrize("infno", ISSUE)
def test_no_field_stands_twice_or_differs_in_spelling_only(infno: str) -> None:
    for nodes in (known(infno).request, known(infno).response):
        for node in nodes.values():
            names = [plain_key(each.name) for each in node.fields]
            assert len(set(names)) == len(names), (infno, node.name)


def test_nested_nodes_are_defined() -> None:
    for each in definitions().values():
        for node in each.request.values():
            nested = {one.name for one in node.fields if one.kind is Kind.NODE}
            assert nested <= set(each.request)


def test_kinds_follow_the_printed_lengths() -> None:
    assert field("2207", "request", "data", "medfee_sumamt").kind is Kind.MONEY
    assert field("2204", "request", "feedetail", "pric").kind is Kind.PRICE
    assert field("2204", "request", "feedetail", "cnt").kind is Kind.QUANTITY
    assert field("2207", "response", "setlinfo", "pool_prop_selfpay").kind is Kind.RATIO
    assert field("2201", "request", "data", "begntime").kind is Kind.TIME
    assert field("3201", "request", "data", "stmt_begndate").kind is Kind.DATE
    assert field("2203", "request", "diseinfo", "diag_srt_no").kind is Kind.INTEGER
    assert field("1101", "response", "baseinfo", "age").kind is Kind.NUMBER
    # 数字型 of thirty digits is a number of a line, of which clients send letters too.
    assert field("2204", "request", "feedetail", "feedetl_sn").kind is Kind.TEXT


def test_misprints_are_repaired() -> None:
    names = [each.name for each in known("2304").response["setlinfo"].fields]
    assert names.count("hosp_part_amt") == 1
    # The first place counts: between maf_pay and oth_pay.
    assert names.index("hosp_part_amt") == names.index("maf_pay") + 1
    assert field("9001", "response", "signinoutb", "sign_time").kind is Kind.TIME
    assert field("100001", "request", "data", "psn_no").name == "psn_no"


def test_required_is_what_another_client_sends_too() -> None:
    amount = field("2207", "request", "data", "medfee_sumamt")
    assert amount.required == {HUNAN, BASELINE}
    # Inner Mongolia and Shenzhen do not send it in 2201: Hunan alone demands it.
    assert field("2201", "request", "data", "certno").required == {HUNAN}
    # The reference clients have neither 2101: what is printed counts, less a person's particulars.
    assert field("2101", "request", "druginfo", "medfee_sumamt").required == {HUNAN, BASELINE}
    assert field("2101", "request", "druginfo", "psn_name").required == {HUNAN}
    assert field("2207", "request", "data", "card_sn").required == frozenset()


def test_nodes_repeat_as_recorded_answers_show() -> None:
    assert known("1101").response["insuinfo"].repeats
    assert not known("2207").response["setlinfo"].repeats
    assert known("2207").response["setldetail"].repeats
    assert known("2302").request["data"].repeats
    assert known("5204").response["output"].repeats


def test_regions_have_profiles() -> None:
    assert profile_of("990100") == BASELINE
    assert profile_of("430281") == HUNAN
    assert profile_of("") == BASELINE


def test_aliases_are_of_fields_that_exist() -> None:
    fields = {
        one.name
        for each in definitions().values()
        for node in each.request.values()
        for one in node.fields
    } | {
        one.name
        for each in definitions().values()
        for node in each.response.values()
        for one in node.fields
    }
    assert set(aliases(BASELINE)) <= fields
