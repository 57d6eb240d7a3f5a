"""The names that the people's office uses, most of them those of the region's policy (名称)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from django.conf import settings

from yibao.benefit.person import NUMBERS
from yibao.policy import load_policy
from yibao.policy.facts import FACTS
from yibao.terms.dictionaries import dictionary
from yibao.terms.errors import InvalidInput
from yibao.terms.tables import rows
from yibao.terms.text import Text

BASIC = "basic"
"""The family of the basic schemes: nobody has two of them on one day."""
BASIC_SCHEMES = frozenset(("310", "340", "350", "360", "380", "390", "391", "399"))
EMPLOYEES, RESIDENTS = "310", "390"
COVER_OF_SCHEME = {"320": "civil_servant", "330": "large_sum", "370": "enterprise"}
"""Supplements that are schemes of their own, and the cover that a policy calls them."""

RESIDENT_NUMBER = "01"
"""The certificate type (psn_cert_type) of resident numbers."""

FIGURES = tuple(
    name for name in NUMBERS if name in ("continuous_years", "zero_claim_years")
) + tuple(name for name in NUMBERS if name not in ("continuous_years", "zero_claim_years"))
"""The dated numbers that a policy may ask of a person; money in fen."""

_PERSONAL = ("premium_class", "rank", "filing")


def family_of(insutype: str) -> str:
    """Return the family of a scheme: of one family a person has one spell on any day.

    >>> family_of("310"), family_of("410")
    ('basic', '410')
    """
    return BASIC if insutype in BASIC_SCHEMES else insutype


@cache
def offered(kind: str) -> Mapping[str, Text]:
    """Return the names that the region's policy knows for `category`, `cover` or `disease`."""
    return dict(load_policy(settings.YIBAO.region).names.get(kind, {}))


def label_of(kind: str, name: str) -> Text:
    """Return what a name is called; a name that the policy lost says itself."""
    return offered(kind).get(name, Text(name, name))


def check_name(kind: str, name: str, field: str) -> str:
    """Return a name of the policy.

    Raises:
        InvalidInput: code ``name_unknown``.

    """
    return _one_of(name, offered(kind), field)


def check_fact(fact: str, name: str) -> str:
    """Return a name that a fact of every policy has, such as a `rank` or a kind of `filing`.

    Raises:
        InvalidInput: code ``name_unknown``.

    >>> check_fact("rank", "county")
    'county'

    """
    return _one_of(name, FACTS[fact].names, fact)


def check_code(field: str, code: str) -> str:
    """Return a code of a national dictionary.

    Raises:
        InvalidInput: of the dictionary.

    >>> check_code("gend", "1")
    '1'

    """
    return dictionary(field).check(code, field)


@cache
def _statuses() -> Mapping[str, str]:
    found = [row for row in rows("facts", "codes.csv") if row["dictionary"] == "psn_type"]
    return {row["code"]: row["name"] for row in found}


def status_of(psn_type: str) -> str:
    """Return the status (人员状态) of the policy files that a psn_type stands for.

    A code that a province refined counts by the longest code it begins with.

    Raises:
        InvalidInput: code ``no_status``.

    >>> status_of("11"), status_of("1105"), status_of("1403")
    ('working', 'working', 'student')

    """
    known = _statuses()
    for length in range(len(psn_type), 1, -1):
        if psn_type[:length] in known:
            return known[psn_type[:length]]
    raise InvalidInput(
        "no_status",
        "psn_type",
        Text(f"人员类别 {psn_type} 不对应参保状态。", f"psn_type {psn_type} has no status."),
        Text("请用 11、12、14xx、15 或 16。", "Use 11, 12, 14xx, 15 or 16."),
    )


def _one_of(name: str, names: Iterable[str], field: str) -> str:
    known = list(names)
    if name in known:
        return name
    raise InvalidInput(
        "name_unknown",
        field,
        Text(f"没有“{name}”。", f"There is no {name!r}."),
        Text(f"可用：{'、'.join(known)}。", f"Use one of {', '.join(known)}."),
    )
