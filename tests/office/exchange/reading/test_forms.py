"""Lenient in form: whatever shape clients give a message, the same typed values come out."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from yibao.office.exchange.reading import read_input
from yibao.terms.identifiers import CHINA

LINE: dict[str, Any] = {
    "feedetl_sn": "1",
    "mdtrt_id": "300179916",
    "psn_no": "P1",
    "chrg_bchno": "B1",
    "rx_circ_flag": "0",
    "fee_ocur_time": "2024-01-01 10:00:00",
    "med_list_codg": "XJ01XDT045A001010104642",
    "medins_list_codg": "yp1",
    "det_item_fee_sumamt": Decimal("12.50"),
    "cnt": Decimal("2.0"),
    "pric": Decimal("6.25"),
    "bilg_dept_codg": "A03",
    "bilg_dept_name": "内科",
    "bilg_dr_codg": "D1",
    "bilg_dr_name": "张三",
    "hosp_appr_flag": "1",
}


def line(**changed: object) -> dict[str, Any]:
    return {**LINE, **changed}


def test_values_are_typed_in_the_smallest_unit() -> None:
    (row,) = read_input("2204", {"feedetail": [LINE]})["feedetail"]
    assert row["det_item_fee_sumamt"] == 1_250  # 12.50 yuan in fen
    assert row["cnt"] == 20_000  # 2 in ten-thousandths
    assert row["pric"] == 6_250_000  # 6.25 yuan in millionths
    assert row["fee_ocur_time"] == datetime(2024, 1, 1, 10, tzinfo=CHINA)
    assert row["memo"] == ""
    assert row["prd_days"] is None


def test_every_defined_field_is_there_and_no_other() -> None:
    (row,) = read_input("2204", {"feedetail": [line(unheard_of="x")]})["feedetail"]
    assert "unheard_of" not in row
    assert len(row) == 34


@pytest.mark.parametrize("sent", ["12.5", "12.50", "12.500", 12.5, "+12.5", " 12.50 ", "1.25E1"])
def test_numbers_as_texts_or_numbers(sent: object) -> None:
    value = Decimal(str(sent)) if isinstance(sent, float) else sent
    (row,) = read_input("2204", {"feedetail": [line(det_item_fee_sumamt=value)]})["feedetail"]
    assert row["det_item_fee_sumamt"] == 1_250


@pytest.mark.parametrize("nothing", ["", "null", "NULL", None, "  "])
def test_nothing_in_every_way(nothing: object) -> None:
    data = read_input("5206", {"data": {"psn_no": "P1", "cum_ym": nothing, "insutype": nothing}})[
        "data"
    ]
    assert data["cum_ym"] == ""
    stay = read_input(
        "5303",
        {"data": {"psn_no": nothing, "begntime": "2021-09-01", "endtime": "2021-09-27 23:59:59"}},
    )["data"]
    assert stay["psn_no"] == ""
    assert stay["begntime"] == datetime(2021, 9, 1, tzinfo=CHINA)


def test_object_or_array_either_way() -> None:
    key = {"mdtrt_id": "1", "psn_no": "P1", "feedetl_sn": "0000"}
    assert read_input("2302", {"data": key}) == read_input("2302", {"data": [key]})
    data = {"psn_no": "P1", "setl_id": "2", "mdtrt_id": "1"}
    assert read_input("2208", {"data": [data]}) == read_input("2208", {"data": data})


def test_the_node_around_may_be_missing() -> None:
    data = {"psn_no": "P1", "setl_id": "2", "mdtrt_id": "1"}
    assert read_input("2208", data) == read_input("2208", {"data": data})
    assert read_input("2204", [LINE]) == read_input("2204", {"feedetail": [LINE]})
    mixed = {"mdtrt_id": "1", "psn_no": "P1", "med_type": "11", "begntime": "2024-01-01"}
    read = read_input("2203", {**mixed, "diseinfo": []})
    assert read["mdtrtinfo"]["med_type"] == "11"
    assert read["diseinfo"] == ()


def test_keys_in_any_case_and_by_other_names() -> None:
    data = {"PSN_NO": "P1", "setlId": "2", "mdtrt_id": "1", "expContent": "{}"}
    read = read_input("2208", {"DATA": data})["data"]
    assert (read["psn_no"], read["setl_id"], read["exp_content"]) == ("P1", "2", "{}")
    stay = {
        "psn_no": "P1",
        "insutype": "310",
        "begntime": "2024-01-01 08:00:00",
        "mdtrt_cert_type": "02",
        "med_type": "21",
        "ipt_otp_no": "I1",
        **dict.fromkeys(("atddr_no", "chfpdr_name", "adm_diag_dscr", "adm_dept_codg"), "x"),
        **dict.fromkeys(("adm_dept_name", "adm_bed", "dscg_maindiag_code"), "x"),
        "dscg_maindiag_name": "x",
        "insuplc_admdvs": "990100",
        "mdtrtarea_admdvs": "990100",
    }
    read = read_input("2401", {"mdtrtinfo": stay})["mdtrtinfo"]
    assert (read["ipt_no"], read["mdtrtarea_admvs"]) == ("I1", "990100")


def test_both_spellings_of_a_discharge_date() -> None:
    data = {
        **dict.fromkeys(("psn_no", "mdtrt_id"), "1"),
        "mdtrt_cert_type": "02",
        "medfee_sumamt": "1",
        "psn_setlway": "01",
        "insutype": "310",
        "acct_used_flag": "0",
    }
    for key in ("dscg_time", "dscgTime"):
        read = read_input("2304", {"data": {**data, key: "2024-12-31 00:00:00"}})["data"]
        assert read["dscgTime"] == date(2024, 12, 31)


def test_nested_rows_of_trace_codes() -> None:
    purchase = {
        **dict.fromkeys(("psn_no", "mdtrt_cert_no"), "1"),
        "mdtrt_cert_type": "02",
        "begntime": "2024-01-01 09:00:00",
        "medfee_sumamt": 3,
        "insutype": "310",
        "acct_used_flag": "1",
        "med_type": "41",
    }
    trace = {"feedetl_sn": "1", "drug_trac_codg": "8" * 20, "trdn_flag": "0"}
    read = read_input("2102", {"druginfo": purchase, "drugdetail": [line(durg_trac_info=[trace])]})
    assert read["drugdetail"][0]["durg_trac_info"][0]["drug_trac_codg"] == "8" * 20
    apart = read_input(
        "2102", {"druginfo": purchase, "drugdetail": [LINE], "drug_trac_info": [trace]}
    )
    assert apart["durg_trac_info"][0]["trdn_flag"] == "0"


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("2024-01-31 08:30:00.0", datetime(2024, 1, 31, 8, 30, tzinfo=CHINA)),
        ("2024-01-31T08:30:00", datetime(2024, 1, 31, 8, 30, tzinfo=CHINA)),
        ("2024-01-31T08:30:00+08:00", datetime(2024, 1, 31, 8, 30, tzinfo=CHINA)),
        ("2024/01/31 08:30", datetime(2024, 1, 31, 8, 30, tzinfo=CHINA)),
        ("20240131083000", datetime(2024, 1, 31, 8, 30, tzinfo=CHINA)),
        ("2024-01-31", datetime(2024, 1, 31, tzinfo=CHINA)),
    ],
)
def test_times_as_clients_write_them(sent: str, meant: datetime) -> None:
    (row,) = read_input("2204", {"feedetail": [line(fee_ocur_time=sent)]})["feedetail"]
    assert row["fee_ocur_time"] == meant


def test_codes_that_lost_their_zero_or_extend_a_national_one() -> None:
    read = read_input("1101", {"data": {"psn_cert_type": "2", "mdtrt_cert_type": 1}})["data"]
    assert (read["psn_cert_type"], read["mdtrt_cert_type"]) == ("02", "01")
    query = {"psn_no": "P1", "begntime": "2024-01-01", "endtime": "2024-01-31"}
    # A province's own kind of 21 that no dictionary of ours has.
    assert read_input("5201", {"data": {**query, "med_type": "2177"}})["data"]["med_type"] == "2177"


def test_hunan_demands_more() -> None:
    data = {
        **dict.fromkeys(("psn_no", "mdtrt_cert_no", "ipt_otp_no", "dept_code"), "1"),
        "insutype": "310",
        "begntime": "2024-01-01 08:00:00",
        "mdtrt_cert_type": "02",
        "dept_name": "内科",
        "caty": "whatever the hospital calls it"[:10],
    }
    assert read_input("2201", {"data": data}, "baseline")["data"]["certno"] == ""
    with pytest.raises(Exception, match="psn_cert_type"):
        read_input("2201", {"data": data}, "hunan")
