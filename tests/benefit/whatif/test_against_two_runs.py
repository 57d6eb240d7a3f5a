"""Every sum of a comparison is the sum of two separate runs, to the fen."""

from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from whatif.cases import CASES, compared, overlay, question
from yibao.benefit.runs.asked import Asked
from yibao.benefit.runs.outcome import summary_fields
from yibao.benefit.runs.run import settle_files
from yibao.benefit.whatif import sums
from yibao.benefit.whatif.compare import Comparison, compare_files
from yibao.benefit.whatif.groups import CHANGE_UP_TO, NO_CHANGE

COLUMNS = {
    "bill": "medfee_sumamt_fen",
    "in_scope": "inscp_scp_amt_fen",
    "fund": "fund_pay_sumamt_fen",
    "hospital": "hosp_part_amt_fen",
    "personal": "psn_part_amt_fen",
}
Row = dict[str, Any]
Both = dict[tuple[str, str], tuple[Row, Row]]


def settled(name: str, region: str, out: Path) -> dict[tuple[str, str], Row]:
    asked = question(name)
    settle_files(
        Asked(
            claims=asked.claims,
            persons=asked.persons,
            lines=asked.lines,
            out=out,
            region=region,
            year=CASES[name].year,
            money="fen",
        )
    )
    tables = [pq.read_table(path) for path in sorted(out.glob("part-*.parquet"))]
    rows = pa.concat_tables(tables).to_pylist()
    return {(row["psn_no"], row["setl_id"]): row for row in rows}


