"""Settle the parts of a run that are missing: deal, then fold on every thread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yibao.benefit.files.lines import LineStaging, stage_lines
from yibao.benefit.files.staging import Staging, stage
from yibao.benefit.runs.asked import Asked, Progress
from yibao.benefit.runs.deal import InMemory, OnDisk, Room, part_sql
from yibao.benefit.runs.manifest import Manifest, entries
from yibao.benefit.runs.sources import Sources, count_rows
from yibao.policy.plan import Plan

if TYPE_CHECKING:
    from yibao.benefit.runs.store import Store


@dataclass(frozen=True, slots=True)
class Work:
    """What it takes to settle the parts that are missing."""

    asked: Asked
    plan: Plan
    manifest: Manifest
    sources: Sources
    visits: int
    progress: Progress

    def settle_missing(self) -> None:
        """Deal the rows of the parts that are missing and settle them, on every thread."""
        there = entries(self.asked.out)
        # Cut off between the last part and the sum, a part is settled again: the files are read.
        missing = [part for part in range(self.manifest.parts) if part not in there] or [0]
        staging = stage(
            self.plan,
            self.sources.claims,
            self.sources.persons,
            with_lines=self.sources.lines is not None,
        )
        lines = self.sources.lines
        line_staging = (
            None if lines is None else stage_lines(self.plan, lines, claims=self.sources.claims)
        )
        done = 0
        with ThreadPoolExecutor(self.asked.threads) as pool:
            loading = pool.submit(self._store, staging, line_staging)
            claims_dealt = self._deal("read", staging.sql, missing)
            lines_dealt = None
            if line_staging is not None:
                lines_dealt = self._deal("lines", line_staging.sql, missing)
            store = loading.result()
            work = [
                pool.submit(_settle, store, claims_dealt, lines_dealt, part) for part in missing
            ]
            try:
                for finished in as_completed(work):
                    finished.result()
                    done += 1
                    self.progress("settle", done, len(missing))
            except BaseException:
                for future in work:
                    future.cancel()
                raise

    def _store(self, staging: Staging, lines: LineStaging | None) -> Store:
        """Load the kernel, while the files are being read."""
        from yibao.benefit.bulk import load_machine_code  # noqa: PLC0415 -- half a second
        from yibao.benefit.runs.store import Store  # noqa: PLC0415 -- it imports the kernel

        load_machine_code(self.plan)
        return Store(self.asked, self.manifest, self.plan, staging, lines)

    def _deal(self, step: str, sql: str, missing: list[int]) -> InMemory | OnDisk:
        """Deal the rows of a statement into parts, in memory if they fit."""
        connection = self.sources.connection
        view = "claims" if step == "read" else "lines"
        rows = self.visits if step == "read" else count_rows(self.sources, view)
        wanted = None if len(missing) == self.manifest.parts else missing
        dealt_sql = part_sql(sql, self.manifest.parts, wanted)
        seen = 0

        def told(more: int) -> None:
            nonlocal seen
            seen = rows if more < 0 else seen + more
            self.progress(step, seen, rows)

        told(0)
        room = Room(self.asked.memory, self.asked.out / "_staging" / view)
        dealt = room.take(connection, sql, rows)
        dealt.take_in(connection, dealt_sql, told)
        return dealt


def _settle(
    store: Store, claims: InMemory | OnDisk, lines: InMemory | OnDisk | None, part: int
) -> None:
    store.settle(part, claims.part(part), None if lines is None else lines.part(part))
