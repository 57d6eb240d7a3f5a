"""What somebody asks a comparison for (测算要求)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from yibao.benefit.runs.asked import GIB
from yibao.policy.changed import Change


@dataclass(frozen=True, slots=True)
class Question:
    """Which claims, under law A and which other law, of which benefit year."""

    claims: Path
    region: str
    """Law A, as `load_policy` takes it."""
    persons: Path | None = None
    lines: Path | None = None
    against: str = ""
    """Law B; empty: law A with `changes`."""
    changes: tuple[Change, ...] = ()
    year: int | None = None
    """None: the benefit year with the most visits."""
    allow_unverified: bool = False
    parts: int | None = None
    threads: int = 2
    memory: int = 4 * GIB
    """Bytes; what does not fit is dealt out on disk."""
