"""The key that puts the rows of a part in order, packed or not."""

from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yibao.benefit.runs.order import COMPARED, NO_TIME, in_order, ranked
from yibao.benefit.runs.sorting import sort_rows

SECONDS = st.integers(0, 10**9).map(lambda second: second * 1_000_000)
MICROSECONDS = st.integers(-(2**50), 2**50)


@settings(deadline=None)  # the first call loads machine code
@given(
    st.lists(
        st.tuples(
            st.integers(-1, 500_000),
            st.integers(-2, 9),
            st.sampled_from([0, 2021, 2022, 2023]),
            st.one_of(SECONDS, MICROSECONDS, st.just(NO_TIME)),
        ),
        max_size=40,
    )
)
def test_the_key_sorts_as_the_columns_do(rows: list[tuple[int, int, int, int]]) -> None:
    columns = tuple(np.array([row[k] for row in rows], np.int64) for k in range(4))
    found = sort_rows(columns)
    assert found.rows.tolist() == sorted(range(len(rows)), key=lambda row: rows[row])
    along = [rows[row] for row in found.rows.tolist()]
    ties = [place for place, (one, other) in enumerate(pairwise(along)) if one == other]
    assert found.tied.tolist() == ties


@given(st.lists(st.one_of(st.none(), st.text(max_size=3)), max_size=20))
def test_ranks_sort_as_the_values_do(values: list[str | None]) -> None:
    ranks = ranked(pa.chunked_array([pa.array(values, pa.string())])).tolist()
    known = sorted({value for value in values if value is not None}, key=lambda v: v.encode())
    assert ranks == [-1 if value is None else known.index(value) for value in values]


@given(st.lists(st.one_of(st.integers(-(2**40), 2**40), st.integers(0, 99)), max_size=20))
def test_whole_numbers_rank_as_they_sort(values: list[int]) -> None:
    ranks = ranked(pa.chunked_array([pa.array(values, pa.int64())])).tolist()
    assert all(rank >= 0 for rank in ranks)
    for (value, rank), (other, its_rank) in pairwise(sorted(zip(values, ranks, strict=True))):
        assert (value == other) == (rank == its_rank)
        assert rank <= its_rank


def staged(*rows: tuple[object, int, object, object]) -> pa.Table:
    """Lay out rows (person, scheme, time, number) of one year as the staging does."""
    person, scheme, time, number = zip(*rows, strict=True)
    return pa.table(
        {
            "psn_no": pa.array(person),
            "scheme_code": pa.array(scheme, pa.int8()),
            "year": pa.array([2022] * len(rows), pa.int16()),
            "time": pa.array(time, pa.int64()),
            "setl_id": pa.array(number),
        }
    )


def test_ties_are_settled_by_the_number() -> None:
    order = in_order(
        staged(("a", 0, 7, "K9"), ("a", 0, 7, "K10"), ("a", 0, 7, "K1"), ("a", 0, 6, "K99"))
    )
    # As texts, so K10 stands before K9.
    assert order.staged["setl_id"].to_pylist() == ["K99", "K1", "K10", "K9"]
    assert not order.duplicate.any()


def test_whole_numbers_are_ordered_as_numbers() -> None:
    order = in_order(staged((1, 0, 7, 9), (1, 0, 7, 10), (1, 0, 7, 1)))
    assert order.staged["setl_id"].to_pylist() == [1, 9, 10]


def test_an_unknown_scheme_and_an_unknown_time_come_first() -> None:
    order = in_order(staged(("a", 0, 3, "K1"), ("a", 0, None, "K2"), ("a", -2, 9, "K3")))
    assert order.staged["setl_id"].to_pylist() == ["K3", "K2", "K1"]


@pytest.mark.parametrize("kind", [pa.string(), pa.int64()], ids=str)
def test_duplicates_are_those_of_one_person(kind: pa.DataType) -> None:
    def of_kind(*rows: tuple[int | None, int | None]) -> list[bool]:
        person, number = zip(*rows, strict=True)
        table = staged(*((0, 0, 1, 0) for _ in rows))
        table = table.set_column(0, "psn_no", pa.array(person).cast(kind))
        table = table.set_column(4, "setl_id", pa.array(number).cast(kind))
        order = in_order(table)
        again = zip(order.staged["psn_no"], order.staged["setl_id"], order.duplicate, strict=True)
        return [bool(flag) for _, _, flag in sorted((str(p), str(n), flag) for p, n, flag in again)]

    assert of_kind((1, 5), (1, 5), (1, 6), (2, 5)) == [True, True, False, False]
    assert of_kind((None, 5), (None, 5)) == [False, False]
    assert of_kind((1, None), (1, None)) == [False, False]


@pytest.mark.parametrize("rows", [3, COMPARED + 3])
def test_duplicates_among_few_rows_and_many(rows: int) -> None:
    """Beyond so many rows a person they are sorted by number, not compared with each other."""
    visits = [(1, 0, time, time) for time in range(rows)]
    order = in_order(staged(*visits, (1, 0, rows, 0), (2, 0, 0, 0)))
    again = [
        number
        for number, flag in zip(order.staged["setl_id"], order.duplicate, strict=True)
        if flag
    ]
    # Number 0 stands twice with person 1; that person 2 has it too is no repeat.
    assert [number.as_py() for number in again] == [0, 0]
