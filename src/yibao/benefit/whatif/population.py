"""How many persons the register holds in the year, by income group (参保人数).

docs/algorithms/whatif.md §6: the persons behind the shares of a concentration index.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import duckdb

from yibao.benefit.files.source import Source
from yibao.benefit.files.values import date_of, key_of


@dataclass(frozen=True, slots=True)
class Population:
    """Insured persons of the year."""

    persons: int
    by_income_group: Mapping[str, int]
    """Value of `income_group` → persons; empty if the register has no such column."""


def population(
    connection: duckdb.DuckDBPyConnection, persons: Source, days: tuple[date, date]
) -> Population:
    """Count the persons of whom a row holds on a day between two, each by the latest of them."""
    begin = date_of(persons, "p", "begndate").value if persons.has("begndate") else "NULL"
    end = date_of(persons, "p", "enddate").value if persons.has("enddate") else "NULL"
    group = "CAST(p.income_group AS VARCHAR)" if persons.has("income_group") else "NULL"
    first, last = days
    held = (
        f"SELECT {key_of(persons, 'p', 'psn_no')} AS person, "
        f"COALESCE(NULLIF({group}, ''), '') AS grouped, {begin} AS begun FROM persons p "
        f"WHERE COALESCE({begin} <= DATE '{last}', true) "
        f"AND COALESCE({end} >= DATE '{first}', true)"
    )
    each = (
        "SELECT person, arg_max(grouped, COALESCE(begun, DATE '0001-01-01')) AS grouped "
        f"FROM ({held}) WHERE person IS NOT NULL GROUP BY person"
    )
    found = connection.sql(f"SELECT grouped, count(*) FROM ({each}) GROUP BY grouped").fetchall()
    counted = {str(row[0]): int(row[1]) for row in found}
    return Population(sum(counted.values()), {k: n for k, n in counted.items() if k})
