"""Compare two laws over files: stage, deal, settle part by part under both, sum up (两案比较).

docs/algorithms/whatif.md §2.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np

from yibao.benefit.bulk import load_machine_code
from yibao.benefit.files.lines import stage_lines
from yibao.benefit.files.staging import Staging, stage
from yibao.benefit.runs.asked import Asked, Progress, silent
from yibao.benefit.runs.deal import InMemory, OnDisk, Room
from yibao.benefit.runs.identity import parts_for
from yibao.benefit.runs.sources import Sources, connect, count_rows, open_sources, reading_failed
from yibao.benefit.whatif import extremes, payers, refused
from yibao.benefit.whatif.asked import Question
from yibao.benefit.whatif.burden import (
    Entropy,
    Heavy,
    entropy_together,
    heavy_together,
)
from yibao.benefit.whatif.dealt import Table, deal, part_of
from yibao.benefit.whatif.extremes import Extremes
from yibao.benefit.whatif.laws import Laws, laws_of
from yibao.benefit.whatif.pair import Rows, Side, settle_pair
from yibao.benefit.whatif.part import PartSums, reduce_part
from yibao.benefit.whatif.payers import Payers
from yibao.benefit.whatif.population import Population, population
from yibao.benefit.whatif.refused import Refused
from yibao.benefit.whatif.sums import Grouped, merged
from yibao.benefit.whatif.traits import Traits, read_traits
from yibao.policy.plan import Plan
from yibao.policy.plan.layout import Int
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """What changes for whom."""

    question: Question
    laws: Laws
    year: int
    years: dict[int, int]
    """Benefit year → rows of the claims without a problem."""
    traits: Traits
    total: Grouped
    groups: dict[str, Grouped]
    payers: tuple[Payers, Payers]
    met: tuple[frozenset[str], frozenset[str]]
    personal: tuple[Int, Int]
    """What each person pays under A and B, in no order."""
    heavy: Heavy
    entropy: Entropy | None
    extremes: Extremes
    refused: Refused
    other_years: int
    population: Population | None


def compare_files(question: Question, progress: Progress = silent) -> Comparison:
    """Settle the claims under both laws and sum up what differs.

    Raises:
        InvalidInput: a file or a change cannot be used, or no visit can be compared.
        PolicyError: a law cannot be read.

    """
    laws = laws_of(question)
    with TemporaryDirectory(prefix="yibao-whatif-") as folder:
        spill = Path(folder)
        connection = connect(question.threads, question.memory // 2, spill / "spill")
        try:
            sources = open_sources(_asked(question, spill), connection)
            return _Run(question, laws, sources, spill, progress).compare()
        except duckdb.Error as error:
            raise reading_failed(error) from error
        finally:
            connection.close()


def _asked(question: Question, out: Path) -> Asked:
    return Asked(
        claims=question.claims,
        out=out,
        region=question.region,
        persons=question.persons,
        lines=question.lines,
    )


@dataclass(frozen=True, slots=True)
class _Dealt:
    """The rows of both statements by part; B's are None where A's serve."""

    claims_a: InMemory | OnDisk
    claims_b: InMemory | OnDisk | None
    lines_a: InMemory | OnDisk | None
    lines_b: InMemory | OnDisk | None

    def rows(self, part: int) -> tuple[Rows, Rows]:
        """Return the rows of a part, once."""
        claims, lines = self.claims_a.part(part), part_of(self.lines_a, part)
        own = part_of(self.claims_b, part)
        own_lines = part_of(self.lines_b, part)
        return Rows(claims, lines), Rows(
            claims if own is None else own, lines if own_lines is None else own_lines
        )


@dataclass(frozen=True, slots=True)
class _Run:
    """One comparison under way."""

    question: Question
    laws: Laws
    sources: Sources
    folder: Path
    progress: Progress

    def compare(self) -> Comparison:
        """Stage, deal, settle, sum up."""
        a, b = self._side(self.laws.a), self._side(self.laws.b)
        years = self._years(a.staging)
        if not years:
            raise _nothing("claims")
        year = self.question.year or max(years, key=lambda one: (years[one], one))
        sources = self.sources
        traits = read_traits(a, sources)
        visits = count_rows(sources, "claims")
        parts = self.question.parts or parts_for(visits)
        dealt = self._deal(a, b, traits, visits, parts)
        reduced = self._reduce(a, b, dealt, traits.names, year, parts)
        if not any(part.total.codes.size for part in reduced):
            raise _nothing("year")
        return self._together(reduced, traits, year, years)

    def _side(self, plan: Plan) -> Side:
        sources = self.sources
        claims, lines = sources.claims, sources.lines
        return Side(
            plan,
            stage(plan, claims, sources.persons, with_lines=lines is not None),
            None if lines is None else stage_lines(plan, lines, claims=claims),
        )

    def _years(self, staging: Staging) -> dict[int, int]:
        found = self.sources.connection.sql(
            f"SELECT year, count(*) FROM ({staging.sql}) WHERE problem = 0 "
            "GROUP BY year ORDER BY year"
        ).fetchall()
        return {int(row[0]): int(row[1]) for row in found}

    def _deal(self, a: Side, b: Side, traits: Traits, visits: int, parts: int) -> _Dealt:
        """Deal out what A needs, and what B needs otherwise."""
        table = Table(Room(self.question.memory, self.folder), parts)
        same = _unnamed(a.staging) == _unnamed(b.staging)
        statements = [("a", traits.sql)] if same else [("a", traits.sql), ("b", b.staging.sql)]
        claims = self._deal_step("read", statements, visits, table)
        lines: list[InMemory | OnDisk] = []
        if a.lines is not None and b.lines is not None:
            own = [] if a.lines == b.lines else [("lines_b", b.lines.sql)]
            rows = count_rows(self.sources, "lines")
            lines = self._deal_step("lines", [("lines_a", a.lines.sql), *own], rows, table)
        return _Dealt(
            claims[0],
            claims[1] if len(claims) > 1 else None,
            lines[0] if lines else None,
            lines[1] if len(lines) > 1 else None,
        )

    def _deal_step(
        self, step: str, statements: list[tuple[str, str]], rows: int, table: Table
    ) -> list[InMemory | OnDisk]:
        whole, seen = rows * len(statements), 0
        self.progress(step, 0, whole)

        def told(more: int) -> None:
            nonlocal seen
            seen += rows if more < 0 else more
            self.progress(step, min(seen, whole), whole)

        return [deal(self.sources, sql, name, rows, table, told) for name, sql in statements]

    def _reduce(
        self, a: Side, b: Side, dealt: _Dealt, names: tuple[str, ...], year: int, parts: int
    ) -> list[PartSums]:
        """Settle and reduce every part, on every thread; return them in their order."""

        def one(part: int) -> PartSums:
            rows_a, rows_b = dealt.rows(part)
            return reduce_part(settle_pair(a, b, rows_a, rows_b, year), a, b, names, year)

        with ThreadPoolExecutor(self.question.threads) as pool:
            for plan in (a.plan, b.plan):
                load_machine_code(plan)
            work = [pool.submit(one, part) for part in range(parts)]
            try:
                for done, finished in enumerate(as_completed(work), 1):
                    finished.result()
                    self.progress("settle", done, parts)
            except BaseException:
                for future in work:
                    future.cancel()
                raise
            return [future.result() for future in work]

    def _together(
        self, parts: list[PartSums], traits: Traits, year: int, years: dict[int, int]
    ) -> Comparison:
        """Put the sums of parts together, and hold every grouping to the total."""
        total = merged([part.total for part in parts])
        groups = {name: merged([part.groups[name] for part in parts]) for name in traits.names}
        for name, grouped in groups.items():
            assert np.array_equal(grouped.sums.sum(axis=0), total.sums[0]), name
        entropies = [part.entropy for part in parts if part.entropy is not None]
        return Comparison(
            question=self.question,
            laws=self.laws,
            year=year,
            years=years,
            traits=traits,
            total=total,
            groups=groups,
            payers=(
                payers.together(part.payers_a for part in parts),
                payers.together(part.payers_b for part in parts),
            ),
            met=(
                frozenset().union(*(part.met_a for part in parts)),
                frozenset().union(*(part.met_b for part in parts)),
            ),
            personal=(_all(parts, 0), _all(parts, 1)),
            heavy=heavy_together([part.heavy for part in parts]),
            entropy=entropy_together(entropies) if entropies else None,
            extremes=extremes.together(part.extremes for part in parts),
            refused=refused.together(part.refused for part in parts),
            other_years=sum(part.other_years for part in parts),
            population=self._population(year),
        )

    def _population(self, year: int) -> Population | None:
        persons = self.sources.persons
        if persons is None:
            return None
        days = self.laws.a.policy.benefit_year.bounds(year)
        return population(self.sources.connection, persons, days)


def _all(parts: Sequence[PartSums], law: int) -> Int:
    return np.concatenate([part.personal[law] for part in parts])


def _unnamed(staging: Staging) -> tuple[object, ...]:
    """Return what of a staging decides about the rows: two with the same give the same rows."""
    return staging.sql, staging.columns, staging.constants, staging.problems


def _nothing(field: str) -> InvalidInput:
    return InvalidInput(
        "nothing_to_compare",
        field,
        Text("没有一笔就诊在两个方案下都能结算。", "Both laws settle no visit of the year."),
        Text("核对文件、地区和待遇年度。", "Check files, region and benefit year."),
    )
