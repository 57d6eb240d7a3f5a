"""Bills hang together: near the sum wanted, on days of the visit, with what was done."""

from collections import Counter
from datetime import date, timedelta
from functools import cache

import numpy as np
import pyarrow as pa

from yibao.synthetic.region import bills, care, population
from yibao.synthetic.region.asked import Asked
from yibao.synthetic.region.bills import Bills
from yibao.synthetic.region.goods import goods
from yibao.synthetic.region.tables import LINES, PRESCRIPTIONS, TRACES
from yibao.synthetic.region.written.piece import totals

ASKED = Asked(0.001, date(2025, 1, 1), date(2025, 12, 31))
STAYS = ("inpatient", "day_surgery", "delivery")


@cache
def made() -> tuple[pa.Table, Bills]:
    visits = care.visits(ASKED, 0, population.persons(ASKED, 0))
    return visits, bills.lines(ASKED, 0, visits)


def test_the_tables_are_those_that_were_agreed() -> None:
    _, found = made()
    assert found.lines.schema == LINES
    assert found.prescriptions.schema == PRESCRIPTIONS
    assert found.traces.schema == TRACES


def test_bills_come_near_what_was_wanted() -> None:
    visits, found = made()
    whole, wanted = totals(visits, found), visits["wanted_fen"].to_numpy()
    stay = np.isin(visits["care"].to_pylist(), STAYS)
    assert (whole > 0).all()
    for those in (stay, ~stay):
        assert abs(whole[those].sum() / wanted[those].sum() - 1) < 0.05


def test_lines_lie_within_their_visit_and_before_it_is_settled() -> None:
    visits, found = made()
    known = {row["visit"]: row for row in visits.to_pylist()}
    for row in found.lines.to_pylist():
        visit = known[row["visit"]]
        assert visit["begndate"] <= row["fee_ocur_time"].date() <= visit["enddate"]
        assert row["fee_ocur_time"] <= visit["setl_time"]
        assert row["setl_id"] == visit["setl_id"]
        assert row["cnt"] * row["pric"] == row["det_item_fee_sumamt"]


def test_a_stay_has_one_bed_and_one_round_a_night() -> None:
    visits, found = made()
    beds, rounds = goods().of_group("bed"), goods().of_group("round")
    kinds = {goods().codes[number]: "bed" for number in beds}
    kinds |= {goods().codes[number]: "round" for number in rounds}
    lines = found.lines.select(["visit", "med_list_codg"]).to_pylist()
    many = Counter((row["visit"], kinds.get(row["med_list_codg"])) for row in lines)
    for row in visits.to_pylist():
        nights = max((row["enddate"] - row["begndate"]) // timedelta(days=1), 1)
        wanted = nights if row["care"] in STAYS else 0
        assert many[row["visit"], "bed"] == many[row["visit"], "round"] == wanted


def test_what_is_done_once_a_day_is_charged_once_a_day() -> None:
    _, found = made()
    once = {code for code, is_so in zip(goods().codes, goods().once_a_day, strict=True) if is_so}
    lines = found.lines.select(["visit", "med_list_codg", "fee_ocur_time"]).to_pylist()
    many = Counter(
        (row["visit"], row["med_list_codg"], row["fee_ocur_time"].date()) for row in lines
    )
    assert max(times for (_, code, _), times in many.items() if code in once) == 1


def test_every_pack_has_a_code_of_its_own_and_a_line() -> None:
    _, found = made()
    codes = found.traces["trace_code"].to_pylist()
    assert len(set(codes)) == len(codes)
    assert {len(code) for code in codes} == {20}
    lines = set(found.lines["feedetl_sn"].to_pylist())
    assert set(found.traces["feedetl_sn"].to_pylist()) <= lines


def test_lines_name_prescriptions_that_were_written() -> None:
    _, found = made()
    named = set(found.lines["rx_no"].to_pylist()) - {""}
    assert named == set(found.prescriptions["rx_no"].to_pylist())


def test_the_same_request_gives_the_same_bills() -> None:
    visits, found = made()
    assert bills.lines(ASKED, 0, visits).lines.equals(found.lines)
