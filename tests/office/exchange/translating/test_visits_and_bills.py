"""Nodes as they are read become what the claims' office is asked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from yibao.office.base.actor import SYSTEM
from yibao.office.claims.asked import Setting, TakenLine
from yibao.office.exchange.message import Message
from yibao.office.exchange.translating import bills, settlements, visits
from yibao.terms.errors import InvalidInput
from yibao.terms.identifiers import CHINA

NOW = datetime(2025, 6, 16, 9, 0, tzinfo=CHINA)


def message(**nodes: Any) -> Message:
    return Message(
        *("2201", "H99012100001202506160900000001", "H99012100001", "医院", "990121", "990100"),
        *("0001", "收费员", "1", "", NOW, NOW, SYSTEM, nodes),
    )


def line(number: str, **others: Any) -> dict[str, Any]:
    return {
        "feedetl_sn": number,
        "mdtrt_id": "V1",
        "psn_no": "P1",
        "fee_ocur_time": NOW,
        "med_list_codg": "X",
        "medins_list_codg": "L",
        "det_item_fee_sumamt": 1000,
        "pric": 10_000_000,
        "cnt": 10_000,
        "memo": "",
        **others,
    }


def test_a_registration_keeps_no_second_copy_of_who_somebody_is() -> None:
    node = {
        "psn_no": "P1",
        "insutype": "310",
        "begntime": NOW,
        "ipt_otp_no": "MZ1",
        "mdtrt_cert_no": "secret",
        "psn_name": "张演示",
        "certno": "secret",
        "caty": "A03",
        "birctrl_matn_date": date(2025, 1, 2),
    }
    visit = visits.registration(message(), node)
    assert (visit.setting, visit.own_number) == (Setting.OUTPATIENT, "MZ1")
    assert visit.details == {"caty": "A03", "birctrl_matn_date": "2025-01-02"}


def test_what_nothing_can_be_done_without_is_named() -> None:
    with pytest.raises(InvalidInput) as refused:
        visits.registration(message(), {"psn_no": "P1", "begntime": None})
    assert (refused.value.code, refused.value.field) == ("field_missing", "begntime")


def test_a_diagnosis_that_was_withdrawn_is_left_out() -> None:
    rows = [
        {"diag_code": "A", "diag_srt_no": 1, "vali_flag": "0"},
        {"diag_code": "B", "diag_srt_no": 2, "vali_flag": "1"},
        {"diag_code": "C", "diag_srt_no": None, "vali_flag": ""},
    ]
    found = visits.diagnosed(rows)
    assert [(one.code, one.place) for one in found] == [("B", 2), ("C", 3)]


def test_the_main_diagnosis_is_marked_or_the_first_in_rank() -> None:
    marked = [
        {"diag_code": "A", "diag_srt_no": 1, "maindiag_flag": "0"},
        {"diag_code": "B", "diag_srt_no": 2, "maindiag_flag": "1"},
    ]
    assert [one.is_main for one in visits.diagnosed(marked)] == [False, True]
    plain = [{"diag_code": "A", "diag_srt_no": 2}, {"diag_code": "B", "diag_srt_no": 1}]
    assert [one.is_main for one in visits.diagnosed(plain)] == [False, True]


def test_an_admission_without_a_list_has_the_diagnosis_that_it_names() -> None:
    node = {
        "psn_no": "P1",
        "insutype": "310",
        "begntime": NOW,
        "med_type": "21",
        "dscg_maindiag_code": "J18.900",
        "dscg_maindiag_name": "肺炎",
    }
    (only,) = visits.admission(message(), node, ()).diagnoses
    assert (only.code, only.is_main) == ("J18.900", True)


def test_a_change_leaves_alone_what_it_does_not_say() -> None:
    changed = visits.change(
        {"mdtrt_id": "V1", "begntime": None, "med_type": "", "adm_bed": "7"}, ()
    )
    assert (changed.begins_at, changed.med_type, changed.diagnoses) == (None, None, None)
    assert changed.details == {"adm_bed": "7"}


def test_trace_codes_go_with_their_line() -> None:
    rows = [line("1"), line("2")]
    traces = [{"feedetl_sn": "2", "drug_trac_codg": "8" * 20, "trdn_flag": "0"}]
    first, second = bills.purchase_lines(rows, traces)
    assert first.details == {}
    assert second.details["durg_trac_info"][0]["drug_trac_codg"] == "8" * 20


def test_lines_of_two_visits_are_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        bills.visit_of(message(), [line("1"), line("2", mdtrt_id="V2")])
    assert refused.value.code == "several_visits"
    with pytest.raises(InvalidInput):
        bills.visit_of(message(), [])


def test_a_line_without_a_ceiling_is_answered_as_the_platforms_do() -> None:
    taken = TakenLine(
        *("1", 1000, 1000, 0, 0, 0, None, None, 10_000_000, 10_000, "03", "09", "101", "X", "药"),
        *(True, "限" * 600),
    )
    (row,) = bills.classified([taken])
    assert row["pric_uplmt_amt"] == 999_999_000_000
    assert row["selfpay_prop"] == 1_000_000  # class C: all of it
    assert (row["lmt_used_flag"], len(row["memo"])) == ("1", 500)


def test_only_a_mid_stay_claim_has_a_last_day() -> None:
    node = {"mdtrt_id": "V1", "psn_no": "P1", "medfee_sumamt": 1, "dscgTime": date(2025, 6, 18)}
    assert settlements.claim(message(), node).upto is None
    asked = settlements.claim(message(), node | {"mid_setl_flag": "1"})
    assert (asked.mid_stay, asked.upto) == (True, date(2025, 6, 18))
    assert asked.sender_id == "H99012100001202506160900000001"
    assert asked.account == "0"
