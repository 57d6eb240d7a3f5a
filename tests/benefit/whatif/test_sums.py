"""Sums by group against plain Python, for any visits of any persons in any parts."""

from collections import defaultdict

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from yibao.benefit.whatif import sums
from yibao.benefit.whatif.groups import CHANGE_LABELS, CHANGE_UP_TO, NO_CHANGE
from yibao.benefit.whatif.sums import Grouped, by_person, by_visit, change_class, merged

FEN = st.integers(-3_000_000, 3_000_000)
VISITS = st.lists(st.tuples(st.integers(0, 9), st.integers(-1, 3), FEN, FEN), max_size=40)
Visit = tuple[int, int, int, int]


def rows_of(visits: list[Visit]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    person = np.array([visit[0] for visit in visits], np.int64)
    code = np.array([visit[1] for visit in visits], np.int64)
    rows = np.zeros((len(visits), len(sums.MEASURES)), np.int64)
    rows[:, sums.VISITS] = 1
    for at, (_, _, before, after) in enumerate(visits):
        rows[at, sums.PERSONAL_A], rows[at, sums.PERSONAL_B] = before, after
    return person, code, rows


def naive(visits: list[Visit]) -> dict[int, dict[int, int]]:
    """Return group → person → change."""
    changes: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for person, code, before, after in visits:
        changes[code][person] += after - before
    return changes


def agree(found: Grouped, visits: list[Visit]) -> None:
    expected = naive(visits)
    assert found.codes.tolist() == sorted(expected)
    for at, code in enumerate(found.codes.tolist()):
        changes = list(expected[code].values())
        assert found.persons[at] == len(changes)
        assert found.sums[at, sums.VISITS] == sum(visit[1] == code for visit in visits)
        assert found.classes[at].sum() == len(changes)
        assert found.gainers[at] == sum(change < 0 for change in changes)
        assert found.losers[at] == sum(change > 0 for change in changes)
        gains, losses = [min(c, 0) for c in changes], [max(c, 0) for c in changes]
        assert found.changes[at].tolist() == [sum(gains), sum(losses), min(gains), max(losses)]


@given(VISITS)
def test_groups_of_visits(visits: list[Visit]):
    person, code, rows = rows_of(visits)
    agree(by_visit(code, person, rows), visits)


@given(VISITS, st.integers(1, 4))
def test_parts_put_together(visits: list[Visit], parts: int):
    pieces = []
    for part in range(parts):
        person, code, rows = rows_of([visit for visit in visits if visit[0] % parts == part])
        pieces.append(by_visit(code, person, rows))
    agree(merged(pieces), visits)


@given(VISITS)
def test_groups_of_persons(visits: list[Visit]):
    one_each = list({visit[0]: visit for visit in visits}.values())
    _, code, rows = rows_of(one_each)
    agree(by_person(code, rows), one_each)


def test_a_change_at_a_bound_is_of_the_smaller_size():
    for size, bound in enumerate(CHANGE_UP_TO, 1):
        at = change_class(np.array([bound, bound + 1, -bound, -bound - 1])) - NO_CHANGE
        assert at.tolist() == [size, size + 1, -size, -size - 1]
    assert change_class(np.array([0])).tolist() == [NO_CHANGE]
    assert len(CHANGE_LABELS) == 2 * NO_CHANGE + 1
    assert CHANGE_LABELS[NO_CHANGE].zh == "不变"
    assert CHANGE_LABELS[NO_CHANGE + 1].zh == "多付 100 元及以下"
    assert CHANGE_LABELS[0].zh == "少付 2 万元以上"
