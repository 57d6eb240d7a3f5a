"""What somebody asks a run for, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Progress = Callable[[str, int, int], None]
"""Called with the step (`read`, `lines`, `deal`, `settle`), how much is done, how much there is."""

GIB = 2**30


def silent(step: str, done: int, whole: int) -> None:
    """Tell nobody of the progress."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A run: which files, under which law, to where, with how much of the machine."""

    claims: Path
    out: Path
    region: str
    persons: Path | None = None
    lines: Path | None = None
    mended: tuple[Path, ...] = ()
    """Files with corrected rows: each replaces the row with its `setl_id`."""
    year: int | None = None
    """Only this benefit year is written; earlier ones are folded, so that counts are right."""
    allow_unverified: bool = False
    columns: tuple[str, ...] = ()
    money: str = "yuan"
    parts: int | None = None
    threads: int = 2
    memory: int = 4 * GIB
    fresh: bool = False
    """Throw away what the folder holds of another run."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What came of a run."""

    out: Path
    settled: int
    rejected: int
    provisional: int
    lines_without_visit: int
    unreadable: int
    """Lines of a CSV file that could not be cut into columns."""
    parts: int
    parts_done_before: int
    sums: dict[str, int]
    """Column → sum in fen, over everything that was settled."""
    reasons: dict[str, int] = field(default_factory=dict)
    """Reject code and field → number of rows."""
    rejects: Path | None = None

    def as_totals(self) -> dict[str, Any]:
        """Return what the manifest keeps."""
        return {
            "settled": self.settled,
            "rejected": self.rejected,
            "provisional": self.provisional,
            "lines_without_visit": self.lines_without_visit,
            "unreadable": self.unreadable,
            "sums_fen": self.sums,
            "reasons": self.reasons,
        }
