"""How long requests took, as a histogram (耗时直方图): see docs/algorithms/monitoring.md.

Bounds grow by octaves, each cut into eight, from 256 µs to 67 s. A percentile read from one is
wrong by at most the width of a bucket, an eighth of its value; histograms add up bucket by bucket.
"""

from __future__ import annotations

from collections.abc import Sequence

LEAST_MICROSECONDS = 256
STEPS = 8
"""Buckets an octave."""
OCTAVES = 18
MOST_MICROSECONDS = LEAST_MICROSECONDS << OCTAVES
SIZE = OCTAVES * STEPS + 2
"""Buckets in all; the first takes what is faster than the least, the last what is slower."""


def bucket_of(microseconds: int) -> int:
    """Return the bucket of a duration.

    >>> bucket_of(0), bucket_of(255), bucket_of(256), bucket_of(287), bucket_of(288)
    (0, 0, 1, 1, 2)
    >>> bucket_of(10**12) == SIZE - 1
    True
    """
    if microseconds < LEAST_MICROSECONDS:
        return 0
    if microseconds >= MOST_MICROSECONDS:
        return SIZE - 1
    octave = microseconds.bit_length() - LEAST_MICROSECONDS.bit_length()
    within = (microseconds * STEPS >> (octave + LEAST_MICROSECONDS.bit_length() - 1)) - STEPS
    return 1 + octave * STEPS + within


def lower_bound(bucket: int) -> int:
    """Return the shortest duration of a bucket, in microseconds.

    >>> lower_bound(0), lower_bound(1), lower_bound(2), lower_bound(9)
    (0, 256, 288, 512)
    """
    if bucket == 0:
        return 0
    octave, within = divmod(bucket - 1, STEPS)
    return (LEAST_MICROSECONDS << octave) * (STEPS + within) // STEPS


def empty() -> list[int]:
    """Return a histogram of nothing."""
    return [0] * SIZE


def percentile(buckets: Sequence[int], per_mille: int) -> int | None:
    """Return the duration that `per_mille` of a thousand did not exceed, in microseconds.

    It is read by even spread within the bucket, rounded down; ``None`` when nothing was counted.
    The last bucket has no upper bound and counts as its lower one.

    >>> counted = empty()
    >>> counted[bucket_of(1024)] = 10
    >>> percentile(counted, 500), percentile(counted, 1000), percentile(empty(), 500)
    (1088, 1152, None)
    """
    total = sum(buckets)
    if not total:
        return None
    rank = max(1, -(-total * per_mille // 1000))
    before = 0
    for bucket, count in enumerate(buckets):
        if before + count >= rank:
            low = lower_bound(bucket)
            if bucket == SIZE - 1:
                return low
            return low + (lower_bound(bucket + 1) - low) * (rank - before) // count
        before += count
    raise AssertionError("a rank lies within the total")
