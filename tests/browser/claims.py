"""Claims of the region that the browser sees: an employee's, a poor resident's, a reversed one."""

from __future__ import annotations

from django.utils import timezone

from tests.office.claims.settled import POOR, settled_stay
from yibao.office.demo.chosen import chosen
from yibao.office.people.queries import first_number, numbers_insured

PERSONS_ASKED = 20


def hospital() -> str:
    """Return the code of the first hospital of class 3A of the demo region."""
    return chosen()[0].code


def fill_claims() -> None:
    """Settle three stays at the hospital whose account the tests have; one is reversed."""
    provider, first = hospital(), first_number()
    settled_stay(first, provider=provider, sequence=11)
    (poor, *_) = _others("390", first)
    settled_stay(poor, provider=provider, sequence=12, scheme="390", facts=POOR, times=6)
    (other, *_) = _others("310", first)
    settled_stay(other, provider=provider, sequence=13, reverse=True)


def _others(scheme: str, first: str) -> list[str]:
    insured = numbers_insured(scheme, timezone.localdate(), PERSONS_ASKED)
    return [number for number in insured if number != first]
