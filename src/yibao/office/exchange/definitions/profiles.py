"""What differs from region to region (地区口径): required fields, other names, open codes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from yibao.terms.tables import rows

BASELINE = "baseline"
"""A field is required where the document and another province's client agree on it."""
HUNAN = "hunan"
"""A field is required where Hunan's document says so."""

_FOLDER = "interface"
_ANY = "*"


@cache
def profile_of(division: str) -> str:
    """Return the profile of a division: that of the longest beginning that the table names.

    >>> profile_of("990100"), profile_of("430299")
    ('baseline', 'hunan')
    """
    return _of(division, "profile")


@cache
def demands_signing_in(division: str) -> bool:
    """Say whether an operator has to sign in (9001) before any other transaction.

    >>> demands_signing_in("990100")
    False
    """
    return _of(division, "signing_in") == "yes"


@cache
def aliases(profile: str) -> Mapping[str, tuple[str, ...]]:
    """Return the other names by which clients send a field, by its own name.

    Names that differ in case or underscores only are no aliases: they are read as one anyway.

    >>> aliases(BASELINE)["insuplc_admdvs"]
    ('insu_admdvs',)
    """
    found: dict[str, tuple[str, ...]] = {}
    for row in rows(_FOLDER, "aliases.csv"):
        if row["profile"] in {_ANY, profile}:
            found[row["field"]] = (*found.get(row["field"], ()), row["alias"])
    return found


@cache
def takes_any_code(dictionary: str) -> bool:
    """Say whether a field takes codes that its dictionary lacks, by decision rather than by gap.

    >>> takes_any_code("caty"), takes_any_code("insutype")
    (True, False)
    """
    return any(row["dictionary"] == dictionary for row in rows(_FOLDER, "open.csv"))


def _of(division: str, column: str) -> str:
    """Return what the table says of the longest beginning of a division that it names."""
    named = {row["division"]: row[column] for row in rows(_FOLDER, "regions.csv")}
    for end in range(len(division), 0, -1):
        if division[:end] in named:
            return named[division[:end]]
    return named[_ANY]
