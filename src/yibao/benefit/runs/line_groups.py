"""Read a file of lines row group by row group, as arrays, and cut each by part (按行组读取明细).

docs/algorithms/bulk.md §5. Lines that are not plain are handed to the statement, row by row as they
came, so there is one place that says what may be wrong with a line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from yibao.benefit.files.lines import LineStaging
from yibao.benefit.files.plain_lines import KEYS, TIME, PlainFile, PlainLines
from yibao.benefit.files.source import Source
from yibao.benefit.files.values import UNKNOWN_CODE, key_as
from yibao.benefit.kernel import line_records as kernel
from yibao.benefit.kernel import plain_lines as plain_kernel
from yibao.benefit.kernel.plain_lines import Bytes, Narrow
from yibao.benefit.kernel.rows import Parts
from yibao.benefit.runs.deal import part_sql
from yibao.benefit.runs.lines import Lines, sizes_of
from yibao.benefit.runs.visit_keys import Hashes, VisitKeys
from yibao.policy.plan import Plan
from yibao.policy.plan.layout import Int

Progress = Callable[[int], None]
_NO_HASHES = np.zeros(0, np.uint64)
_EMPTY = np.zeros(0, np.int64)
_NOTHING = np.zeros(0, np.uint8)
_NO_COLUMN = np.zeros(0, np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class _Cut:
    """The lines of a row group, sorted by part."""

    records: Int
    """The plain lines, [line, number]."""
    starts: Int
    """[part]: where its records begin; one more entry says where the last ends."""
    hashes: Hashes
    """The hashes of the keys of their visits, sorted by part."""
    which: Narrow
    """[of which, key]: where the settlement and the person of each lie among `named`."""
    named: tuple[pa.Array, pa.Array]
    """The numbers of settlements and of persons that the row group has."""
    firsts: Int
    """[part]: where its keys begin."""
    others: dict[int, Lines]
    """Part → the lines that are not plain."""

    def lines(self, part: int) -> list[Lines]:
        """Return the lines of a part."""
        own = self.records[self.starts[part] : self.starts[part + 1]]
        rows = slice(self.firsts[part], self.firsts[part + 1])
        numbers, persons = (
            named.take(pa.array(which[rows]))
            for named, which in zip(self.named, self.which, strict=True)
        )
        keys = VisitKeys(self.hashes[rows], numbers, persons)
        none = VisitKeys(_NO_HASHES, numbers[:0], persons[:0])
        found = [Lines(own, keys, none, _EMPTY)]
        return found + ([self.others[part]] if part in self.others else [])


class LinesInMemory:
    """Lines as records, as slices of row groups that are sorted by part."""

    def __init__(self, cuts: list[_Cut]) -> None:
        """Take the row groups of all files."""
        self._cuts = cuts

    def part(self, number: int) -> Lines:
        """Return the lines of a part."""
        return Lines.joined([piece for cut in self._cuts for piece in cut.lines(number)])


@dataclass(frozen=True, slots=True)
class LineGroups:
    """A file of lines that can be read as arrays, and into how many parts it is dealt."""

    plan: Plan
    plain: PlainLines
    lines: Source
    claims: Source
    staging: LineStaging
    parts: int

    def read(
        self, connection: duckdb.DuckDBPyConnection, told: Progress, threads: int
    ) -> LinesInMemory:
        """Read all lines on so many threads.

        Raises:
            pyarrow.ArrowException, OSError: the file cannot be read.

        """
        groups = [
            (file, group)
            for file in self.plain.files
            for group in range(file.metadata.num_row_groups)
        ]
        cuts = []
        with ThreadPoolExecutor(threads) as pool:
            waiting = [pool.submit(self._cut, connection, *where) for where in groups]
            try:
                for (file, group), done in zip(groups, waiting, strict=True):
                    cuts.append(done.result())
                    told(file.metadata.row_group(group).num_rows)
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        return LinesInMemory(cuts)

    def _cut(self, connection: duckdb.DuckDBPyConnection, file: PlainFile, group: int) -> _Cut:
        """Read a row group and cut it by part: its plain lines, and those that are not."""
        words = [*self.plain.words]
        reader = pq.ParquetFile(file.path, metadata=file.metadata, read_dictionary=words)
        with connection.cursor() as own, reader:
            table = reader.read_row_group(group, columns=self.plain.columns, use_threads=False)
            return self._dealt(own, table, {name: _Words.of(table[name]) for name in words})

    def _dealt(
        self, connection: duckdb.DuckDBPyConnection, table: pa.Table, words: dict[str, _Words]
    ) -> _Cut:
        odd = np.zeros(table.num_rows, np.uint8)
        code = self._codes(words, odd)
        numbers = self._numbers(table)
        count = plain_kernel.find_odd(numbers, self.plain.in_days, odd)
        visit, person = (self._named(connection, name, words[name]) for name in KEYS)
        part = self._parts_of(person)
        starts, firsts = np.zeros((2, self.parts + 1), np.int64)
        kernel.count_by_part(visit.which, person.which, part, odd, starts, firsts)
        records = np.empty((table.num_rows - count, kernel.WIDTH), np.int64)
        hashes, which = np.empty(firsts[-1], np.uint64), np.empty((2, firsts[-1]), np.int32)
        kernel.deal_lines(
            numbers,
            code,
            odd,
            (visit.which, visit.hashes),
            (person.which, person.hashes_again, part),
            (starts, firsts),
            (records, hashes, which),
        )
        others = {}
        if count:
            rows = table.take(pa.array(np.flatnonzero(odd)))
            others = self._by_statement(connection, rows)
        return _Cut(records, starts, hashes, which, (visit.named, person.named), firsts, others)

    def _codes(self, words: dict[str, _Words], odd: Bytes) -> Narrow:
        """Return the code of each line; mark the lines whose code is not known as odd."""
        code = np.zeros(len(odd), np.int32)
        for (name, tables), size in zip(
            self.plain.codes.items(), sizes_of(self.plan).tolist(), strict=True
        ):
            own, national = words.get(name), words.get(tables.national_name)
            first, then = _one_code(plain_kernel.NO_CODE), _one_code(tables.default)
            if own is not None and tables.own is not None:
                first = own.column(tables.own, UNKNOWN_CODE, plain_kernel.NO_CODE)
            if national is not None and tables.national is not None:
                then = national.column(tables.national, tables.otherwise, tables.default)
            plain_kernel.take_codes(first, then, size, code, odd)
        return code

    def _numbers(self, table: pa.Table) -> plain_kernel.LineNumbers:
        factors = {TIME: 1, **self.plain.factors}
        named = {name: _numbers_of(table[name], factor) for name, factor in factors.items()}
        return plain_kernel.LineNumbers(
            day=named[TIME],
            amount=named[self.plain.amount],
            quantity=named.get("cnt", _EMPTY),
            price=named.get("pric", _EMPTY),
            allowed=named.get("pric_uplmt_amt", _EMPTY),
            first_pay=named.get("selfpay_prop", _EMPTY),
        )

    def _parts_of(self, person: _Named) -> Parts:
        """Return the part of each person."""
        bits = self.parts.bit_length() - 1
        if not bits:
            return np.zeros(len(person.hashes), np.uint16)
        return (person.hashes >> np.uint64(64 - bits)).astype(np.uint16)

    def _named(self, connection: duckdb.DuckDBPyConnection, name: str, words: _Words) -> _Named:
        """Return which number each line has, and each number as the claims have it.

        DuckDB hashes each number once, so that it has the hash that it has in the claims.
        """
        texts = pa.concat_arrays([words.texts, pa.nulls(1, words.texts.type)])
        connection.register("numbers", pa.table({"place": np.arange(len(texts)), name: texts}))
        key = key_as(self.claims, self.lines, "l", name)
        found = connection.sql(
            f"SELECT {key} AS named, hash({key}) AS one, hash(one) AS two FROM numbers l "
            "ORDER BY place"
        ).to_arrow_table()
        return _Named(
            words.places(),
            _whole(found["named"]),
            np.asarray(found["one"].to_numpy()),
            np.asarray(found["two"].to_numpy()),
        )

    def _by_statement(
        self, connection: duckdb.DuckDBPyConnection, rows: pa.Table
    ) -> dict[int, Lines]:
        """Stage lines by the statement that reads every file; return them by part."""
        as_came = [
            column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
            for column in rows.columns
        ]
        connection.register("lines", pa.table(as_came, names=rows.schema.names))
        staged = connection.sql(part_sql(self.staging.sql, self.parts)).to_arrow_table()
        part = staged["part"].to_numpy()
        return {
            number: Lines.of(staged.filter(pa.array(part == number)), self.plan)
            for number in np.unique(part).tolist()
        }


@dataclass(frozen=True, slots=True, eq=False)
class _Named:
    """The numbers of the settlements, or of the persons, of lines."""

    which: Narrow
    """[line]: where its number lies among `named`."""
    named: pa.Array
    """The numbers as the claims have them; the last is none."""
    hashes: Hashes
    hashes_again: Hashes
    """The hash of each hash."""


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """A column of few texts: the texts, and for each row which one."""

    texts: pa.Array
    which: Narrow
    valid: Bytes
    """A bit for each row that has a text; no entries where all have."""

    @staticmethod
    def of(column: pa.ChunkedArray) -> _Words:
        whole = _whole(column)
        if not pa.types.is_dictionary(whole.type):
            whole = whole.dictionary_encode()
        buffer = whole.indices.buffers()[1]
        kind = whole.indices.type.to_pandas_dtype()
        which = np.frombuffer(buffer, kind, len(whole), whole.offset * np.dtype(kind).itemsize)
        return _Words(whole.dictionary, which.astype(np.int32, copy=False), _valid(whole.indices))

    def places(self) -> Narrow:
        """Return for each row the place of its text; behind the last where it has none."""
        if not len(self.valid):
            return self.which
        known = np.unpackbits(self.valid, count=len(self.which), bitorder="little")
        return np.where(known, self.which, np.int32(len(self.texts)))

    def column(
        self, table: Mapping[str, int], otherwise: int, none: int
    ) -> plain_kernel.CodeColumn:
        """Return the column with the number of each text."""
        numbers = [table.get(text, otherwise) if text else none for text in self.texts.to_pylist()]
        return plain_kernel.CodeColumn(self.which, self.valid, np.array([*numbers, none], np.int16))


def _one_code(code: int) -> plain_kernel.CodeColumn:
    """Return a column that a file does not have: what counts instead."""
    return plain_kernel.CodeColumn(_NO_COLUMN, _NOTHING, np.array([code], np.int16))


def _numbers_of(column: pa.ChunkedArray, factor: int) -> Int:
    """Return a column's numbers, in units of the place wanted."""
    whole = _whole(column)
    if whole.type.bit_width < 64:
        whole = whole.cast(pa.int32()).cast(pa.int64())
    step = whole.type.bit_width // 64
    words = np.frombuffer(whole.buffers()[1], np.int64)[whole.offset * step :]
    numbers = np.empty(len(whole), np.int64)
    plain_kernel.take_numbers(words, step, factor, _valid(whole), numbers)
    return numbers


def _whole(column: pa.ChunkedArray) -> pa.Array:
    """Return a column in one piece; what is one piece is not copied."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _valid(array: pa.Array) -> Bytes:
    """Return a bit for each entry that holds something; nothing where all do."""
    if not array.null_count:
        return _NOTHING
    if not array.offset % 8:
        return np.frombuffer(array.buffers()[0], np.uint8)[array.offset // 8 :]
    known = array.is_valid().to_numpy(zero_copy_only=False)
    return np.packbits(known, bitorder="little")
