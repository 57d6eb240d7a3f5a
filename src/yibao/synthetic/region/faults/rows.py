"""A table some rows of which are changed (可改动的表): a changed row is a record."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from yibao.synthetic.region.drawing import Bools

Row = dict[str, Any]


class Rows:
    """Rows of a table to be read, changed, dropped and added; what is not touched is not copied."""

    def __init__(self, table: pa.Table) -> None:
        """Begin with a table."""
        self.table = table
        self._changed: dict[int, Row] = {}
        self._added: list[Row] = []
        self._dropped: set[int] = set()

    def read(self, first: int, end: int) -> list[Row]:
        """Return rows from the first up to the end as they stand now; they are copies."""
        found: list[Row] = self.table.slice(first, end - first).to_pylist()
        return [
            dict(self._changed.get(first + place, row))
            for place, row in enumerate(found)
            if first + place not in self._dropped
        ]

    def change(self, number: int, **cells: object) -> Row:
        """Change cells of a row, and return the row."""
        row = self._changed.get(number)
        if row is None:
            row = self._changed[number] = self.table.slice(number, 1).to_pylist()[0]
        row.update(cells)
        return row

    def drop(self, number: int) -> None:
        """Leave a row out."""
        self._dropped.add(number)
        self._changed.pop(number, None)

    def add(self, row: Row) -> None:
        """Add a row."""
        self._added.append(row)

    def whole(self) -> pa.Table:
        """Return the table with all changes; changed rows keep their places, new ones follow."""
        if not (self._changed or self._added or self._dropped):
            return self.table
        stays = self._untouched()
        kept = np.flatnonzero(stays)
        rows = [*self._changed.values(), *self._added]
        made = pa.Table.from_pylist(rows, schema=self.table.schema)
        whole = pa.concat_tables([self.table.filter(pa.array(stays)), made])
        after = len(self.table) + np.arange(len(self._added))
        place = np.concatenate([kept, np.array(list(self._changed), dtype=np.int64), after])
        whole = whole.unify_dictionaries().combine_chunks()
        return whole.take(pa.array(np.argsort(place, kind="stable")))

    def _untouched(self) -> Bools:
        stays = np.ones(len(self.table), dtype=bool)
        stays[[*self._changed, *self._dropped]] = False
        return stays
