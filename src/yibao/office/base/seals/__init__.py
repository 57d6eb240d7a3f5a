"""Seals (封存): proofs that nothing of an append-only table was removed, added or changed.

An office declares its table with `declare(SealedTable(…))`; a job calls `seal_new` every second
and `verify` every night. The algorithm is in docs/algorithms/seals.md.
"""

from yibao.office.base.seals.flaw import FLAWS, Flaw
from yibao.office.base.seals.table import SealedPart, SealedTable, declare, declared

__all__ = ["FLAWS", "Flaw", "SealedPart", "SealedTable", "declare", "declared"]
