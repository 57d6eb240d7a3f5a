"""Settle the visits of many persons at once: arrays in, arrays out, on as many threads as asked.

The visits of one person in one scheme and their order are the caller's; each thread folds a
contiguous run of persons with the one kernel that also settles a single visit.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from yibao.benefit.desks import Desks
from yibao.benefit.kernel.fold import Visits, settle_many
from yibao.policy.plan import Plan, layout
from yibao.policy.plan.layout import Int
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

KERNEL_WRITES = ("link", "ordinal", "total")
"""Facts that the kernel changes on the desk; what is the same for all would not stay so."""


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """The visits of many persons, in columns.

    Rows may lie in any order: `order[starts[p]:starts[p + 1]]` are the rows of person `p` in the
    order of the fold. `columns` has a row for each fact in `names` (`layout.FACT_COLUMNS`), the
    same for all in `constants`; `amounts` has one table [track, part] a visit.
    """

    starts: Int
    order: Int
    names: tuple[str, ...]
    columns: Int
    amounts: Int
    constants: tuple[tuple[str, int], ...] = ()

    @staticmethod
    def of_rows(starts: Int, facts: Int, amounts: Int) -> Batch:
        """Return a batch of visits that lie in the order of the fold, with all facts of each."""
        order = np.arange(len(facts), dtype=np.int64)
        columns = np.ascontiguousarray(facts.T)
        return Batch(starts, order, layout.FACT_COLUMNS, columns, amounts)

    def check(self, plan: Plan) -> None:
        """Refuse arrays of the wrong shape, before machine code reads beyond them."""
        rows = self.columns.shape[1]
        places = len(self.order)
        shapes_fit = (
            self.columns.shape == (len(self.names), rows)
            and self.amounts.shape == (rows, len(plan.tracks), layout.AMOUNT_COLUMNS)
            and self.starts.ndim == 1
            and len(self.starts) > 0
            and int(self.starts[0]) == 0
            and int(self.starts[-1]) == places
            and bool(np.all(np.diff(self.starts) >= 0))
            and (places == 0 or 0 <= int(self.order.min()) <= int(self.order.max()) < rows)
        )
        if not shapes_fit:
            raise InvalidInput(
                "batch_shape",
                "starts, order, columns, amounts",
                Text("几个数组的长度对不上。", "The arrays do not fit one another."),
                Text("按 Batch 的说明准备数组。", "Shape them as Batch says."),
            )
        limits = _code_limits(plan)
        for name, value in self.constants if places else ():
            within = 0 <= value < limits[name] if name in limits else True
            if not within or (value != 0 and name in KERNEL_WRITES):
                raise _code_unknown(name, limits.get(name, 1))
        for name, codes in zip(self.names, self.columns, strict=True):
            limit = limits.get(name)
            if limit is not None and places:
                folded = codes if places == rows else codes[self.order]
                if not _within(folded, limit):
                    raise _code_unknown(name, limit)


def _code_unknown(name: str, limit: int) -> InvalidInput:
    return InvalidInput(
        "code_unknown",
        name,
        Text("含有超出范围的代码。", "It holds a code that the plan does not know."),
        Text(f"代码须在 0 与 {limit - 1} 之间。", f"Codes run from 0 to {limit - 1}."),
    )


def _within(codes: Int, limit: int) -> bool:
    return int(codes.min()) >= 0 and int(codes.max()) < limit


def _code_limits(plan: Plan) -> dict[str, int]:
    limits = {name: len(plan.vocabulary.codes[name]) for name in layout.ONE_OF_FACTS}
    limits["ordinal_place"] = 1 + limits["level"]
    limits["scheme_code"] = len(plan.vocabulary.schemes)
    limits["care_code"] = len(plan.vocabulary.care)
    return limits


@dataclass(frozen=True, slots=True, eq=False)
class BatchResult:
    """What became of a batch: `outs` (`layout.OUT_COLUMNS`), pay by layer, new accumulators."""

    outs: Int
    paid: Int
    """[visit, k]: what the k-th layer of the visit's program paid."""
    states: Int

    @property
    def settled(self) -> int:
        """How many visits were settled; the others have a status that says why not."""
        return int(np.count_nonzero(self.outs[:, layout.OUT_STATUS] == layout.OK))


def settle_batch(
    batch: Batch,
    plan: Plan,
    states: Int | None = None,
    threads: int = 2,
    *,
    keep: bool = True,
    desks: Desks | None = None,
) -> BatchResult:
    """Settle a batch; `states` are the persons' accumulators before it (default: none used up).

    Rows that `order` leaves out stay zero. `keep` says whether the accumulators after it are
    wanted; they are most of the memory. `desks` of the plan remember kinds of visits beyond it.
    """
    batch.check(plan)
    persons = len(batch.starts) - 1
    rows = batch.columns.shape[1]
    after = np.zeros((persons if keep else 0, plan.state_length), np.int64)
    if states is not None:
        after[:] = states
    # Who reads an outcome reads a column of it.
    # Where every row is folded every number is written; nothing need be cleared before.
    every = len(batch.order) == rows and bool((batch.order == np.arange(rows)).all())
    room = np.empty if every else np.zeros
    outs = room((rows, len(layout.OUT_COLUMNS)), np.int64, order="F")
    paid = room((rows, plan.program_length_max), np.int64, order="F")
    edges = _even_edges(batch.starts, threads)
    which = np.array([layout.COLUMN[name] for name in batch.names], dtype=np.int64)
    lent = desks or Desks(plan)

    def fold(run: int) -> None:
        first, end = edges[run], edges[run + 1]
        starts = batch.starts[first : end + 1]
        with lent.borrow() as desk:
            for name, value in batch.constants:
                desk.facts[layout.COLUMN[name]] = value
            settle_many(
                plan.arrays,
                desk,
                np.zeros(plan.state_length, np.int64),
                Visits(starts, batch.order, batch.columns, which, batch.amounts),
                after[first:end],
                outs,
                paid,
            )

    if threads == 1:
        fold(0)
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(fold, range(len(edges) - 1)))
    return BatchResult(outs, paid, after)


def load_machine_code(plan: Plan) -> None:
    """Load the kernel's machine code, or compile it, so that the first visit need not wait."""
    nobody = np.zeros(0, np.int64)
    amounts = np.zeros((0, len(plan.tracks), layout.AMOUNT_COLUMNS), np.int64)
    columns = np.zeros((1, 0), np.int64)
    batch = Batch(np.zeros(1, np.int64), nobody, ("year",), columns, amounts)
    settle_batch(batch, plan, threads=1, keep=False)


def _even_edges(starts: Int, runs: int) -> list[int]:
    """Cut the persons into runs of about equally many visits."""
    visits = int(starts[-1])
    wanted = [visits * run // runs for run in range(1, runs)]
    inner = np.searchsorted(starts, wanted).tolist()
    return [0, *inner, len(starts) - 1]
