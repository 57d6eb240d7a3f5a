"""What is planted is in the key, and nothing else is changed."""

from collections import defaultdict
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from yibao.synthetic.region import bills, care
from yibao.synthetic.region.asked import Asked
from yibao.synthetic.region.bills import Bills
from yibao.synthetic.region.doctors import doctors
from yibao.synthetic.region.faults import Planted, kinds, plant, plant_stock
from yibao.synthetic.region.faults.kinds import PER
from yibao.synthetic.region.faults.planting import PLANTERS
from yibao.synthetic.region.institutions import institutions
from yibao.synthetic.region.population import persons
from yibao.synthetic.region.tables import STOCK

ASKED = Asked(0.004, date(2026, 1, 1), date(2026, 12, 31))
STAYS = ("inpatient", "day_surgery", "delivery")
Row = dict[str, Any]


class Made:
    """A piece before and after."""

    def __init__(self) -> None:
        self.persons = persons(ASKED, 0)
        self.visits = care.visits(ASKED, 0, self.persons)
        self.bills = bills.lines(ASKED, 0, self.visits)
        self.planted = plant(ASKED, 0, self.persons, self.visits, self.bills)


@pytest.fixture(scope="module")
def made() -> Made:
    return Made()


@pytest.fixture(scope="module")
def visits(made: Made) -> dict[str, Row]:
    return {row["setl_id"]: row for row in made.planted.visits.to_pylist()}


