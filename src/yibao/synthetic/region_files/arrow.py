"""Columns of numbers as Arrow columns (列): keys, money, days and times, codes with their names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yibao.synthetic.region_files.draws import Int

Flags = npt.NDArray[np.bool_]

MONEY = pa.decimal128(16, 2)
NO_CODE = -1
_EPOCH = date(1970, 1, 1).toordinal()
_SECONDS_PER_DAY = 86_400
_MICROSECONDS = 1_000_000
_KEY = np.dtype([("prefix", "S6"), ("high", "<u4"), ("middle", "<u4"), ("low", "<u4")])
_FOURS = np.array([f"{number:04d}" for number in range(10_000)], dtype="S4").view("<u4")
"""Four digits as they stand in a text, to be copied as one whole number."""
_PREFIX_UNIT = 10**12


def keys(prefix: int, number: Int, *, as_integers: bool, known: Flags | None = None) -> pa.Array:
    """Return keys: six digits of a prefix and twelve of a number, as text or as whole numbers.

    >>> keys(990100, np.array([12345]), as_integers=False)[0].as_py()
    '990100000000012345'
    >>> keys(990100, np.array([12345]), as_integers=True)[0].as_py()
    990100000000012345
    """
    valid = _valid(known)
    if as_integers:
        whole = prefix * _PREFIX_UNIT + number
        return pa.Array.from_buffers(pa.int64(), len(number), [valid, pa.py_buffer(whole)])
    text = np.empty(len(number), dtype=_KEY)
    text["prefix"] = str(prefix).encode()
    for place, unit in (("high", 10**8), ("middle", 10**4), ("low", 1)):
        text[place] = _FOURS[number // unit % 10_000]
    ends = np.arange(len(number) + 1, dtype=np.int32) * _KEY.itemsize
    buffers = [valid, pa.py_buffer(ends), pa.py_buffer(text)]
    return pa.Array.from_buffers(pa.string(), len(number), buffers)


def money(fen: Int) -> pa.Array:
    """Return amounts in yuan.

    >>> [str(yuan) for yuan in money(np.array([12345, -5])).to_pylist()]
    ['123.45', '-0.05']
    """
    return decimals(fen, MONEY)


def decimals(units: Int, kind: pa.DataType, known: Flags | None = None) -> pa.Array:
    """Return decimals, given in units of their last place."""
    wide = np.empty((len(units), 2), dtype="<i8")
    wide[:, 0], wide[:, 1] = units, units >> 63
    return pa.Array.from_buffers(kind, len(units), [_valid(known), pa.py_buffer(wide)])


def dates(day: Int) -> pa.Array:
    """Return dates, given as `date.toordinal` counts.

    >>> dates(np.array([date(2022, 3, 1).toordinal()]))[0].as_py()
    datetime.date(2022, 3, 1)
    """
    days = (day - _EPOCH).astype(np.int32)
    return pa.Array.from_buffers(pa.date32(), len(day), [None, pa.py_buffer(days)])


def times(day: Int, second: Int, known: Flags | None = None) -> pa.Array:
    """Return moments, given by day and second of the day."""
    moment = ((day - _EPOCH) * _SECONDS_PER_DAY + second) * _MICROSECONDS
    kind = pa.timestamp("us")
    return pa.Array.from_buffers(kind, len(day), [_valid(known), pa.py_buffer(moment)])


def codes(position: Int, names: pa.Array | Sequence[str]) -> pa.Array:
    """Return names by their positions; `NO_CODE` gives none. No name may stand twice.

    >>> codes(np.array([1, -1]), ["310", "390"]).to_pylist()
    ['390', None]
    """
    known = position != NO_CODE
    valid = None if known.all() else _valid(known)
    places = pa.py_buffer(np.where(known, position, 0).astype(np.int32))
    named = names if isinstance(names, pa.Array) else pa.array(names, pa.string())
    kind = pa.dictionary(pa.int32(), named.type)
    return pa.DictionaryArray.from_buffers(kind, len(position), [valid, places], named)


def _valid(known: Flags | None) -> pa.Buffer | None:
    return None if known is None else pa.py_buffer(np.packbits(known, bitorder="little"))
