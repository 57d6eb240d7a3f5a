"""The persons of a piece as care needs them (人员): arrays instead of columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yibao.synthetic.region.care.choice import Bools, Floats, Ints
from yibao.synthetic.region.care.profiles import band
from yibao.synthetic.region.filings import DISEASES
from yibao.synthetic.region_files.institutions import COUNTIES

EMPLOYEES, RESIDENTS = "310", "390"
NEVER = 2**31
_FEMALE, _RETIRED = "2", "12"
_DAYS_A_YEAR = 365.25


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """One row a person; days are since 1970, `since` has a column for each of `DISEASES`."""

    person: Ints
    psn_no: pa.Array
    birth: Ints
    death: Ints
    female: Ints
    employee: Ints
    retired: Bools
    county: Ints
    town: Ints
    village: Ints
    household: Ints
    frailty: Floats
    away: Bools
    since: np.ndarray[tuple[int, int], np.dtype[np.int64]]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.person)

    def age(self, day: int | Ints) -> Ints:
        """Return everybody's age in years on a day."""
        found: Ints = np.floor((day - self.birth) / _DAYS_A_YEAR).astype(np.int64)
        return found

    def band(self, day: int | Ints) -> Ints:
        """Return everybody's band of ages on a day."""
        return band(self.age(day))


def people(persons: pa.Table) -> People:
    """Return the persons of a table of `PERSONS`."""
    persons = persons.combine_chunks()
    counties = _texts(persons, "county")
    return People(
        person=_numbers(persons, "person"),
        psn_no=persons["psn_no"].combine_chunks(),
        birth=_days(persons, "brdy"),
        death=_days(persons, "death"),
        female=_is(persons, "gend", _FEMALE).astype(np.int64),
        employee=_is(persons, "insutype", EMPLOYEES).astype(np.int64),
        retired=_is(persons, "psn_type", _RETIRED),
        county=pc.index_in(counties, value_set=pa.array(COUNTIES)).to_numpy().astype(np.int64),
        town=_numbers(persons, "town"),
        village=_numbers(persons, "village"),
        household=_numbers(persons, "household"),
        frailty=persons["frailty"].to_numpy().astype(np.float64),
        away=pc.not_equal(pc.fill_null(_texts(persons, "away_division"), ""), "").to_numpy(
            zero_copy_only=False
        ),
        since=_since(persons),
    )


def _array(persons: pa.Table, name: str) -> pa.Array:
    return persons[name].combine_chunks()


def _texts(persons: pa.Table, name: str) -> pa.Array:
    return _array(persons, name).cast(pa.string())


def _numbers(persons: pa.Table, name: str) -> Ints:
    found: Ints = persons[name].to_numpy().astype(np.int64)
    return found


def _is(persons: pa.Table, name: str, text: str) -> Bools:
    found: Bools = pc.equal(_texts(persons, name), text).to_numpy(zero_copy_only=False)
    return found


def _days(persons: pa.Table, name: str) -> Ints:
    days = _array(persons, name).cast(pa.int32()).cast(pa.int64())
    found: Ints = pc.fill_null(days, NEVER).to_numpy().astype(np.int64)
    return found


def _since(persons: pa.Table) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    found = np.full((persons.num_rows, len(DISEASES)), NEVER, dtype=np.int64)
    names, days = _array(persons, "chronic"), _array(persons, "chronic_since")
    row = pc.list_parent_indices(names).to_numpy()
    place = pc.index_in(pc.list_flatten(names).cast(pa.string()), value_set=pa.array(DISEASES))
    known = pc.is_valid(place).to_numpy(zero_copy_only=False)
    since = pc.list_flatten(days).cast(pa.int32()).to_numpy().astype(np.int64)
    found[row[known], pc.fill_null(place, 0).to_numpy()[known]] = since[known]
    return found
