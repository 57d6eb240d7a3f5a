"""What the page of seals shows (封存查询)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yibao.office.base.models import Job
from yibao.office.base.models.seal import Seal
from yibao.office.base.seals.anchors import anchors_of
from yibao.office.base.seals.sealer import Pending, pending
from yibao.office.base.seals.table import SealedTable, declared

NEWEST = 20


@dataclass(frozen=True, slots=True)
class ShownSeal:
    """A seal, its digests in hexadecimal."""

    number: int
    row_count: int
    first_row: int
    last_row: int
    root: str
    digest: str
    algorithm: str
    sealed_at: datetime


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A sealed table: its newest seals, what no seal covers yet, the last head kept elsewhere."""

    table: SealedTable
    seals: tuple[ShownSeal, ...]
    pending: Pending
    anchored: int

    @property
    def head(self) -> ShownSeal | None:
        """The newest seal."""
        return self.seals[0] if self.seals else None


def shown_tables() -> list[ShownTable]:
    """Return every declared table."""
    return [_shown(table) for table in declared().values()]


def last_verification(kind: str) -> Job | None:
    """Return the newest job that verified seals."""
    return Job.objects.filter(kind=kind).order_by("-pk").first()


def _shown(table: SealedTable) -> ShownTable:
    newest = Seal.objects.filter(table=table.name).order_by("-number").defer("leaves", "rows")
    seals = tuple(
        ShownSeal(
            seal.number,
            seal.row_count,
            seal.first_row,
            seal.last_row,
            bytes(seal.root).hex(),
            bytes(seal.digest).hex(),
            seal.algorithm,
            seal.sealed_at,
        )
        for seal in newest[:NEWEST]
    )
    anchors = anchors_of(table.name)
    return ShownTable(table, seals, pending(table), anchors[-1].number if anchors else 0)
