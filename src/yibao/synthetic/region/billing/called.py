"""The visits of a piece as bills need them (就诊): arrays instead of columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yibao.synthetic.region.billing.themes import theme_numbers
from yibao.synthetic.region.billing.usage import implants, list_of, operations
from yibao.synthetic.region.goods import Bools, Ints, sellers

STAYS = ("inpatient", "day_surgery", "delivery")
SECONDS = 86_400
_FIRST_OF_THE_REST = 87
"""From this chapter of ICD-9-CM-3 on nothing is cut: imaging, tests, therapy."""


@dataclass(frozen=True, slots=True, eq=False)
class Called:
    """One row a visit; days are since 1970."""

    care: tuple[str, ...]
    """The names that `care_number` counts."""
    care_number: Ints
    disease: np.ndarray[tuple[int], np.dtype[np.str_]]
    stay: Bools
    begin: Ints
    nights: Ints
    """Of a stay, at least one; 1 of another visit."""
    settled: Ints
    """Seconds since 1970."""
    institution: Ints
    tier: Ints
    theme: Ints
    wanted_fen: Ints
    doctor: Ints
    treated: Ints
    """Of each procedure: its visit. The main one of a visit comes first."""
    treated_list: Ints
    """Of each procedure: its list in the shelf of operations."""
    treated_with: Ints
    """Of each procedure: its list in the shelf of implants."""
    treated_cut: Bools
    """Of each procedure: whether it is an operation."""

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.begin)

    def is_care(self, *names: str) -> Bools:
        """Say which visits are of these kinds of care."""
        numbers = [number for number, name in enumerate(self.care) if name in names]
        found: Bools = np.isin(self.care_number, numbers)
        return found

    @property
    def kind(self) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
        """The kind of each visit's institution."""
        return np.array(sellers().kinds)[self.institution]


def called(visits: pa.Table) -> Called:
    """Read the visits of a piece.

    Args:
        visits: with the columns of `tables.VISITS`.

    """
    care, care_number = _coded(visits["care"])
    diagnoses, diagnosis = _coded(visits["diagnosis"])
    diseases, disease = _coded(visits["disease"])
    begin, end = (_days(visits[name]) for name in ("begndate", "enddate"))
    stay = np.isin(care_number, [number for number, name in enumerate(care) if name in STAYS])
    institution = visits["institution"].to_numpy().astype(np.int64)
    treated, codes, code = _procedures(visits["procedures"])
    lists, implanted = (
        np.array([list_of(each, known) for each in codes], dtype=np.int64)
        for known in (operations()[0], implants()[0])
    )
    cut = np.array([_is_cut(each) for each in codes], dtype=bool)
    return Called(
        tuple(care),
        care_number,
        np.array(diseases or [""])[disease],
        stay,
        begin,
        np.where(stay, np.maximum(end - begin, 1), 1),
        visits["setl_time"].cast(pa.timestamp("s")).cast(pa.int64()).to_numpy(),
        institution,
        sellers().tier[institution],
        theme_numbers(diagnoses)[diagnosis],
        visits["wanted_fen"].to_numpy().astype(np.int64),
        visits["doctor"].to_numpy().astype(np.int64),
        treated,
        lists[code],
        implanted[code],
        cut[code],
    )


def _coded(column: pa.ChunkedArray) -> tuple[list[str], Ints]:
    """Return the different texts of a column, and which of them each row has; empty for none."""
    flat = column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
    coded = pc.fill_null(flat, "").combine_chunks()
    coded = coded.dictionary_encode()
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.combine_chunks()
    return coded.dictionary.to_pylist(), coded.indices.to_numpy().astype(np.int64)


def _days(column: pa.ChunkedArray) -> Ints:
    days: Ints = column.cast(pa.int32()).to_numpy().astype(np.int64)
    return days


def _procedures(column: pa.ChunkedArray) -> tuple[Ints, list[str], Ints]:
    codes, code = _coded(pa.chunked_array([pc.list_flatten(column.combine_chunks())]))
    many = pc.fill_null(pc.list_value_length(column), 0).to_numpy()
    return np.repeat(np.arange(len(column)), many), codes, code


def _is_cut(code: str) -> bool:
    return code[:2].isdigit() and int(code[:2]) < _FIRST_OF_THE_REST
