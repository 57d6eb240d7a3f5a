"""Rows dealt out by part, and lines matched to visits, as one would do it by hand."""

from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from yibao.benefit.kernel.rows import deal
from yibao.benefit.runs.visit_keys import VisitKeys, VisitsByKey

PARTS = 8


@settings(deadline=None)  # the first call loads machine code
@given(st.lists(st.integers(0, PARTS - 1), max_size=60))
def test_each_part_has_its_rows_in_their_order(parts: list[int]) -> None:
    starts = np.zeros(PARTS + 1, np.int64)
    order = np.full(len(parts), -1, np.int64)
    deal(np.array(parts, np.uint16), starts, order)
    for part in range(PARTS):
        expected = [row for row, its_part in enumerate(parts) if its_part == part]
        assert order[starts[part] : starts[part + 1]].tolist() == expected


# Hashes that end alike fall on the same place of the table; other numbers may have the same hash.
HASH = st.one_of(st.integers(0, 2), st.integers(0, 2).map(lambda high: high << 60 | 3))
NUMBER = st.one_of(st.none(), st.sampled_from("abc"))
KEY = st.tuples(NUMBER, NUMBER)


def keys_of(pairs: list[tuple[str | None, str | None]], hash_of: dict[Any, int]) -> VisitKeys:
    hashes = np.array([hash_of[pair] for pair in pairs], np.uint64)
    numbers, persons = (pa.array([pair[i] for pair in pairs], pa.string()) for i in (0, 1))
    return VisitKeys(hashes, numbers, persons)


@settings(deadline=None)
@given(st.lists(KEY, max_size=40), st.lists(KEY, max_size=12), st.data())
def test_each_line_finds_the_visit_of_its_numbers_whatever_their_hash(
    of_lines: list[Any], of_visits: list[Any], data: st.DataObject
) -> None:
    hash_of = {pair: data.draw(HASH) for pair in {*of_lines, *of_visits}}
    found = VisitsByKey(keys_of(of_visits, hash_of)).find(keys_of(of_lines, hash_of))
    wanted = [of_visits.index(key) if key in of_visits else -1 for key in of_lines]
    assert found.tolist() == wanted


@given(st.lists(KEY, max_size=20))
def test_a_key_begins_where_its_numbers_change(pairs: list[Any]) -> None:
    found = keys_of(pairs, dict.fromkeys(pairs, 7)).begins()
    wanted = [row == 0 or pairs[row - 1] != pair for row, pair in enumerate(pairs)]
    assert found.tolist() == wanted