@pytest.fixture(scope="module", params=sorted(CASES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def both(name: str, tmp_path_factory: pytest.TempPathFactory) -> Both:
    folder, case = tmp_path_factory.mktemp(name), CASES[name]
    law_b = overlay(folder, case.region, case.changes)
    a = settled(name, case.region, folder / "a")
    b = settled(name, str(law_b), folder / "b")
    return {key: (a[key], b[key]) for key in a.keys() & b.keys()}


def whole(both: Both, column: str, law: int) -> int:
    return sum(pair[law][column] for pair in both.values())


def test_totals_are_those_of_two_runs(name: str, both: Both):
    comparison = compared(name)
    total = comparison.total.sums[0]
    assert total[sums.VISITS] == len(both) > 1_000
    assert total[sums.BILL] == whole(both, COLUMNS["bill"], 0) == whole(both, COLUMNS["bill"], 1)
    for measure in ("in_scope", "fund", "hospital", "personal"):
        for law in (0, 1):
            found = total[sums.MEASURES.index(f"{measure}_{'ab'[law]}")]
            assert found == whole(both, COLUMNS[measure], law), (measure, law)
    assert total[sums.FUND_A] != total[sums.FUND_B]


def test_every_grouping_sums_to_the_total(name: str):
    comparison = compared(name)
    assert len(comparison.groups) == 10
    for grouping, grouped in comparison.groups.items():
        assert grouped.sums.sum(axis=0).tolist() == comparison.total.sums[0].tolist(), grouping
        assert (grouped.classes.sum(axis=1) == grouped.persons).all()
        change = grouped.sums[:, sums.PERSONAL_B] - grouped.sums[:, sums.PERSONAL_A]
        assert (grouped.changes[:, : sums.LARGEST_GAIN].sum(axis=1) == change).all(), grouping


def test_funds_are_those_of_two_runs(name: str, both: Both):
    comparison = compared(name)
    for law, (plan, payers) in enumerate(
        zip((comparison.laws.a, comparison.laws.b), comparison.payers, strict=True)
    ):
        fields = {field: whole(both, f"{field}_fen", law) for field in summary_fields(plan)}
        assert {field: one.fen for field, one in payers.by_field.items()} == fields
        paying = [layer for layer in plan.layers if layer.name in payers.by_layer]
        assert sum(payers.by_layer[layer.name].fen for layer in paying) == (
            sum(fields.values()) + whole(both, COLUMNS["hospital"], law)
        )
        for field, one in payers.by_field.items():
            visits = [pair[law] for pair in both.values() if pair[law][f"{field}_fen"] > 0]
            assert one.visits == len(visits)
            assert one.persons == len({row["psn_no"] for row in visits})


def test_schemes_are_those_of_two_runs(name: str, both: Both):
    comparison = compared(name)
    schemes = comparison.laws.a.vocabulary.schemes
    grouped = comparison.groups["scheme"]
    for at, code in enumerate(grouped.codes.tolist()):
        scheme = next(one for one, number in schemes.items() if number == code)
        own = {key: pair for key, pair in both.items() if pair[0]["insutype"] == scheme}
        assert grouped.sums[at, sums.VISITS] == len(own)
        assert grouped.persons[at] == len({person for person, _ in own})
        assert grouped.sums[at, sums.PERSONAL_B] == whole(own, COLUMNS["personal"], 1)


def by_person(both: Both) -> Counter[str]:
    changes: Counter[str] = Counter()
    for (person, _), (a, b) in both.items():
        changes[person] += b[COLUMNS["personal"]] - a[COLUMNS["personal"]]
    return changes


def test_winners_and_losers_are_those_of_two_runs(name: str, both: Both):
    comparison, changes = compared(name), by_person(both)
    total = comparison.total
    assert total.persons[0] == len(changes)
    assert total.gainers[0] == sum(change < 0 for change in changes.values())
    assert total.losers[0] == sum(change > 0 for change in changes.values())
    counted = [0] * total.classes.shape[1]
    for change in changes.values():
        size = sum(abs(change) > bound for bound in CHANGE_UP_TO) + 1
        counted[NO_CHANGE + (change > 0) * size - (change < 0) * size] += 1
    assert total.classes[0].tolist() == counted
    gains = [change for change in changes.values() if change < 0]
    losses = [change for change in changes.values() if change > 0]
    assert total.changes[0].tolist() == [
        *(sum(gains), sum(losses)),
        *(min(gains, default=0), max(losses, default=0)),
    ]


def test_the_extremes_are_those_of_two_runs(name: str, both: Both):
    comparison, changes = compared(name), by_person(both)
    found = comparison.extremes
    assert [one.change for one in found.losses] == sorted(
        (change for change in changes.values() if change > 0), reverse=True
    )[:20]
    assert [one.change for one in found.gains] == sorted(
        change for change in changes.values() if change < 0
    )[:20]
    for one in (*found.losses, *found.gains):
        a, b = both[one.psn_no, one.setl_id]
        assert one.change == changes[one.psn_no]
        assert one.visit_change == b[COLUMNS["personal"]] - a[COLUMNS["personal"]]
        own = [pair for (person, _), pair in both.items() if person == one.psn_no]
        sign = 1 if one.change > 0 else -1
        others = [sign * (new["psn_part_amt_fen"] - old["psn_part_amt_fen"]) for old, new in own]
        assert sign * one.visit_change == max(others)
        assert one.visits == len(own)


def test_a_file_as_law_b_gives_the_same_as_values_set(name: str, tmp_path: Path):
    case = CASES[name]
    law_b = overlay(tmp_path, case.region, case.changes)
    by_file = compare_files(question(name, changes=(), against=str(law_b)))
    same_sums(by_file, compared(name))
    assert not by_file.laws.hypothetical


def same_sums(one: Comparison, other: Comparison) -> None:
    assert one.total.sums.tolist() == other.total.sums.tolist()
    assert one.total.classes.tolist() == other.total.classes.tolist()
    assert one.groups.keys() == other.groups.keys()
    for grouping, grouped in one.groups.items():
        for field in ("codes", "sums", "persons", "classes", "changes"):
            assert (
                getattr(grouped, field).tolist() == getattr(other.groups[grouping], field).tolist()
            ), (grouping, field)
    assert one.payers == other.payers
    assert one.refused.counted.total() == other.refused.counted.total()
