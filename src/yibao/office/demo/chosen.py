"""The institutions that the description names (说明所列机构), and how each signs its messages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from yibao.synthetic.region.institutions import institutions

_CHOSEN = {"tertiary_a": 1, "secondary": 1, "primary": 1, "township": 1} | {
    "pharmacy": 2,
    "village": 1,
}
"""So many of each kind, in the order in which they are told."""
SECURITIES = ("none", "hmac", "tif", "sm")
"""How the hospitals sign their messages, in the same order; the others named do not sign."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """An institution of the region: its place among all of them, and what it is."""

    place: int
    code: str
    name: str
    kind: str
    level: str


@cache
def chosen() -> tuple[Chosen, ...]:
    """Return four hospitals, two pharmacies and a village clinic.

    >>> [one.level for one in chosen()]
    ['tertiary_a', 'secondary', 'primary', 'township', 'pharmacy', 'pharmacy', 'village']
    """
    columns = ("fixmedins_code", "fixmedins_name", "kind", "level")
    every = [
        Chosen(place, *values)
        for place, values in enumerate(
            zip(*(institutions()[name].to_pylist() for name in columns), strict=True)
        )
    ]
    return tuple(
        one
        for kind, count in _CHOSEN.items()
        for one in [each for each in every if each.kind == kind][:count]
    )
