"""5201 to 5206, 5303, 100001: what a provider may read of its own visits and settlements."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.office.claims.making import (
    CHRONIC,
    HOSPITAL,
    SECOND,
    Region,
    at,
    make_region,
)
from tests.office.claims.settled import LINES, Made, settled_stay
from tests.office.exchange.queries.asking import ask
from yibao.office.base.errors import NotFound
from yibao.office.claims.models import Batch, Line, Visit
from yibao.office.claims.partitions import make_month
from yibao.terms import own_ids
from yibao.terms.errors import InvalidInput

pytestmark = pytest.mark.django_db
YEAR = {"begntime": "2025-01-01 00:00:00", "endtime": "2025-12-31 23:59:59"}


@pytest.fixture
def region() -> Region:
    return make_region()


@pytest.fixture
def stay(region: Region) -> Made:
    return settled_stay(region.employee)


def key(stay: Made) -> dict[str, Any]:
    return {
        "data": {
            "psn_no": stay.visit.person,
            "mdtrt_id": stay.visit.number,
            "setl_id": stay.settlement.number,
        }
    }


def test_visits_of_a_time(stay: Made) -> None:
    (row,) = ask("5201", {"data": {"psn_no": stay.visit.person, "med_type": "21", **YEAR}})[
        "mdtrtinfo"
    ]
    assert row["mdtrt_id"] == stay.visit.number
    assert (row["begntime"], row["endtime"]) == ("2025-06-01 09:30:00", "2025-06-09 10:00:00")
    assert (row["inhosp_stas"], row["ipt_days"], row["psn_type"]) == ("0", 8, "11")
    nothing = {"psn_no": stay.visit.person, "med_type": "11", **YEAR}
    assert ask("5201", {"data": nothing})["mdtrtinfo"] == []
    before = {**YEAR, "endtime": "2025-06-01 09:29:59"}
    assert ask("5201", {"data": {"psn_no": stay.visit.person, **before}})["mdtrtinfo"] == []


def test_another_provider_sees_nothing(stay: Made) -> None:
    asked = {"data": {"psn_no": stay.visit.person, **YEAR}}
    assert ask("5201", asked, SECOND)["mdtrtinfo"] == []
    assert ask("5303", {"data": YEAR}, SECOND)["data"] == []
    for infno in ("5202", "5203", "5204", "100001"):
        with pytest.raises(NotFound) as caught:
            ask(infno, key(stay), SECOND)
        assert caught.value.code == "unknown_visit"


def test_a_visit_of_somebody_else(stay: Made, region: Region) -> None:
    sent = key(stay)
    sent["data"]["psn_no"] = region.resident
    with pytest.raises(NotFound) as caught:
        ask("5203", sent)
    assert caught.value.code == "unknown_visit"


def test_diagnoses(stay: Made) -> None:
    rows = ask("5202", key(stay))["diseinfo"]
    said = [(row["inout_diag_type"], row["diag_code"], row["maindiag_flag"]) for row in rows]
    assert said == [("1", "I20.000", "1"), ("2", "I25.103", "1"), ("2", "I10.x00", "0")]


def test_a_settlement_and_its_identities(stay: Made) -> None:
    answer = ask("5203", key(stay))
    info = answer["setlinfo"]
    assert info["setl_id"] == stay.settlement.number
    assert info["medins_setl_id"] == stay.settlement.sender_id
    assert info["fixmedins_name"] == f"医院{HOSPITAL}（演示）"
    assert (info["hosp_lv"], info["year"], info["refd_setl_flag"]) == ("2", "2025", "0")
    # 400 + 160 + 900 + 8600 + 9800 + 540 + 120 yuan
    assert info["medfee_sumamt"] == 20_520
    fen = {
        name: round(value * 100) for name, value in info.items() if isinstance(value, int | float)
    }
    assert fen["medfee_sumamt"] == (
        fen["fulamt_ownpay_amt"]
        + fen["overlmt_selfpay"]
        + fen["preselfpay_amt"]
        + fen["inscp_scp_amt"]
    )
    funds = ("hifp_pay", "cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "maf_pay", "oth_pay")
    assert fen["fund_pay_sumamt"] == sum(fen[name] for name in funds)
    assert fen["psn_pay"] == fen["acct_pay"] + fen["cash_payamt"]
    assert fen["balc"] == 123_456
    paid = sum(round(row["fund_payamt"] * 100) for row in answer["setldetail"])
    assert paid == fen["fund_pay_sumamt"] + fen["acct_pay"] + stay.settlement.hospital_fen


def test_who_lost_an_answer_asks_by_the_visit(stay: Made) -> None:
    sent = key(stay)
    del sent["data"]["setl_id"]
    assert ask("5203", sent)["setlinfo"]["setl_id"] == stay.settlement.number
    sent["data"]["setl_id"] = "no such number"
    with pytest.raises(NotFound) as caught:
        ask("5203", sent)
    assert caught.value.code == "unknown_settlement"


def test_a_reversal_is_negative(region: Region) -> None:
    stay = settled_stay(region.employee, reverse=True)
    assert stay.reversal is not None
    sent = key(stay)
    assert ask("5203", sent)["setlinfo"]["refd_setl_flag"] == "1"
    sent["data"]["setl_id"] = stay.reversal.number
    info = ask("5203", sent)["setlinfo"]
    assert (info["medfee_sumamt"], info["refd_setl_flag"]) == (-20_520, "1")


def test_lines(stay: Made) -> None:
    rows = ask("5204", key(stay))
    assert len(rows) == len(LINES)
    bed = rows[0]
    assert (bed["hilist_name"], bed["det_item_fee_sumamt"]) == ("床位费（三人间）", 400)
    assert (bed["overlmt_amt"], bed["inscp_scp_amt"], bed["cnt"]) == (80, 320, 1)
    assert bed["pric_uplmt_amt"] == 320
    assert {row["setl_id"] for row in rows} == {stay.settlement.number}


def test_stretches_of_the_policy_sum_to_the_layers(stay: Made) -> None:
    rows = ask("100001", key(stay))
    by_code = {row["polItemCode"]: row for row in rows}
    assert by_code["101"]["selfPayAmt"] == 120  # the nutrition alone
    assert by_code["102"]["selfPayAmt"] == 1_509  # 45 + 430 + 980 + 54
    assert by_code["103"]["selfPayAmt"] == 300  # 80 + 220
    assert by_code["S001"]["selfPayAmt"] * 100 == stay.settlement.deductible_fen
    fund = sum(round(row["fundPayAmt"] * 100) for row in rows)
    assert fund == stay.settlement.fund_fen
    assert all(
        round(row["polItemPaySum"] * 100)
        == round(row["selfPayAmt"] * 100) + round(row["fundPayAmt"] * 100)
        for row in rows
    )
    assert all(row["polItemName"] for row in rows)
    # The basic fund looks at all that is in scope: 20520 − 120 − 1509 − 300 = 18591 yuan.
    basic = [row for row in rows if row["polItemCode"][0] in "CS" or row["polItemCode"] == "EC01"]
    assert sum(round(row["polItemPaySum"] * 100) for row in basic) == 1_859_100


def test_a_reversal_has_the_stretches_turned_round(region: Region) -> None:
    stay = settled_stay(region.employee, reverse=True)
    assert stay.reversal is not None
    forward = ask("100001", key(stay))
    sent = key(stay)
    sent["data"]["setl_id"] = stay.reversal.number
    backward = ask("100001", sent)
    assert [row["fundPayAmt"] for row in backward] == [-row["fundPayAmt"] for row in forward]


def test_totals_of_a_year(region: Region) -> None:
    first = settled_stay(region.employee, sequence=1)
    settled_stay(region.employee, sequence=2, reverse=True)
    rows = ask("5206", {"data": {"psn_no": region.employee}})["cuminfo"]
    found = {row["cum_type_code"]: row["cum"] for row in rows}
    # Two settlements less one reversal; what was reversed counts for nothing.
    assert found["visits"] == 1
    assert found["medfee"] == 20_520
    assert found["fund"] * 100 == first.settlement.fund_fen
    assert found["310200"] * 100 == first.settlement.account_fen
    assert {(row["insutype"], row["year"], row["cum_ym"]) for row in rows} == {
        ("310", "2025", "202506")
    }


def test_totals_up_to_a_month(region: Region) -> None:
    settled_stay(region.employee)
    may = ask("5206", {"data": {"psn_no": region.employee, "cum_ym": "202505"}})
    june = ask("5206", {"data": {"psn_no": region.employee, "cum_ym": "202506"}})
    assert may["cuminfo"] == []
    assert june["cuminfo"][0]["cum_ym"] == "202506"
    with pytest.raises(InvalidInput) as caught:
        ask("5206", {"data": {"psn_no": region.employee, "cum_ym": "202513"}})
    assert (caught.value.code, caught.value.field) == ("invalid_month", "cum_ym")


def visit(region: Region, begins: datetime, sequence: int, **others: Any) -> Visit:
    return Visit.objects.create(
        **{
            "number": own_ids.make("visit", "990121", begins.date(), sequence),
            "division": "990121",
            "provider": HOSPITAL,
            "person": region.chronic,
            "insutype": "310",
            "insured_division": "990121",
            "setting": "inpatient",
            "med_type": "21",
            "begins_at": begins,
            "begins_on": begins.date(),
            "registered_at": begins,
            "changed_at": begins,
            **others,
        }
    )


def test_in_bed_now(region: Region) -> None:
    there = visit(region, at(date(2025, 6, 10)), 7)
    visit(region, at(date(2025, 6, 11)), 8, person=region.filed, state="discharged")
    visit(region, at(date(2025, 6, 12)), 9, person=region.resident, setting="outpatient")
    (row,) = ask("5303", {"data": YEAR})["data"]
    assert (row["mdtrt_id"], row["psn_no"], row["out_flag"]) == (there.number, region.chronic, "0")
    assert ask("5303", {"data": {**YEAR, "psn_no": region.filed}})["data"] == []
    later = {**YEAR, "begntime": "2025-06-10 09:00:01"}
    assert ask("5303", {"data": later})["data"] == []


def test_drugs_for_chronic_diseases_wherever_they_were_got(region: Region) -> None:
    begins = at(date(2025, 6, 10))
    make_month(begins.date())
    here = {"setting": "outpatient", "med_type": "14", "disease": CHRONIC}
    elsewhere = visit(region, begins, 1, provider=SECOND, **here)
    ordinary = visit(region, begins + timedelta(hours=1), 2, setting="outpatient", med_type="11")
    for each in (elsewhere, ordinary):
        batch = Batch.objects.create(visit=each, day=begins.date(), classified_under=b"")
        Line.objects.create(
            visit_on=begins.date(),
            visit_id=each.pk,
            number=f"{each.pk}1",
            batch_id=batch.pk,
            charged_at=begins,
            item="XA01",
            item_name="二甲双胍",
            local_item="L1",
            list_type="101",
            amount_fen=1_250,
            price_e6=6_250_000,
            quantity_e4=20_000,
            chrgitm_lv="01",
            med_chrgitm_type="09",
            full_self_fen=0,
            over_limit_fen=0,
            first_pay_fen=0,
            in_scope_fen=1_250,
            rule_row=0,
            taken_at=begins,
        )
    (row,) = ask("5205", {"data": {"psn_no": region.chronic, **YEAR}})["feedetail"]
    assert (row["fixmedins_code"], row["fixmedins_name"]) == (SECOND, f"医院{SECOND}（演示）")
    assert (row["hilist_name"], row["cnt"], row["pric"]) == ("二甲双胍", 2, 6.25)
