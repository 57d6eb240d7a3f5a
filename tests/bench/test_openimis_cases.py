"""Our answers to the golden cases equal the hand arithmetic; the record covers every case."""

import json
import sys
from pathlib import Path

import pytest

# The comparisons are no part of the wheel.
sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.openimis.cases import CASES, Case
from bench.openimis.ours import differences, settlements
from bench.openimis.run import RECORDED, WAYS, count_right


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_fund_pays_what_is_right_by_hand(case: Case) -> None:
    last = settlements(case)[-1]
    assert last.fund == case.by_hand
    assert last.total == case.claims[-1].total
    assert last.fund + last.personal + last.hospital == last.total


def test_no_case_differs() -> None:
    assert differences() == {}


def test_the_names_of_the_cases_are_their_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES)


def test_the_record_has_an_answer_to_every_case() -> None:
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    for release in recorded.values():
        assert set(release["answers"]) == {case.name for case in CASES}
        assert all(set(ways) == set(WAYS) for ways in release["answers"].values())


def test_a_column_is_right_where_it_equals_the_hand_arithmetic() -> None:
    by_hand = {case.name: (case.by_hand,) for case in CASES}
    assert count_right(by_hand) == len(CASES)
    assert count_right(by_hand | {"fen": (99_00,)}) == len(CASES) - 1
    assert count_right(by_hand | {"fen": (99_75, 99_00)}) == len(CASES) - 1
    assert count_right({}) == 0


def test_the_page_shows_what_is_recorded() -> None:
    page = RECORDED.with_name("README.md").read_text(encoding="utf-8")
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    for case in CASES:
        by_hand = f"{case.by_hand / 100:.2f}"
        cells = [case.title, by_hand, by_hand]
        for release in ("1.11", "1.10"):
            for way in WAYS:
                seen = recorded[release]["answers"][case.name][way]["seen"]
                text = " or ".join(seen)
                cells.append(text if seen == [by_hand] else f"**{text}**")
        assert f"| {' | '.join(cells)} |" in page
