"""Visits, settlements and differences within somebody's reach (管辖范围)."""

from __future__ import annotations

from django.db.models import QuerySet

from yibao.office.base.errors import not_found
from yibao.office.base.rights.granted import EVERYTHING, Reach
from yibao.office.claims.models import Difference, Settlement, Visit


def visits_within(reach: Reach) -> QuerySet[Visit]:
    """Return the visits within reach: of the place of care, or of the place of insurance."""
    there = reach.condition("division", provider="provider", person="person")
    return Visit.objects.filter(there | reach.condition("insured_division"))


def settlements_within(reach: Reach) -> QuerySet[Settlement]:
    """Return the settlements within reach: of the place of care, or of the fund that pays."""
    there = reach.condition("visit__division", provider="provider", person="person")
    rows = Settlement.objects.filter(there | reach.condition("division"))
    return rows.select_related("visit", "reverses__visit", "reversed_by")


def differences_within(reach: Reach) -> QuerySet[Difference]:
    """Return the differences of the funds within reach."""
    rows = Difference.objects.filter(reach.condition("division"))
    return rows.select_related("settlement", "cause")


def settlement_row(number: str, reach: Reach = EVERYTHING) -> Settlement:
    """Return the settlement with this number.

    Raises:
        NotFound: there is none within reach.

    """
    found = settlements_within(reach).filter(number=number.upper()).first()
    if found is None:
        raise not_found("settlement", number)
    return found


def reversal_of(row: Settlement) -> Settlement | None:
    """Return the settlement that reverses this one, if one does."""
    found: Settlement | None = getattr(row, "reversed_by", None)
    return found
