"""What we know of a visit, a bill and a reversal is told in the fields that ask for it."""

from __future__ import annotations

from tests.office.claims.making import DOCTOR
from tests.office.exchange.care.bill import CLASS_A, LIMITED, Line, bill
from tests.office.exchange.care.hospital import come, pay
from tests.office.exchange.care.region import People
from tests.office.exchange.care.software import Software
from tests.office.exchange.care.ward import admit, leave
from yibao.office.people.models import Person


def test_a_reversal_says_again_what_the_settlement_said(hospital: Software, people: People) -> None:
    person = Person.objects.get(number=people.worker.psn_no)
    Person.objects.filter(pk=person.pk).update(nationality="01")
    visit = come(hospital, people.worker, DOCTOR)
    # 500 yuan: 200 deductible, half of the rest by the fund; 350 in cash.
    settled = pay(visit, *bill(Line(CLASS_A, "500")), invono="F1").settlement
    back = visit.reverse(settled["setl_id"]).settlement
    assert (settled["psn_cash_pay"], back["pdn_cash_pay"]) == (350, -350)
    assert (back["naty"], back["mdtrt_cert_type"]) == ("01", "02")
    stay = admit(hospital, people.worker, DOCTOR)
    settled = leave(stay, *bill(Line(CLASS_A, "3000")), invono="F2").settlement
    back = stay.reverse(settled["setl_id"]).settlement
    assert (back["invono"], back["setl_type"]) == ("F2", "2")
    assert back["crt_dedc"] == -settled["act_pay_dedc"] != 0


def test_records_say_who_and_what_it_was(hospital: Software, people: People) -> None:
    visit = come(hospital, people.worker, DOCTOR)
    lines = bill(Line(CLASS_A, "500"), Line(LIMITED, "10", approved="1"))
    settled = pay(visit, *lines).settlement
    asked = {**visit.key, "setl_id": settled["setl_id"]}
    told = hospital.send("5203", {"data": asked}).output["setlinfo"]
    assert told["pool_prop_selfpay"] == settled["pool_prop_selfpay"] > 0
    assert told["dedc_hosp_lv"] == told["lmtpric_hosp_lv"] == told["hosp_lv"] != ""
    assert told["cvlserv_flag"] == settled["cvlserv_flag"] != ""
    rows = hospital.send("5204", {"data": asked}).output
    assert {row["feedetl_sn"]: row["hosp_appr_flag"] for row in rows} == {
        lines[0].number: "0",
        lines[1].number: "1",
    }
    times = {"begntime": "2025-06-01 00:00:00", "endtime": "2025-06-30 23:59:59"}
    sent = {"psn_no": people.worker.psn_no, "med_type": "11", **times}
    (row,) = hospital.send("5201", {"data": sent}).output["mdtrtinfo"]
    assert (row["otp_diag_info"], row["cvlserv_flag"], row["maf_psn_flag"]) == ("肺炎", "0", "0")
