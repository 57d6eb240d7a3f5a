"""Percentiles read from a histogram lie within a bucket's width of the true ones."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.office.base.monitoring.histogram import (
    LEAST_MICROSECONDS,
    MOST_MICROSECONDS,
    SIZE,
    STEPS,
    bucket_of,
    empty,
    lower_bound,
    percentile,
)

durations = st.integers(min_value=0, max_value=200_000_000)


def counted(values: list[int]) -> list[int]:
    buckets = empty()
    for value in values:
        buckets[bucket_of(value)] += 1
    return buckets


@given(durations)
def test_a_duration_lies_within_its_bucket(value: int) -> None:
    bucket = bucket_of(value)
    assert lower_bound(bucket) <= value
    if bucket < SIZE - 1:
        assert value < lower_bound(bucket + 1)


def test_bounds_grow_and_no_bucket_is_wider_than_an_eighth() -> None:
    bounds = [lower_bound(bucket) for bucket in range(SIZE)]
    assert bounds == sorted(set(bounds))
    assert bounds[1] == LEAST_MICROSECONDS
    assert bounds[-1] == MOST_MICROSECONDS
    for low, high in pairwise(bounds[1:]):
        assert (high - low) * STEPS <= low


@given(
    st.lists(
        st.integers(min_value=LEAST_MICROSECONDS, max_value=MOST_MICROSECONDS - 1), min_size=1
    ),
    st.integers(min_value=1, max_value=1000),
)
def test_a_percentile_is_off_by_an_eighth_at_most(values: list[int], per_mille: int) -> None:
    rank = max(1, -(-len(values) * per_mille // 1000))
    true = sorted(values)[rank - 1]
    read = percentile(counted(values), per_mille)
    assert read is not None
    assert abs(read - true) * STEPS <= true + STEPS


@given(st.lists(durations, min_size=1))
def test_percentiles_do_not_fall(values: list[int]) -> None:
    buckets = counted(values)
    read = [percentile(buckets, at) or 0 for at in range(0, 1001, 50)]
    assert read == sorted(read)


@given(st.lists(durations), st.lists(durations))
def test_histograms_add_up(one: list[int], other: list[int]) -> None:
    summed = [a + b for a, b in zip(counted(one), counted(other), strict=True)]
    assert summed == counted(one + other)


@pytest.mark.parametrize(("per_mille", "expected"), [(500, 1088), (950, 1145), (1000, 1152)])
def test_ten_equal_durations(per_mille: int, expected: int) -> None:
    buckets = empty()
    buckets[bucket_of(1024)] = 20
    assert percentile(buckets, per_mille) == expected


def test_the_slowest_bucket_counts_as_its_lower_bound() -> None:
    assert percentile(counted([MOST_MICROSECONDS * 9]), 500) == MOST_MICROSECONDS
