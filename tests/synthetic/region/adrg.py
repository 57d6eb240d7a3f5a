"""Assigns a stay to a group of CHS-DRG 1.1 by the shipped rules; knows nothing of who made it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from yibao.terms.tables import rows

_BODY_PARTS = 9
_FIRST = ("P", "Y", "Z", "M", "N")
_REST = tuple("BCDEFGHIJKLOQRSTUVWX")


@cache
def _lists() -> dict[str, frozenset[str]]:
    """Return code → the lists it stands in."""
    table = rows("synthetic", "adrg_codes.csv")
    return {row["code"]: frozenset(row["lists"].split()) for row in table}


@cache
def _rules() -> tuple[tuple[str, str, str], ...]:
    return tuple((row["adrg"], row["mdc"], row["rule"]) for row in rows("synthetic", "adrg.csv"))


def _in(code: str, name: str) -> bool:
    return name in _lists().get(code, ())


def _any(codes: Sequence[str], name: str) -> bool:
    return any(_in(code, name) for code in codes)


def _category(diagnoses: Sequence[str], sex: str, age_days: int) -> str:
    main = diagnoses[0]
    for letter in (*_FIRST, *_REST):
        if letter == "P":
            fits = age_days < 365 and _in(main, "P")
        elif letter == "Z":
            parts = [
                {part for part in range(1, _BODY_PARTS + 1) if _in(code, f"Z{part}")}
                for code in diagnoses
            ]
            fits = all(parts) and len(set.union(*parts)) > 1 and len(parts) > 1
        else:
            fits = _in(main, letter) and {"M": "1", "N": "2"}.get(letter, sex) == sex
        if fits:
            return letter
    return ""


def _meets(
    group: str, rule: str, diagnoses: Sequence[str], procedures: Sequence[str], age_days: int
) -> bool:
    main, operations = diagnoses[0], procedures[:1]
    if rule.startswith("sets:"):
        return _in(main, f"{group}d") and any(
            all(_any(procedures, f"{group}p{part}") for part in numbers)
            for numbers in rule.removeprefix("sets:").split("|")
        )
    two = _any(procedures, f"{group}p") and _any(procedures, f"{group}q")
    parts = {
        "diagnosis": _in(main, f"{group}d"),
        "procedure": _any(operations, f"{group}p"),
        "two_procedures": two,
        "newborn_procedure": age_days <= 28 and _any(operations, f"{group}p"),
        "newborn_diagnosis": age_days <= 28 and _in(main, f"{group}d"),
        "newborn_weight": False,
        "any_operation": bool(procedures),
        "no_operation": not procedures,
        "any_diagnosis": _any(diagnoses, f"{group}d"),
        "rest": True,
    }
    return all(parts[part] for part in rule.split("+"))


def group_of(diagnoses: Sequence[str], procedures: Sequence[str], sex: str, age_days: int) -> str:
    """Return the group of a stay, empty where it falls into none."""
    category = _category(diagnoses, sex, age_days)
    for group, letter, rule in _rules():
        if letter in ("A", category) and _meets(group, rule, diagnoses, procedures, age_days):
            return group
    return ""
