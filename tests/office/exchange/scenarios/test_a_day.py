"""A whole day at a hospital: who is it, what is due, care, what was settled, does it agree."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from tests.office.claims.making import DOCTOR
from tests.office.exchange.care.bill import CLASS_A, Line, bill
from tests.office.exchange.care.hospital import come, pay
from tests.office.exchange.care.region import People
from tests.office.exchange.care.software import Software
from tests.office.exchange.care.ward import admit


def test_from_signing_in_to_signing_out(hospital: Software, people: People) -> None:
    signed = hospital.send(
        "9001", {"signIn": {"opter_no": "0001", "mac": "00-00-00-00-00-01", "ip": "10.0.0.1"}}
    )
    hospital.extra = {"sign_no": signed.output["signinoutb"]["sign_no"]}
    card = {"mdtrt_cert_type": "02", "mdtrt_cert_no": people.worker.certno, "certno": ""}
    known = hospital.send("1101", {"data": card | {"psn_cert_type": "01"}}).output
    assert known["baseinfo"]["psn_no"] == people.worker.psn_no
    assert [row["insutype"] for row in known["insuinfo"]] == ["310"]
    settled = pay(come(hospital, people.worker, DOCTOR), *bill(Line(CLASS_A, "500")))
    assert settled.told("fund_pay_sumamt") == (150,)
    out = {"signOut": {"sign_no": hospital.extra["sign_no"], "opter_no": "0001"}}
    assert hospital.send("9002", out).succeeded


def test_what_was_settled_is_found_again(hospital: Software, people: People) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    settled = pay(visit, *bill(Line(CLASS_A, "500"))).settlement
    key = {"psn_no": people.worker.psn_no, "setl_id": settled["setl_id"]}
    found = hospital.send("5203", {"data": key | {"mdtrt_id": visit.number}}).output
    told = found["setlinfo"]
    for name in ("medfee_sumamt", "fund_pay_sumamt", "inscp_scp_amt", "medins_setl_id"):
        assert told[name] == settled[name], name
    assert told["cash_payamt"] == settled["psn_cash_pay"]  # as 5203 calls it
    assert [row["fund_payamt"] for row in found["setldetail"]] == [150]


def test_who_lies_in_bed_is_listed(hospital: Software, people: People) -> None:
    stay = admit(hospital, people.worker, DOCTOR)
    asked = {"begntime": "2025-06-01 00:00:00", "endtime": "2025-06-30 23:59:59"}
    rows = hospital.send("5303", {"data": asked}).output["data"]
    assert [row["mdtrt_id"] for row in rows] == [stay.number]


def test_the_month_agrees_with_a_reversal_in_it(hospital: Software, people: People) -> None:
    kept = pay(come(hospital, people.worker, DOCTOR), *bill(Line(CLASS_A, "500")))
    visit = come(hospital, people.worker, DOCTOR)
    undone = pay(visit, *bill(Line(CLASS_A, "300")))
    visit.reverse(undone.settlement["setl_id"])
    today: date = timezone.localdate()
    asked = {
        "insutype": "310",
        "clr_type": "11",
        "setl_optins": "990100",
        "stmt_begndate": f"{today:%Y-%m-01}",
        "stmt_enddate": f"{today:%Y-%m-%d}",
        "medfee_sumamt": 500,
        "fund_pay_sumamt": kept.settlement["fund_pay_sumamt"],
        "acct_pay": 0,
        "fixmedins_setl_cnt": 3,
        "refd_setl_flag": "0",
    }
    told = hospital.send("3201", {"data": asked}).output["stmtinfo"]
    assert told["stmt_rslt"] == "0", told
