"""Settlements read back (结算查询)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet

from yibao.office.claims.models import Settlement
from yibao.office.claims.refusals import unknown_settlement


def settlement_row(number: str) -> Settlement:
    """Return a settlement with its visit, and what it reverses.

    Raises:
        NotFound: code ``unknown_settlement``.

    """
    rows = Settlement.objects.select_related("visit", "reverses")
    found = rows.filter(number=number).first()
    if found is None:
        raise unknown_settlement(number)
    return found


def standing(rows: QuerySet[Settlement]) -> QuerySet[Settlement]:
    """Keep the settlements that are neither reversals nor reversed."""
    undone = Settlement.objects.filter(reverses=OuterRef("pk"))
    return rows.filter(~Exists(undone), reverses=None)


def standing_of(person: str, insutype: str) -> list[Settlement]:
    """Return what stands of a person in a scheme, in the sequence of settlement."""
    rows = Settlement.objects.filter(person=person, insutype=insutype)
    return list(standing(rows).order_by("pk"))


def settled_numbers(visit_number: str) -> Sequence[str]:
    """Return the numbers of the settlements of a visit that stand, in their sequence."""
    rows = Settlement.objects.filter(visit__number=visit_number)
    return list(standing(rows).order_by("pk").values_list("number", flat=True))
