"""Numbers of persons (证件号码、人员编号), many at a time; each is given to nobody else."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from yibao.synthetic.region_files.institutions import COUNTIES
from yibao.terms.identifiers.check_characters import ALPHANUMERIC
from yibao.terms.own_ids import KINDS, SEQUENCE_MAX

Ints = np.ndarray[tuple[int], np.dtype[np.int64]]
Bytes = np.ndarray[tuple[int, int], np.dtype[np.uint8]]

REGISTERED = date(2020, 1, 1)
"""When everybody was registered: resident insurance became one in the whole city."""
PIECES_A_BLOCK = 249
"""So many pieces share the area codes of the counties; later ones were born elsewhere."""
SAME_DAY = 2
"""Persons of one county, birthday and sex in one piece; a resident number has 499 places."""
_FIRST_OTHER = 3
_WEIGHTS = np.array([pow(2, 17 - place, 11) for place in range(17)])
_CHECKS = np.frombuffer(b"10X98765432", dtype=np.uint8)
_ZERO = ord("0")


def apart(county: Ints, birth: Ints, female: Ints) -> tuple[Ints, Ints]:
    """Return birthdays moved so that few share one, and each person's turn on the birthday.

    `birth` is in days since 1970; somebody is moved to the day before.
    """
    birth = birth.copy()
    while True:
        key = (birth * len(COUNTIES) + county) * 2 + female
        order = np.argsort(key, kind="stable")
        ordered = key[order]
        starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
        turn = np.empty(len(key), dtype=np.int64)
        run = np.diff(np.r_[starts, len(key)])
        turn[order] = np.arange(len(key)) - np.repeat(starts, run)
        if turn.max(initial=0) < SAME_DAY:
            return birth, turn
        birth[turn >= SAME_DAY] -= 1


def resident_numbers(county: Ints, birth: Ints, female: Ints, turn: Ints, piece: int) -> pa.Array:
    """Return resident numbers (GB 11643-1999) whose area begins with 99."""
    block, inside = divmod(piece, PIECES_A_BLOCK)
    area = np.array([int(code) for code in COUNTIES])[county]
    if block:
        area = area + (_FIRST_OTHER + block - 1) * 100
    days = birth.astype("datetime64[D]")
    month = days.astype("datetime64[M]").astype(np.int64)
    day = (days - days.astype("datetime64[M]")).astype(np.int64) + 1
    written = (month // 12 + 1970) * 10_000 + (month % 12 + 1) * 100 + day
    sequence = 2 * (inside * SAME_DAY + turn + 1) - (1 - female)
    text = np.empty((len(area), 18), dtype=np.uint8)
    text[:, :6], text[:, 6:14] = _digits(area, 6), _digits(written, 8)
    text[:, 14:17] = _digits(sequence, 3)
    text[:, 17] = _CHECKS[(text[:, :17].astype(np.int64) - _ZERO) @ _WEIGHTS % 11]
    return texts(text)


def person_numbers(county: Ints, person: Ints) -> pa.Array:
    """Return the numbers that the office gives to the persons, as `own_ids.make` writes them."""
    turn = person + 1
    days, sequence = np.divmod(turn, SEQUENCE_MAX + 1)
    text = np.empty((len(person), 24), dtype=np.uint8)
    text[:, 0] = ord(KINDS["person"][0])
    text[:, 1:7] = _digits(np.array([int(code) for code in COUNTIES])[county], 6)
    dates = np.array(
        [
            int(f"{REGISTERED + timedelta(days=day):%Y%m%d}")
            for day in range(int(days.max(initial=0)) + 1)
        ]
    )
    text[:, 7:15] = _digits(dates[days], 8)
    text[:, 15:23] = _digits(sequence, 8)
    text[:, 23] = _alphanumeric(text[:, :23])
    return texts(text)


def texts(rows: Bytes) -> pa.Array:
    """Return rows of characters of equal length as texts."""
    many, length = rows.shape
    offsets = np.arange(many + 1, dtype=np.int32) * length
    data = pa.py_buffer(np.ascontiguousarray(rows))
    return pa.Array.from_buffers(pa.string(), many, [None, pa.py_buffer(offsets), data])


def _digits(number: Ints, length: int) -> Bytes:
    powers = 10 ** np.arange(length - 1, -1, -1)
    return (number[:, None] // powers % 10 + _ZERO).astype(np.uint8)


def _alphanumeric(rows: Bytes) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    """Return check characters by ISO 7064 mod 37,36."""
    places = np.zeros(256, dtype=np.int64)
    letters = np.frombuffer(ALPHANUMERIC.encode(), dtype=np.uint8)
    places[letters] = np.arange(len(letters))
    product = np.full(len(rows), 36)
    for column in rows.T:
        total = (product + places[column]) % 36
        total[total == 0] = 36
        product = total * 2 % 37
    checks: np.ndarray[tuple[int], np.dtype[np.uint8]] = letters[(37 - product) % 36]
    return checks
