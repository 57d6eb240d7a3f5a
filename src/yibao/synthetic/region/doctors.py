"""Doctors (医保医师): so many of each institution, by its kind and beds."""

from __future__ import annotations

from functools import cache

import pyarrow as pa

from yibao.synthetic.region.institutions import institutions
from yibao.synthetic.region.names import name_of
from yibao.synthetic.region.tables import DOCTORS
from yibao.terms.dictionaries import dictionary

_SMALL = ("A02",)
_MIDDLE = ("A02", "A03", "A04", "A05", "A07", "A20")
_LARGE = (
    *("A02", "A03.01", "A03.02", "A03.03", "A03.04", "A03.05", "A03.06", "A03.07", "A04.01"),
    *("A04.02", "A04.03", "A04.04", "A05", "A07", "A19", "A20"),
)
_LARGE_KINDS = ("secondary", "tcm", "tertiary", "tertiary_b", "tertiary_a")
_FEW = {"village": 1, "station": 1, "clinic": 2, "community": 4, "township": 5, "primary": 6}
_FEW |= {"pharmacy": 0, "away": 2}
_LEAST, _MOST = 20, 100
_BEDS_A_DOCTOR = 4
"""Our assumption, for hospitals of level two and above."""


@cache
def doctors() -> pa.Table:
    """Return the doctors; those of an institution beside one another.

    >>> doctors()["dr_codg"][0].as_py()
    'D990121000000'
    """
    table = institutions()
    rows: list[tuple[str, str, int, str, str, str]] = []
    columns = [table[name].to_pylist() for name in ("kind", "fixmedins_code", "beds")]
    for number, (kind, code, beds) in enumerate(zip(*columns, strict=True)):
        codes = departments(kind)
        # A code has six digits behind its division; an institution gets a hundred of them.
        own = (int(code[7:]) - 1) % 10_000 * 100
        for each in range(_many(kind, beds)):
            caty = codes[each % len(codes)]
            place = codes.index(caty) + 1
            rows.append(
                (
                    f"D{code[1:7]}{own + each:06d}",
                    name_of(own + each),
                    number,
                    f"{place:04d}",
                    dictionary("dept").label(caty).zh.removesuffix("专业"),
                    caty,
                )
            )
    made = zip(*rows, strict=True)
    arrays = [pa.array(cells).cast(field.type) for cells, field in zip(made, DOCTORS, strict=True)]
    return pa.table(arrays, schema=DOCTORS)


def departments(kind: str) -> tuple[str, ...]:
    """Return the national codes of the departments of a kind; the first is 0001 in the house.

    >>> departments("village"), departments("pharmacy")
    (('A02',), ())
    """
    if kind == "pharmacy":
        return ()
    if kind in _LARGE_KINDS:
        return _LARGE
    return _MIDDLE if kind == "primary" else _SMALL


def _many(kind: str, beds: int) -> int:
    if kind in _FEW:
        return _FEW[kind]
    return min(_MOST, max(_LEAST, beds // _BEDS_A_DOCTOR))
