"""What kinds of institutions of the demo region are in the register (演示机构类别)."""

from __future__ import annotations

from yibao.synthetic.region_files.institutions import KINDS
from yibao.terms.identifiers.check_characters import credit_check

_KIND = {"village": "village_clinic", "tcm": "tcm_hospital", "clinic": "clinic"} | {
    "station": "clinic",
    "community": "clinic",
    "township": "clinic",
}
_SCOPES = {
    "village": ("outpatient",),
    "station": ("outpatient", "chronic"),
    "clinic": ("outpatient",),
    "pharmacy": ("pharmacy",),
    "away": ("away", "inpatient", "outpatient"),
}
_ALL_SCOPES = ("outpatient", "inpatient", "chronic", "away")


def kind_of(kind: str) -> str:
    """Return the kind of institution (机构类别) that a kind of the invented region is.

    >>> kind_of("township"), kind_of("tertiary_a")
    ('clinic', 'hospital')
    """
    return _KIND.get(kind, KINDS[kind].provider.kind)


def scopes_of(kind: str) -> tuple[str, ...]:
    """Return what an agreement with such an institution covers.

    >>> scopes_of("village")
    ('outpatient',)
    """
    return _SCOPES.get(kind, _ALL_SCOPES)


def credit_code(division: str, number: int) -> str:
    """Return the invented credit code (统一社会信用代码) of an institution."""
    body = f"99{division}{number:09d}"
    return body + credit_check(body)
