"""What an illness is about (病种主题): some thirty themes by beginnings of codes."""

from __future__ import annotations

from functools import cache

import numpy as np

from yibao.synthetic.region.goods import Ints
from yibao.terms.tables import rows

EVERY = "*"


@cache
def themes() -> tuple[str, ...]:
    """Return the names of the themes; the last is what none of the others is.

    >>> themes()[-1], len(themes()) == len(set(themes()))
    ('any', True)
    """
    return tuple(row["theme"] for row in rows("synthetic", "themes.csv"))


@cache
def _by_beginning() -> dict[str, int]:
    return {
        beginning: number
        for number, row in enumerate(rows("synthetic", "themes.csv"))
        for beginning in row["codes"].split()
    }


def theme_of(code: str) -> int:
    """Return the theme of a diagnosis: that of the longest beginning that is listed.

    >>> themes()[theme_of("J18.900")], themes()[theme_of("I63.902")], themes()[theme_of("")]
    ('lung', 'stroke', 'any')
    """
    known = _by_beginning()
    for length in range(len(code), 0, -1):
        if code[:length] in known:
            return known[code[:length]]
    return len(themes()) - 1


def numbered(name: str) -> int:
    """Return the number of a theme.

    Raises:
        ValueError: there is no such theme; a caller's mistake.

    """
    return themes().index(name)


def theme_numbers(codes: list[str]) -> Ints:
    """Return the themes of some codes."""
    return np.array([theme_of(code) for code in codes], dtype=np.int64)
