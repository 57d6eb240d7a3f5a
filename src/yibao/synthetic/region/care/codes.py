"""The codes that occur (编码), each a place in one list."""

from __future__ import annotations

from functools import cache

import pyarrow as pa

from yibao.terms.tables import rows

NONE = 0
"""The place of the empty text."""


class Codes:
    """Codes of diagnoses and procedures, and back."""

    def __init__(self, codes: list[str]) -> None:
        self.codes = tuple(dict.fromkeys(["", *codes]))
        self._places = {code: place for place, code in enumerate(self.codes)}
        self.array = pa.array(self.codes)

    def index(self, code: str) -> int:
        """Return the place of a code."""
        return self._places[code]


@cache
def pool() -> Codes:
    """Return all codes of the tables of stays and visits.

    >>> pool().codes[pool().index("J18.900")]
    'J18.900'
    """
    tables = ("adrg_cases.csv", "visit_cases.csv")
    return Codes([row["code"] for table in tables for row in rows("synthetic", table)])
