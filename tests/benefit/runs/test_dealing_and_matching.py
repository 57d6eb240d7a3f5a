"""Rows dealt out by part, and lines matched to visits, as one would do it by hand."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from yibao.benefit.kernel.rows import deal
from yibao.benefit.runs.bills import match, table_of

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


# Keys that end alike fall on the same place of the table.
KEY = st.one_of(st.integers(0, 6), st.integers(0, 6).map(lambda high: high << 60 | 3))


@settings(deadline=None)
@given(st.lists(KEY, max_size=40), st.lists(KEY, max_size=12))
def test_each_visit_has_the_lines_of_its_key(of_lines: list[int], of_visits: list[int]) -> None:
    visits = np.array(of_visits, np.uint64)
    found = match(np.array(of_lines, np.uint64), visits, table_of(visits))
    for line, key in enumerate(of_lines):
        assert found.visit[line] == (of_visits.index(key) if key in of_visits else -1)
    first_with_lines = {of_visits.index(key) for key in of_lines if key in of_visits}
    assert set(np.flatnonzero(found.has_lines).tolist()) == first_with_lines
    assert found.without_visit == sum(key not in of_visits for key in of_lines)