@pytest.fixture(scope="module")
def acts(made: Made) -> dict[str, list[list[Row]]]:
    """Return the rows of the key of each act of each kind."""
    found: dict[str, dict[int, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in made.planted.faults.to_pylist():
        found[row["fault"]][row["fault_id"]].append(row)
    return {kind: list(by_act.values()) for kind, by_act in found.items()}


def keyed(planted: Planted, table: str) -> set[tuple[str, str]]:
    rows = planted.faults.filter(pc.equal(planted.faults["table"].cast(pa.string()), table))
    return set(zip(rows["fault"].to_pylist(), rows["key"].to_pylist(), strict=True))


def text(table: pa.Table, column: str) -> pa.ChunkedArray:
    return table[column].cast(pa.string())


def as_before(before: pa.Table, rows: pa.Table, number: str) -> pa.Table:
    """Return the rows of `before` that have the numbers of `rows`, in their order."""
    known = text(before, number).combine_chunks()
    return before.take(pc.index_in(text(rows, number), known))


def assert_equal(one: pa.Table, other: pa.Table) -> None:
    """Compare what columns say, whatever stands in their dictionaries."""
    for column in one.column_names:
        kept = one[column].type
        said = kept.value_type if pa.types.is_dictionary(kept) else kept
        assert one[column].cast(said).equals(other[column].cast(said)), column


def test_every_kind_has_one_who_plants_it_and_is_counted_against_something() -> None:
    assert set(PLANTERS) | {"stock_short"} == set(kinds())
    assert {kind.per for kind in kinds().values()} <= set(PER)
    assert {kind.status for kind in kinds().values()} <= {"sourced", "derived", "assumed"}


def test_the_same_request_plants_the_same(made: Made) -> None:
    again = plant(ASKED, 0, made.persons, made.visits, made.bills)
    assert again.faults.equals(made.planted.faults)
    assert again.visits.equals(made.planted.visits)
    assert again.bills.lines.equals(made.planted.bills.lines)


def test_visits_that_say_so_are_those_of_the_key(made: Made) -> None:
    said = {
        (row["fault"], row["setl_id"]) for row in made.planted.visits.to_pylist() if row["fault"]
    }
    assert said == keyed(made.planted, "visits")


def test_lines_that_say_so_are_in_the_key_or_on_a_forged_visit(made: Made) -> None:
    forged = {key for _, key in keyed(made.planted, "visits")}
    lines = made.planted.bills.lines
    said = lines.filter(pc.not_equal(lines["fault"].cast(pa.string()), ""))
    of_lines = {
        (row["fault"], row["feedetl_sn"])
        for row in said.to_pylist()
        if row["setl_id"] not in forged
    }
    assert of_lines == keyed(made.planted, "lines")


def test_what_says_nothing_is_as_it_was(made: Made) -> None:
    visits, lines = made.planted.visits, made.planted.bills.lines
    sound = visits.filter(pc.equal(text(visits, "fault"), ""))
    assert_equal(sound, as_before(made.visits, sound, "setl_id"))
    moved = [key for kind, key in keyed(made.planted, "visits") if kind == "borrowed_card"]
    of_moved = pc.is_in(text(lines, "setl_id"), pa.array(moved, pa.string()))
    sound = lines.filter(pc.and_not(pc.equal(text(lines, "fault"), ""), of_moved))
    assert 0 < len(sound) < len(lines)
    assert_equal(sound, as_before(made.bills.lines, sound, "feedetl_sn"))


def test_only_hung_up_stays_and_look_alikes_lose_lines(made: Made) -> None:
    before = made.bills.lines
    left = text(made.planted.bills.lines, "feedetl_sn").combine_chunks()
    lost = before.filter(pc.invert(pc.is_in(text(before, "feedetl_sn"), left)))
    thinned = {
        key
        for kind, key in keyed(made.planted, "visits")
        if kind in {"hanging_bed", "check_up_stay", "split_stay"}
    }
    assert lost
    assert set(lost["setl_id"].to_pylist()) <= thinned


def test_the_arithmetic_of_bills_holds(made: Made) -> None:
    lines = made.planted.bills.lines
    for row in lines.select(["cnt", "pric", "det_item_fee_sumamt"]).to_pylist():
        assert abs(row["cnt"] * row["pric"] - row["det_item_fee_sumamt"]) <= 0.005


def test_numbers_stand_once_and_point_at_something(made: Made, visits: dict[str, Row]) -> None:
    planted = made.planted
    for table, column in (
        (planted.visits, "setl_id"),
        (planted.visits, "mdtrt_id"),
        (planted.visits, "visit"),
        (planted.bills.lines, "feedetl_sn"),
        (planted.bills.prescriptions, "rx_no"),
    ):
        assert pc.count_distinct(table[column].cast(pa.string())).as_py() == len(table)
    by_number = {row["visit"]: row for row in visits.values()}
    recipes = set(planted.bills.prescriptions["rx_no"].to_pylist())
    pointing = ["visit", "setl_id", "psn_no", "rx_no", "fault"]
    for row in planted.bills.lines.select(pointing).to_pylist():
        visit = by_number[row["visit"]]
        assert (visit["setl_id"], visit["psn_no"]) == (row["setl_id"], row["psn_no"])
        assert row["rx_no"] in recipes or not row["rx_no"] or row["fault"] == "forged_prescription"


def test_visits_stay_in_order_of_person_and_time(made: Made) -> None:
    order = [(row["person"], row["setl_time"]) for row in made.planted.visits.to_pylist()]
    assert order == sorted(order)
    visits = made.planted.visits["visit"].to_pylist()
    lines = made.planted.bills.lines["visit"].to_pylist()
    place = {visit: number for number, visit in enumerate(visits)}
    assert [place[visit] for visit in lines] == sorted(place[visit] for visit in lines)


def test_doctors_work_where_their_patients_are_seen(made: Made) -> None:
    works_at = doctors()["institution"].to_pylist()
    codes = institutions()["fixmedins_code"].to_pylist()
    for row in made.planted.visits.to_pylist():
        assert row["doctor"] < 0 or works_at[row["doctor"]] == row["institution"]
        assert codes[row["institution"]] == row["fixmedins_code"]


def test_a_split_stay_goes_on_within_three_days(
    acts: dict[str, list[list[Row]]], visits: dict[str, Row]
) -> None:
    for rows in acts["split_stay"]:
        first, second = sorted(
            (visits[row["key"]] for row in rows), key=lambda one: one["begndate"]
        )
        assert first["person"] == second["person"]
        assert first["institution"] == second["institution"]
        assert 1 <= (second["begndate"] - first["enddate"]).days <= 4


def test_overlapping_stays_overlap_at_two_places(
    made: Made, acts: dict[str, list[list[Row]]], visits: dict[str, Row]
) -> None:
    assert acts["overlapping_stays"]
    for [row] in acts["overlapping_stays"]:
        forged = visits[row["key"]]
        assert any(
            other["person"] == forged["person"]
            and other["care"] in STAYS
            and other["institution"] != forged["institution"]
            and other["begndate"] < forged["enddate"]
            and forged["begndate"] < other["enddate"]
            for other in visits.values()
            if other is not forged
        )
    assert made.planted.persons.equals(made.persons)


def test_the_dead_are_dead(made: Made, visits: dict[str, Row]) -> None:
    death = dict(
        zip(made.persons["person"].to_pylist(), made.persons["death"].to_pylist(), strict=True)
    )
    late = {
        setl_id
        for setl_id, row in visits.items()
        if death[row["person"]] and row["begndate"] > death[row["person"]]
    }
    assert late == {key for kind, key in keyed(made.planted, "visits") if kind == "after_death"}


def test_resold_packs_have_one_code_for_two_sales(made: Made) -> None:
    traces = made.planted.bills.traces
    counts = traces["trace_code"].value_counts().to_pylist()
    twice = {one["values"] for one in counts if one["counts"] > 1}
    said = traces.filter(pc.equal(traces["fault"].cast(pa.string()), "resold_pack"))
    assert twice
    assert twice == set(said["trace_code"].to_pylist())


def test_over_priced_lines_are_above_the_ceiling(made: Made) -> None:
    lines = made.planted.bills.lines
    for row in lines.filter(pc.equal(lines["fault"].cast(pa.string()), "over_priced")).to_pylist():
        assert row["pric"] > row["pric_uplmt_amt"]


def test_what_was_upgraded_has_the_code_of_the_cheaper_in_the_house(made: Made) -> None:
    lines = made.planted.bills.lines
    upgraded = lines.filter(pc.equal(text(lines, "fault"), "upgraded_item"))
    before = as_before(made.bills.lines, upgraded, "feedetl_sn")
    assert upgraded
    for row, was in zip(upgraded.to_pylist(), before.to_pylist(), strict=True):
        assert row["med_list_codg"] != was["med_list_codg"]
        assert row["medins_list_codg"] == was["medins_list_codg"]
        assert row["pric"] > was["pric"]


def test_nobody_seen_by_borrowed_card_is_of_that_sex_and_age(
    made: Made, visits: dict[str, Row]
) -> None:
    own = {row["setl_id"]: row["person"] for row in made.visits.to_pylist()}
    known = {row["person"]: row for row in made.persons.to_pylist()}
    for kind, key in keyed(made.planted, "visits"):
        if kind == "borrowed_card":
            ill, card = known[own[key]], known[visits[key]["person"]]
            years = abs((ill["brdy"] - card["brdy"]).days) / 365
            assert ill["gend"] != card["gend"] or years > 25
            assert ill["household"] == card["household"]


def test_stock_falls_short_where_the_key_says_so() -> None:
    # 1000 months in which 50 packs were there, 20 bought, 30 sold: 40 are left.
    many = 1000
    columns: dict[str, list[object]] = {
        "institution": list(range(many)),
        "med_list_codg": ["X"] * many,
        "month": [date(2026, 1, 1)] * many,
        "opening_e4": [500_000] * many,
        "bought_e4": [200_000] * many,
        "sold_e4": [300_000] * many,
        "lost_e4": [0] * many,
        "closing_e4": [400_000] * many,
        "price_e6": [10_000_000] * many,
        "fault": [""] * many,
    }
    found = plant_stock(ASKED, pa.table(columns, schema=STOCK))
    short = [
        row
        for row in found.stock.to_pylist()
        if row["opening_e4"] + row["bought_e4"] - row["sold_e4"] - row["lost_e4"]
        != row["closing_e4"]
    ]
    # 0.002 of a thousand
    assert len(short) == len(found.faults) == 2
    for row, key in zip(short, found.faults.to_pylist(), strict=True):
        # ten yuan a pack
        assert key["amount_fen"] == (200_000 - row["bought_e4"]) // 10_000 * 1000
        assert row["fault"] == "stock_short"


def test_a_piece_of_nobody_ill_has_no_faults(made: Made) -> None:
    nothing = Bills(
        *(
            table.slice(0, 0)
            for table in (made.bills.lines, made.bills.prescriptions, made.bills.traces)
        )
    )
    assert len(plant(ASKED, 0, made.persons, made.visits.slice(0, 0), nothing).faults) == 0
