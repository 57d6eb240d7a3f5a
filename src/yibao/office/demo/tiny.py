"""The tiny region (微型示范区): few institutions, few items, and how each institution signs.

What is chosen here is part of the whole demo region, so that either may be loaded over the other.
"""

from __future__ import annotations

from functools import cache

from yibao.synthetic.region_files.institutions import Institution, institutions

WHOLE = 2_300_000
"""Persons of a region at scale 1."""

_CHOSEN = {"tertiary_a": 1, "secondary": 1, "primary": 1, "township": 1} | {
    "pharmacy": 2,
    "village": 1,
}
"""So many of each kind, in the order in which they are told."""
SECURITIES = ("none", "hmac", "tif", "sm")
"""How the hospitals sign their messages, in the same order; everybody else does not sign."""


@cache
def chosen() -> tuple[Institution, ...]:
    """Return the institutions of the tiny region: four hospitals, two pharmacies, a village clinic.

    >>> [one.level for one in chosen()]
    ['tertiary_a', 'secondary', 'primary', 'township', 'pharmacy', 'pharmacy', 'village']
    """
    return tuple(
        one
        for kind, count in _CHOSEN.items()
        for one in [each for each in institutions() if each.kind == kind][:count]
    )


def persons_at(scale: float) -> int:
    """Return how many persons a region of a scale has.

    >>> persons_at(0.002)
    4600
    """
    return max(1, round(WHOLE * scale))
