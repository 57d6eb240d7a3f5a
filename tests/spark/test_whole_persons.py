"""A person whose rows lie in several batches comes out whole, in one piece."""

from itertools import pairwise

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from yibao.benefit.cluster.persons_whole import whole_persons


@given(
    st.lists(st.integers(1, 6), max_size=12),
    st.lists(st.integers(0, 7), min_size=1, max_size=20),
    st.integers(1, 10),
)
def test_pieces_hold_whole_persons(visits: list[int], cuts: list[int], at_least: int) -> None:
    numbers = [person for person, count in enumerate(visits) for _ in range(count)]
    whole = pa.record_batch({"psn_no": pa.array(numbers, pa.int64())})
    batches, at = [], 0
    for size in cuts:
        batches.append(whole.slice(at, size))
        at = min(at + size, len(numbers))
    batches.append(whole.slice(at))
    pieces = [piece["psn_no"].to_pylist() for piece in whole_persons(batches, at_least)]
    assert [number for piece in pieces for number in piece] == numbers
    for piece, following in pairwise(pieces):
        assert len(piece) >= at_least
        assert piece[-1] != following[0]
