"""Settle the visits of many persons at once: arrays in, arrays out, on as many threads as asked.

The visits of one person in one scheme and their order are the caller's; each thread folds a
contiguous run of persons with the one kernel that also settles a single visit.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from yibao.benefit.kernel.fold import Visits, settle_many
from yibao.benefit.settle import desk_for
from yibao.policy.plan import Plan, layout
from yibao.policy.plan.layout import Int
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """The visits of many persons as arrays.

    `starts[p]:starts[p + 1]` are the visits of person `p` in the order of the fold; `facts` has
    one row a visit (`layout.FACT_COLUMNS`), `amounts` one table [track, part] a visit.
    """

    starts: Int
    facts: Int
    amounts: Int

    def check(self, plan: Plan) -> None:
        """Refuse arrays of the wrong shape, before machine code reads beyond them."""
        visits = len(self.facts)
        shapes_fit = (
            self.facts.shape == (visits, len(layout.FACT_COLUMNS))
            and self.amounts.shape == (visits, len(plan.tracks), layout.AMOUNT_COLUMNS)
            and self.starts.ndim == 1
            and len(self.starts) > 0
            and int(self.starts[0]) == 0
            and int(self.starts[-1]) == visits
            and bool(np.all(np.diff(self.starts) >= 0))
        )
        if not shapes_fit:
            raise InvalidInput(
                "batch_shape",
                "starts, facts, amounts",
                Text("三个数组的长度对不上。", "The arrays do not fit one another."),
                Text("按 Batch 的说明准备数组。", "Shape them as Batch says."),
            )
        for column, (name, limit) in _code_limits(plan).items():
            codes = self.facts[:, column]
            if visits and (int(codes.min()) < 0 or int(codes.max()) >= limit):
                raise InvalidInput(
                    "code_unknown",
                    name,
                    Text("含有超出范围的代码。", "It holds a code that the plan does not know."),
                    Text(f"代码须在 0 与 {limit - 1} 之间。", f"Codes run from 0 to {limit - 1}."),
                )


def _code_limits(plan: Plan) -> dict[int, tuple[str, int]]:
    limits = {
        layout.COLUMN[name]: (name, len(plan.vocabulary.codes[name]))
        for name in layout.ONE_OF_FACTS
    }
    levels = len(plan.vocabulary.codes["level"])
    limits[layout.ORDINAL_PLACE] = ("ordinal_place", 1 + levels)
    limits[layout.SCHEME] = ("scheme_code", len(plan.vocabulary.schemes))
    limits[layout.CARE] = ("care_code", len(plan.vocabulary.care))
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
    batch: Batch, plan: Plan, states: Int | None = None, threads: int = 2
) -> BatchResult:
    """Settle a batch; `states` are the persons' accumulators before it (default: none used up)."""
    batch.check(plan)
    persons = len(batch.starts) - 1
    after = np.zeros((persons, plan.state_length), np.int64) if states is None else states.copy()
    outs = np.empty((len(batch.facts), len(layout.OUT_COLUMNS)), dtype=np.int64)
    paid = np.zeros((len(batch.facts), plan.program_length_max), dtype=np.int64)
    edges = _even_edges(batch.starts, threads)

    def fold(run: int) -> None:
        first, end = edges[run], edges[run + 1]
        state = np.zeros(plan.state_length, np.int64)
        settle_many(
            plan.arrays,
            desk_for(plan, state),
            np.zeros_like(state),
            Visits(batch.starts[first : end + 1], batch.facts, batch.amounts),
            after[first:end],
            outs,
            paid,
        )

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(fold, range(len(edges) - 1)))
    return BatchResult(outs, paid, after)


def _even_edges(starts: Int, runs: int) -> list[int]:
    """Cut the persons into runs of about equally many visits."""
    visits = int(starts[-1])
    wanted = [visits * run // runs for run in range(1, runs)]
    inner = np.searchsorted(starts, wanted).tolist()
    return [0, *inner, len(starts) - 1]
