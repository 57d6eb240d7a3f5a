"""What is asked of the generator, and what it wrote (生成要求与结果)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

ROWS_MAX = 2**31 - 1
"""Beyond it the scattering of numbers would leave 64 bits."""
LINES_PER_VISIT_MAX = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """A region's year to be invented.

    `region` is a folder or code as `load_policy` takes it; `lines_per_visit` the mean number of
    lines of a bill (0: no file of lines, the parts of the bill stand in the claims); `flawed` the
    share of claims with a mistake; `unknown_share` the share of visits whose rule is not known, as
    far as a person has any; `integer_keys` writes keys as whole numbers instead of text.
    """

    region: str | Path
    year: int
    persons: int
    visits: int
    lines_per_visit: int = 0
    seed: int = 1
    flawed: float = 0.0
    unknown_share: float = 0.0
    integer_keys: bool = False

    def __post_init__(self) -> None:
        sizes = ("persons", self.persons, 1, ROWS_MAX), ("visits", self.visits, 1, ROWS_MAX)
        lines = ("lines_per_visit", self.lines_per_visit, 0, LINES_PER_VISIT_MAX)
        for name, number, least, most in (*sizes, lines, ("seed", self.seed, 0, 2**63)):
            if not least <= number <= most:
                raise _out_of_range(name, number, f"{least:,}", f"{most:,}")
        for name, share in (("flawed", self.flawed), ("unknown_share", self.unknown_share)):
            if not 0 <= share <= 1:
                raise _out_of_range(name, share, "0", "1")


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the files, their rows, and the mistakes made on purpose.

    `flaws` counts claims by kind of mistake (`flaws.FLAWS`). A number that stands twice spoils two
    claims and is counted once: the other claim of that number is sound in itself.
    """

    claims: Path
    persons: Path
    lines: Path | None
    visit_count: int
    person_count: int
    line_count: int
    flaws: Mapping[str, int]


def _out_of_range(name: str, number: float, least: str, most: str) -> InvalidInput:
    return InvalidInput(
        "sample_size",
        name,
        Text(f"{name} 为 {number}，超出范围。", f"{name} is {number}, out of range."),
        Text(f"应在 {least} 与 {most} 之间。", f"Give {least} to {most}."),
    )
