"""Numbers of visits and settlements (就诊编号、结算编号), many at a time."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from yibao.synthetic.region.care.choice import Ints
from yibao.synthetic.region.numbers import texts
from yibao.synthetic.region_files.institutions import COUNTIES
from yibao.terms.identifiers.check_characters import ALPHANUMERIC
from yibao.terms.own_ids import KINDS

A_DAY = 1000
"""So many numbers a piece has for each county and day."""
_ZERO = ord("0")
_BODY, _WHOLE = 23, 24
_MODULUS = 36


def own_numbers(kind: str, county: Ints, day: Ints, sequence: Ints) -> pa.Array:
    """Return the numbers that `own_ids.make` writes.

    Args:
        kind: of number.
        county: place among the counties.
        day: in days since 1970.
        sequence: within county and day.

    >>> own_numbers("settlement", np.array([0]), np.array([19753]), np.array([1])).to_pylist()
    ['S9901212024013100000001P']

    """
    text = np.empty((len(day), _WHOLE), dtype=np.uint8)
    text[:, 0] = ord(KINDS[kind][0])
    digits = np.concatenate(
        [
            _digits(np.array([int(code) for code in COUNTIES])[county], 6),
            _digits(_written(day), 8),
            _digits(sequence, 8),
        ],
        axis=1,
    )
    text[:, 1:_BODY] = digits + _ZERO
    text[:, _BODY] = np.frombuffer(ALPHANUMERIC.encode(), np.uint8)[
        _check(ALPHANUMERIC.index(KINDS[kind][0]), digits)
    ]
    return texts(text)


def turns(county: Ints, day: Ints, piece: int) -> Ints:
    """Return a sequence for each row that is the only one of its county, day and piece."""
    key = day * len(COUNTIES) + county
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.r_[True, key[order][1:] != key[order][:-1]])
    turn = np.empty(len(key), dtype=np.int64)
    runs = np.diff(np.r_[starts, len(key)])
    turn[order] = np.arange(len(key)) - np.repeat(starts, runs)
    if turn.max(initial=0) >= A_DAY - 1:
        raise ValueError(f"piece {piece} has more than {A_DAY} visits of a county and day")
    return piece * A_DAY + turn + 1


def _written(day: Ints) -> Ints:
    days = day.astype("datetime64[D]")
    month = days.astype("datetime64[M]").astype(np.int64)
    of_month = (days - days.astype("datetime64[M]")).astype(np.int64) + 1
    written: Ints = (month // 12 + 1970) * 10_000 + (month % 12 + 1) * 100 + of_month
    return written


def _digits(number: Ints, length: int) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    powers = 10 ** np.arange(length - 1, -1, -1)
    found: np.ndarray[tuple[int, int], np.dtype[np.int64]] = number[:, None] // powers % 10
    return found


def _check(first: int, digits: np.ndarray[tuple[int, int], np.dtype[np.int64]]) -> Ints:
    """Return the place of the check character by ISO 7064 mod 37,36."""
    product = np.full(len(digits), _step(np.array([_MODULUS]), np.array([first]))[0])
    for column in digits.T:
        product = _step(product, column)
    return (_MODULUS + 1 - product) % _MODULUS


def _step(product: Ints, character: Ints) -> Ints:
    total = (product + character) % _MODULUS
    return np.where(total == 0, _MODULUS, total) * 2 % (_MODULUS + 1)
