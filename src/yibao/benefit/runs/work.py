"""Settle the parts of a run that are missing: deal, then fold on every thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from yibao.benefit.files.lines import LineStaging, stage_lines
from yibao.benefit.files.plain_lines import plain_lines
from yibao.benefit.files.staging import Staging, stage
from yibao.benefit.runs.asked import Asked, Progress
from yibao.benefit.runs.bundles import Bundle, Bundles
from yibao.benefit.runs.deal import MEMORY_SHARE, InMemory, part_sql, width_of_row
from yibao.benefit.runs.manifest import Manifest, entries
from yibao.benefit.runs.sources import Sources
from yibao.policy.plan import Plan

if TYPE_CHECKING:
    from yibao.benefit.runs.line_groups import LinesInMemory
    from yibao.benefit.runs.store import Store

Told = Callable[[int], None]
READING_SHARE = 4
"""Row groups that are read at once take at most this fraction (1/n) of the memory given."""


@dataclass(frozen=True, slots=True)
class Rows:
    """How many rows the files of a run have."""

    visits: int
    lines: int


@dataclass(frozen=True, slots=True)
class _Statements:
    """The statements that turn the rows of the files into whole numbers."""

    claims: Staging
    lines: LineStaging | None

    @staticmethod
    def of(plan: Plan, sources: Sources) -> _Statements:
        with_lines = sources.lines is not None
        claims = stage(plan, sources.claims, sources.persons, with_lines=with_lines)
        if sources.lines is None:
            return _Statements(claims, None)
        return _Statements(claims, stage_lines(plan, sources.lines, claims=sources.claims))


@dataclass(frozen=True, slots=True)
class Work:
    """What it takes to settle the parts that are missing."""

    asked: Asked
    plan: Plan
    manifest: Manifest
    sources: Sources
    rows: Rows
    progress: Progress

    def settle_missing(self) -> None:
        """Deal the rows of the parts that are missing and settle them, on every thread."""
        there = entries(self.asked.out)
        # Cut off between the last part and the sum, a part is settled again: the files are read.
        missing = [part for part in range(self.manifest.parts) if part not in there] or [0]
        statements = _Statements.of(self.plan, self.sources)
        count = self._bundles(statements)
        done = 0
        # One more than may compute: somebody always waits for a file to be forced to disk.
        with ThreadPoolExecutor(self.asked.threads + 1) as pool:
            loading = pool.submit(self._store, statements)
            for bundle in self._dealt_into(count, missing):
                own = [part for part in missing if part in bundle.parts]
                for _ in self._settled(pool, loading, bundle, own):
                    done += 1
                    self.progress("settle", done, len(missing))

    def _bundles(self, statements: _Statements) -> int:
        """Return into how many bundles the rows go so that one of them fits in memory."""
        connection = self.sources.connection
        needed = self.rows.visits * width_of_row(connection, statements.claims.sql)
        if statements.lines is not None:
            needed += self.rows.lines * width_of_row(connection, statements.lines.sql)
        count = 1
        while count < self.manifest.parts and needed * MEMORY_SHARE > self.asked.memory * count:
            count *= 2
        return count

    def _dealt_into(self, count: int, missing: list[int]) -> Iterator[Bundle]:
        """Yield the bundles in which parts are missing; what fits in memory is one, as it lies."""
        parts = self.manifest.parts
        if count == 1:
            yield Bundle(range(parts), self.sources)
            return
        self.progress("deal", 0, count)
        bundles = Bundles(self.sources, self.asked.out / "_staging", count)
        wanted = {part * count // parts for part in missing}
        bundles.take_in(wanted)
        self.progress("deal", count, count)
        yield from bundles.each(wanted, parts)

    def _settled(
        self, pool: ThreadPoolExecutor, loading: Future[Store], bundle: Bundle, missing: list[int]
    ) -> Iterator[None]:
        """Settle the missing parts of a bundle; yield once a part."""
        statements = _Statements.of(self.plan, bundle.sources)
        wanted = None if len(missing) == self.manifest.parts else missing
        whole = len(bundle.parts) == self.manifest.parts

        def dealt(step: str, sql: str, rows: int) -> InMemory:
            told = _telling(self.progress, step, rows) if whole else _silent
            held = InMemory()
            held.take_in(
                bundle.sources.connection, part_sql(sql, self.manifest.parts, wanted), told
            )
            return held

        claims = dealt("read", statements.claims.sql, self.rows.visits)
        lines: InMemory | LinesInMemory | None = None
        if statements.lines is not None:
            read = self._lines_as_arrays(bundle, statements.lines)
            lines = read or dealt("lines", statements.lines.sql, self.rows.lines)
        store = loading.result()
        work = [pool.submit(_settle, store, claims, lines, part) for part in missing]
        try:
            for finished in as_completed(work):
                finished.result()
                yield
        except BaseException:
            for future in work:
                future.cancel()
            raise

    def _lines_as_arrays(self, bundle: Bundle, staging: LineStaging) -> LinesInMemory | None:
        """Read the lines of the whole run without a statement, if their file allows it."""
        lines = self.sources.lines
        if lines is None or bundle.sources is not self.sources:
            return None
        room = self.asked.memory // (READING_SHARE * self.asked.threads)
        plain = plain_lines(self.plan, lines, room)
        if plain is None:
            return None
        from yibao.benefit.runs.line_groups import LineGroups  # noqa: PLC0415 -- has the kernel

        claims, parts = self.sources.claims, self.manifest.parts
        groups = LineGroups(self.plan, plain, lines, claims, staging, parts)
        told = _telling(self.progress, "lines", self.rows.lines)
        try:
            return groups.read(self.sources.connection, told, self.asked.threads)
        except (pa.ArrowException, OSError):
            return None  # What cannot be read is told by the statement, as for every other file.

    def _store(self, statements: _Statements) -> Store:
        """Load the kernel, while the files are being read."""
        from yibao.benefit.bulk import load_machine_code  # noqa: PLC0415 -- half a second
        from yibao.benefit.desks import Desks  # noqa: PLC0415 -- it imports the kernel
        from yibao.benefit.runs.store import Store  # noqa: PLC0415 -- it imports the kernel

        load_machine_code(self.plan)
        desks = Desks(self.plan)
        return Store(
            self.asked, self.manifest, self.plan, statements.claims, statements.lines, desks
        )


def _telling(progress: Progress, step: str, rows: int) -> Told:
    """Return what adds up the rows that are read and tells of them."""
    seen = 0

    def told(more: int) -> None:
        nonlocal seen
        seen = rows if more < 0 else seen + more
        progress(step, seen, rows)

    told(0)
    return told


def _silent(more: int) -> None:
    """Tell nobody: parts that are settled tell how far a bundle is."""


def _settle(
    store: Store, claims: InMemory, lines: InMemory | LinesInMemory | None, part: int
) -> None:
    store.settle(part, claims.part(part), None if lines is None else lines.part(part))
