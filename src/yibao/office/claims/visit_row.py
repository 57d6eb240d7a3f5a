"""A visit as the hot paths read it (就诊行): one row, found by its number, its provider's only."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from yibao.office.catalogue.queries import STAMP as CATALOGUE
from yibao.office.claims.asked import VisitKey
from yibao.office.claims.errors import other_person, unknown_visit
from yibao.office.claims.models.visit import Setting
from yibao.office.database.prepared import fetch
from yibao.office.people.queries import VERSION, kept_number
from yibao.office.providers.queries import STAMP as PROVIDERS


class VisitRow(NamedTuple):
    """The columns of a visit that its services ask about, as the table has them; times in UTC."""

    id: int
    number: str
    division: str
    provider: str
    person: str
    insutype: str
    insured_division: str
    setting: str
    med_type: str
    begins_at: datetime
    begins_on: date
    ends_at: datetime | None
    state: str
    department: str
    doctor: str
    disease: str
    disease_fact: str
    delivery: str

    @property
    def is_stay(self) -> bool:
        """Whether the person lies in bed."""
        return self.setting == Setting.INPATIENT


class Stamps(NamedTuple):
    """Under which a process remembers what others told it: the person's version, and the stamps."""

    person: str
    providers: str
    catalogue: str


STAMPS = f"coalesce({VERSION}, ''), {PROVIDERS}, {CATALOGUE}"
"""The columns of `Stamps`; `{{number}}` stands for an expression, the person's number."""

_READ = f"SELECT {', '.join(VisitRow._fields)} FROM claims_visit WHERE number = %s"  # noqa: S608
_LOCK = f"{_READ} FOR NO KEY UPDATE"
_LOCK_WITH_STAMPS = _LOCK.replace(" FROM", f", {STAMPS.format(number='person')} FROM", 1)


def visit_row(key: VisitKey) -> VisitRow:
    """Return a visit of the provider.

    Raises:
        NotFound: code ``unknown_visit``.
        InvalidInput: code ``visit_of_another_person``.

    """
    return _own(fetch(_READ, (key.number,)), key)


def lock_visit(key: VisitKey) -> VisitRow:
    """Lock a visit until the transaction ends; what hangs on it is read in a later statement.

    Raises: as `visit_row`.
    """
    return _own(fetch(_LOCK, (key.number,)), key)


def lock_with_stamps(key: VisitKey) -> tuple[VisitRow, Stamps]:
    """Lock a visit; read in the same statement under what its facts are remembered.

    Raises: as `visit_row`.
    """
    found = fetch(_LOCK_WITH_STAMPS, (key.number,))
    width = len(VisitRow._fields)
    visit = _own([row[:width] for row in found], key)
    return visit, Stamps._make(found[0][width:])


def _own(found: list[tuple[object, ...]], key: VisitKey) -> VisitRow:
    row = VisitRow._make(found[0]) if found else None
    if row is None or row.provider != key.provider:
        raise unknown_visit(key.number)
    # A number that was merged into another is good for the visits of both.
    if key.person and key.person != row.person and kept_number(key.person) != row.person:
        raise other_person(key.number)
    return row
