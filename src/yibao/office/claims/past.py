"""Settlements of the past as they are loaded (历史结算): docs/algorithms/loading.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from yibao.benefit.visit import Amounts
from yibao.office.claims.asked import Diagnosed, NewVisit
from yibao.terms.errors import YibaoError


@dataclass(frozen=True, slots=True)
class PastBatch:
    """A batch of a bill that was settled (已结算批次), without its lines."""

    day: date
    """Of a stay the day of its lines, else the first day of the visit."""
    line_count: int
    bill: Mapping[str, Amounts]
    """By track, as the lines were classified."""
    number: str = ""
    """chrg_bchno; empty of a stay."""

    @property
    def total_fen(self) -> int:
        """The sum of its lines."""
        return sum(parts.total for parts in self.bill.values())


@dataclass(frozen=True, slots=True)
class PastVisit:
    """A visit that was settled once, as a whole (历史就诊与结算)."""

    number: str
    """mdtrt_id"""
    settlement: str
    """setl_id"""
    visit: NewVisit
    """As it stood in the end: with its kind of care, its diagnoses and its disease."""
    settled_at: datetime
    batches: Sequence[PastBatch]
    ends_at: datetime | None = None
    """Of a stay: when it ended."""
    way: str = ""
    """Of a stay: dscg_way."""
    diagnoses: Sequence[Diagnosed] = ()
    """Of a stay: those at its end."""
    account: str = "0"
    """acct_used_flag: 0 no account, 1 one's own, 2 those of family members too."""
    sender_id: str = ""
    invoice: str = ""


@dataclass(frozen=True, slots=True)
class RefusedPast:
    """A visit of the past that was not loaded, and why."""

    number: str
    reason: YibaoError


@dataclass(frozen=True, slots=True)
class LoadedPast:
    """What became of settlements of the past."""

    loaded: int
    refused: tuple[RefusedPast, ...] = field(default=())
