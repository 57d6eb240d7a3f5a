"""The law of ../policy/region.yaml in numbers, for the peers; ours reads the file itself.

Money is fen, ratios are percent.
"""

from __future__ import annotations

CODES = {
    "tertiary": ("1", "2", "3", "4", "12"),
    "secondary": ("5", "6", "7", "13"),
    "primary": ("8", "9", "10", "11", "14"),
}
"""The national codes of each class of hospitals; what has no grade counts as primary."""

DEDUCTIBLES = {
    "tertiary": (120_000, 90_000, 60_000),
    "secondary": (60_000, 45_000, 30_000),
    "primary": (20_000, 15_000, 10_000),
}
"""By class of hospital: that of the first, the second and every later admission in the year."""

PLACE_OF_CODE = {code: place for place, codes in enumerate(CODES.values()) for code in codes}
"""Each code's class by its place in the two tables."""

BASIC_BANDS = ((0, 60), (1_000_000, 70), (3_000_000, 80))
"""From so much of a visit's cost on, so many percent are paid."""
BASIC_CAP = 6_000_000
"""The most that is paid for a person in the year."""

CATASTROPHIC_DEDUCTIBLE = 1_000_000
CATASTROPHIC_BANDS = ((0, 60), (3_000_000, 65), (5_000_000, 75))
"""From so much of what the person has borne in the year on, so many percent are paid."""


def steps(bands: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """Return from where on how many percent more are paid than before.

    What bands pay from x to y is Σ percent × (max(y, over) - max(x, over)).

    >>> steps(BASIC_BANDS)
    [(0, 60), (1000000, 10), (3000000, 10)]
    """
    below = [0, *(percent for _, percent in bands)]
    return [(over, percent - less) for (over, percent), less in zip(bands, below, strict=False)]
