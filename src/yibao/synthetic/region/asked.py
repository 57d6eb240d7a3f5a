"""What is asked of the generator of a region (生成要求)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

SCALE_MAX = 50.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A living region to be made.

    `scale` 1 is the whole region of 2.32 million insured; places and institutions are all there
    at every scale, persons and employers in proportion. Care is made from `first_day` to
    `last_day`, both included. The same request gives the same tables.

    >>> Asked(scale=0.01, first_day=date(2026, 1, 1), last_day=date(2026, 11, 25)).seed
    1
    """

    scale: float
    first_day: date
    last_day: date
    seed: int = 1

    def __post_init__(self) -> None:
        if not 0 < self.scale <= SCALE_MAX:
            raise _wrong("scale", "0 < scale ≤ 50")
        if not self.first_day <= self.last_day:
            raise _wrong("last_day", "first_day ≤ last_day")
        if self.seed < 0:
            raise _wrong("seed", "seed ≥ 0")


def _wrong(name: str, rule: str) -> InvalidInput:
    return InvalidInput(
        "region_request",
        name,
        Text(f"{name} 超出范围。", f"{name} is out of range."),
        Text(f"应满足 {rule}。", f"Give {rule}."),
    )
