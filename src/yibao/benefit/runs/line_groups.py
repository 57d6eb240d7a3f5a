"""Read a file of lines row group by row group, as arrays, and cut each by part (按行组读取明细).

docs/algorithms/bulk.md §5. Lines that are not plain are handed to the statement, row by row as they
came, so there is one place that says what may be wrong with a line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeAlias

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from yibao.benefit.files.line_codes import CodeTables
from yibao.benefit.files.lines import LineStaging
from yibao.benefit.files.plain_lines import KEYS, TIME, PlainFile, PlainLines
from yibao.benefit.files.source import Source
from yibao.benefit.files.values import UNKNOWN_CODE, key_as
from yibao.benefit.kernel import plain_lines as kernel
from yibao.benefit.kernel.rows import deal
from yibao.benefit.runs.deal import Cut, InMemory, part_sql, taken
from yibao.policy.plan import layout
from yibao.policy.plan.layout import Int

Keys = npt.NDArray[np.uint64]
Progress = Callable[[int], None]
_Array: TypeAlias = npt.NDArray[Any]
_EMPTY = np.zeros(0, np.int64)
_NOTHING = np.zeros(0, np.uint8)
_NO_COLUMN = np.zeros(0, np.int32)


@dataclass(frozen=True, slots=True)
class LineGroups:
    """A file of lines that can be read as arrays, and into how many parts it is dealt."""

    plain: PlainLines
    lines: Source
    claims: Source
    staging: LineStaging
    parts: int

    def take_in(
        self, held: InMemory, connection: duckdb.DuckDBPyConnection, told: Progress, threads: int
    ) -> None:
        """Read all lines on so many threads; those of all parts are held.

        Raises:
            pyarrow.ArrowException, OSError: the file cannot be read.

        """
        statement = part_sql(self.staging.sql, self.parts)
        heading = connection.sql(f"SELECT * FROM ({statement}) LIMIT 0").to_arrow_table()
        schema = heading.schema.remove(heading.schema.get_field_index("part"))
        groups = [
            (file, group)
            for file in self.plain.files
            for group in range(file.metadata.num_row_groups)
        ]
        cuts: list[Cut] = []
        with ThreadPoolExecutor(threads) as pool:
            waiting = [
                pool.submit(self._cut, connection, schema.names, file, group)
                for file, group in groups
            ]
            try:
                for (file, group), done in zip(groups, waiting, strict=True):
                    cuts += done.result()
                    told(file.metadata.row_group(group).num_rows)
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        held.keep(cuts, schema)

    def _cut(
        self, connection: duckdb.DuckDBPyConnection, names: list[str], file: PlainFile, group: int
    ) -> list[Cut]:
        """Read a row group and cut it by part: its plain lines, and those that are not."""
        reader = pq.ParquetFile(
            file.path, metadata=file.metadata, read_dictionary=[*self.plain.words]
        )
        with connection.cursor() as own, reader:
            table = reader.read_row_group(group, columns=self.plain.columns, use_threads=False)
            rows = table.num_rows
            words = {name: _Words.of(table[name]) for name in self.plain.words}
            codes = {
                f"line_{name}": _codes(
                    tables, words.get(name), words.get(tables.national_name), rows
                )
                for name, tables in self.plain.codes.items()
            }
            odd = np.zeros(rows, np.uint8)
            for found in codes.values():
                if found.min(initial=0) < 0:
                    odd |= found < 0
            numbers = self._numbers(table)
            count = kernel.find_odd(numbers, self.plain.in_days, odd)
            visit, part = self._keys(own, words)
            columns: dict[str, _Array] = {"visit_key": visit, **codes}
            columns |= {
                "line_date": numbers.day.astype(np.int32),
                "line_amount": numbers.amount,
                "line_allowed": _or_none(numbers.allowed, rows),
                "line_first_pay_ppm": _or_none(numbers.first_pay, rows).astype(np.int32),
                "problem": np.zeros(rows, np.int16),
            }
            if not count:
                return [self._dealt([columns[name] for name in names], part)]
            good = np.flatnonzero(odd == 0)
            plain = self._dealt([columns[name][good] for name in names], part[good])
            return [plain, self._by_statement(own, table.take(pa.array(odd.nonzero()[0])))]

    def _numbers(self, table: pa.Table) -> kernel.LineNumbers:
        def column(name: str, factor: int = 1) -> Int:
            return _numbers_of(table[name], factor) if name in table.schema.names else _EMPTY

        factors = self.plain.factors
        named = {name: column(name, factors.get(name, 1)) for name in (TIME, *factors)}
        return kernel.LineNumbers(
            day=named[TIME],
            amount=named[self.plain.amount],
            quantity=named.get("cnt", _EMPTY),
            price=named.get("pric", _EMPTY),
            allowed=named.get("pric_uplmt_amt", _EMPTY),
            first_pay=named.get("selfpay_prop", _EMPTY),
        )

    def _keys(
        self, connection: duckdb.DuckDBPyConnection, words: dict[str, _Words]
    ) -> tuple[Keys, npt.NDArray[np.uint16]]:
        """Return the key of each line's visit and the part of its person.

        DuckDB hashes each number once; so a number has the hash it has in the claims.
        """
        hashed = []
        for name in KEYS:
            known = words[name]
            texts = pa.concat_arrays([known.texts, pa.nulls(1, known.texts.type)])
            numbers = pa.table({"place": np.arange(len(texts)), name: texts})
            connection.register("numbers", numbers)
            key = key_as(self.claims, self.lines, "l", name)
            found = connection.sql(f"SELECT place, hash({key}) one, hash(one) two FROM numbers l")
            columns = found.fetchnumpy()
            table = np.empty((2, len(texts)), np.uint64)
            table[:, columns["place"]] = columns["one"], columns["two"]
            hashed.append((known.places(), table))
        (number, of_number), (person, of_person) = hashed
        bits = self.parts.bit_length() - 1
        part_of = of_person[0] >> np.uint64(64 - bits) if bits else of_person[0] * np.uint64(0)
        visit = np.take(of_number[0], number) ^ np.take(of_person[1], person)
        return visit, np.take(part_of.astype(np.uint16), person)

    def _dealt(self, columns: list[_Array], part: npt.NDArray[np.uint16]) -> Cut:
        starts = np.zeros(self.parts + 1, np.int64)
        order = np.empty(len(part), np.int64)
        deal(part, starts, order)
        return Cut([taken(column, order) for column in columns], starts)

    def _by_statement(self, connection: duckdb.DuckDBPyConnection, rows: pa.Table) -> Cut:
        """Stage lines by the statement that reads every file."""
        as_came = [
            column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
            for column in rows.columns
        ]
        connection.register("lines", pa.table(as_came, names=rows.schema.names))
        staged = connection.sql(part_sql(self.staging.sql, self.parts)).to_arrow_table()
        return Cut.of(staged.combine_chunks().to_batches()[0])


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """A column of few texts: the texts, and for each row which one."""

    texts: pa.Array
    which: npt.NDArray[np.int32]
    valid: kernel.Bytes
    """A bit for each row that has a text; no entries where all have."""

    @staticmethod
    def of(column: pa.ChunkedArray) -> _Words:
        whole = column.combine_chunks()
        if not pa.types.is_dictionary(whole.type):
            whole = whole.dictionary_encode()
        buffer = whole.indices.buffers()[1]
        kind = whole.indices.type.to_pandas_dtype()
        which = np.frombuffer(buffer, kind, len(whole), whole.offset * np.dtype(kind).itemsize)
        return _Words(whole.dictionary, which.astype(np.int32, copy=False), _valid(whole.indices))

    def places(self) -> npt.NDArray[np.int32]:
        """Return for each row the place of its text; behind the last where it has none."""
        if not len(self.valid):
            return self.which
        known = np.unpackbits(self.valid, count=len(self.which), bitorder="little")
        return np.where(known, self.which, np.int32(len(self.texts)))

    def column(self, table: Mapping[str, int], otherwise: int, none: int) -> kernel.CodeColumn:
        """Return the column with the number of each text."""
        numbers = [table.get(text, otherwise) if text else none for text in self.texts.to_pylist()]
        return kernel.CodeColumn(self.which, self.valid, np.array([*numbers, none], np.int16))


def _codes(
    tables: CodeTables, own: _Words | None, national: _Words | None, rows: int
) -> kernel.Codes:
    """Return the code of each line; below zero where it is unknown or missing."""
    codes = np.full(rows, tables.default, np.int16)
    if own is None and national is None:
        return codes
    first = kernel.CodeColumn(_NO_COLUMN, _NOTHING, np.array([kernel.NO_CODE], np.int16))
    then = kernel.CodeColumn(_NO_COLUMN, _NOTHING, np.array([tables.default], np.int16))
    if own is not None and tables.own is not None:
        first = own.column(tables.own, UNKNOWN_CODE, kernel.NO_CODE)
    if national is not None and tables.national is not None:
        then = national.column(tables.national, tables.otherwise, tables.default)
    kernel.take_codes(first, then, codes)
    return codes


def _numbers_of(column: pa.ChunkedArray, factor: int) -> Int:
    """Return a column's numbers, in units of the place wanted."""
    whole = column.combine_chunks()
    if whole.type.bit_width < 64:
        whole = whole.cast(pa.int32()).cast(pa.int64())
    step = whole.type.bit_width // 64
    words = np.frombuffer(whole.buffers()[1], np.int64)[whole.offset * step :]
    numbers = np.empty(len(whole), np.int64)
    kernel.take_numbers(words, step, factor, _valid(whole), numbers)
    return numbers


def _valid(array: pa.Array) -> kernel.Bytes:
    """Return a bit for each entry that holds something; nothing where all do."""
    if not array.null_count:
        return _NOTHING
    known = array.is_valid().to_numpy(zero_copy_only=False)
    return np.packbits(known, bitorder="little")


def _or_none(numbers: Int, rows: int) -> Int:
    return numbers if len(numbers) else np.full(rows, layout.NONE, np.int64)
