"""Doctors (医保医师): so many of each institution, by its kind and beds."""

from __future__ import annotations

from functools import cache

import pyarrow as pa

from yibao.synthetic.region.figures import count, value
from yibao.synthetic.region.institutions import institutions
from yibao.synthetic.region.names import name_of
from yibao.synthetic.region.tables import DOCTORS
from yibao.terms.dictionaries import dictionary

_SMALL = ("A02",)
_MIDDLE = ("A02", "A03", "A04", "A05", "A07", "A20")
_LARGE = (
    *("A02", "A03.01", "A03.02", "A03.03", "A03.04", "A03.05", "A03.06", "A03.07", "A03.08"),
    *("A04.01", "A04.02", "A04.03", "A04.04", "A04.05", "A04.06", "A05.01", "A05.02", "A05.03"),
    *("A07", "A07.01", "A10", "A11", "A12", "A13", "A15", "A16", "A19", "A20", "A21"),
)
_CHINESE = "A50"
_LARGE_KINDS = ("secondary", "tcm", "tertiary", "tertiary_b", "tertiary_a", "away")
_BY_BEDS = ("secondary", "tcm", "tertiary", "tertiary_b", "tertiary_a")
_NONE = "pharmacy"


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
        for each in range(_many(kind, number, beds)):
            turn = len(rows)
            caty = codes[each % len(codes)]
            rows.append(
                (
                    f"D{code[1:7]}{turn:06d}",
                    name_of(turn),
                    number,
                    f"{codes.index(caty) + 1:04d}",
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
    if kind == _NONE:
        return ()
    if kind == "tcm":
        return (_CHINESE, *_LARGE)
    if kind in _LARGE_KINDS:
        return _LARGE
    return _MIDDLE if kind == "primary" else _SMALL


def _many(kind: str, number: int, beds: int) -> int:
    """Return how many doctors an institution has; of a department one at least."""
    if kind == _NONE:
        return 0
    if kind == "village":
        return _of_village(number)
    if kind in _BY_BEDS:
        return max(len(departments(kind)), round(beds / value("beds_a_doctor")))
    return count(f"doctors_{kind}")


def _of_village(number: int) -> int:
    """Return the doctors of a clinic, in turn the whole numbers beside the nation's mean."""
    mean = value("village_doctors_nation") / value("village_clinics_nation")
    return max(1, int(mean * (number + 1)) - int(mean * number))
