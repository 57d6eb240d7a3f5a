"""What a settlement has to know, read in as few statements as it takes (结算所需).

A settlement locks the person, then the visit, in one statement, and reads everything anew in the
next: whoever settles for the same person at the same time comes before or after, never beside.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from yibao.benefit.accumulators import Accumulators
from yibao.benefit.visit import Amounts
from yibao.office.claims import accumulators
from yibao.office.claims.asked import VisitKey
from yibao.office.claims.errors import other_person, unknown_visit
from yibao.office.claims.visit_row import VisitRow
from yibao.office.database.prepared import fetch
from yibao.office.ledger.queries import BALANCES
from yibao.office.people.queries import KEPT, VERSION, kept_number
from yibao.office.people.services import HOLD
from yibao.office.providers.queries import Presence, presence_on

_OWN = "SELECT person FROM claims_visit WHERE number = %(visit)s AND provider = %(provider)s"
_LOCK = f"""
WITH person AS ({HOLD.format(number=f"({_OWN})")})
SELECT visit.id FROM claims_visit AS visit, person
WHERE visit.number = %(visit)s AND visit.provider = %(provider)s
FOR NO KEY UPDATE OF visit
"""  # noqa: S608 -- made of constants
_READ = f"""
SELECT {", ".join(f"visit.{name}" for name in VisitRow._fields)},
    kept.person, institution.id, institution.version,
    bill.ids, bill.numbers, bill.days, bill.counts, bill.totals, bill.bills, bill.fingerprints,
    used.years, used.layouts, used.numbers,
    ARRAY(
        SELECT part.ends_on FROM claims_settlement AS part
        WHERE part.visit_id = visit.id AND part.reverses_id IS NULL AND NOT EXISTS (
            SELECT FROM claims_settlement AS undoing WHERE undoing.reverses_id = part.id)
        ORDER BY part.ends_on),
    {BALANCES.format(person="kept.person")},
    {VERSION.format(number="visit.person")},
    CASE WHEN %(numbered)s THEN nextval('claims_settlement_sequence') END
FROM claims_visit AS visit
CROSS JOIN LATERAL (SELECT {KEPT.format(number="visit.person")} AS person) AS kept
LEFT JOIN providers_institution AS institution ON institution.fixmedins_code = visit.provider
LEFT JOIN LATERAL (
    SELECT array_agg(batch.id ORDER BY batch.id), array_agg(batch.number ORDER BY batch.id),
        array_agg(batch.day ORDER BY batch.id), array_agg(batch.line_count ORDER BY batch.id),
        array_agg(batch.total_fen ORDER BY batch.id), array_agg(batch.bill::text ORDER BY batch.id),
        array_agg(batch.classified_under ORDER BY batch.id)
    FROM claims_batch AS batch WHERE batch.visit_id = visit.id AND batch.settlement_id IS NULL
) AS bill (ids, numbers, days, counts, totals, bills, fingerprints) ON true
LEFT JOIN LATERAL (
    SELECT {accumulators.COLUMNS} FROM claims_accumulator AS accumulator
    WHERE accumulator.person = kept.person AND accumulator.insutype = visit.insutype
) AS used (years, layouts, numbers) ON true
WHERE visit.number = %(visit)s AND visit.provider = %(provider)s
"""  # noqa: S608 -- made of constants

REMEMBERED_MAX = 10_000
_PRESENCES: dict[tuple[str, int, int, date], Presence] = {}
"""By database, key and version of an institution, and day: its version grows with each change."""


@dataclass(frozen=True, slots=True)
class UnsettledBatch:
    """A batch that waits to be settled (未结算批次)."""

    id: int
    number: str
    day: date
    line_count: int
    total_fen: int
    bill: dict[str, Amounts]
    classified_under: bytes


@dataclass(frozen=True, slots=True)
class Case:
    """A visit with its unsettled bill, its earlier parts, the person's accumulators."""

    visit: VisitRow
    person: str
    """The number under which the person is kept."""
    batches: tuple[UnsettledBatch, ...]
    years: dict[int, Accumulators]
    parts: tuple[date, ...]
    """The last days of the parts that are settled, in order."""
    presence: Presence
    balances: dict[str, int]
    """What the person's own accounts hold, by pooling area, in fen."""
    version: str
    """What `claimant_of` remembers the person under."""
    sequence: int
    """The next settlement's place in the sequence; 0 where none will be made."""


def lock_case(key: VisitKey) -> None:
    """Lock the person, then the visit, until the transaction ends.

    Raises:
        NotFound: code ``unknown_visit``.

    """
    if not fetch(_LOCK, {"visit": key.number, "provider": key.provider}):
        raise unknown_visit(key.number)


def read_case(key: VisitKey, *, numbered: bool) -> Case:
    """Read a visit and what settling it takes; behind `lock_case` nobody changes it meanwhile.

    Args:
        key: the visit, and who asks.
        numbered: whether to take a place in the sequence of settlements too.

    Raises:
        NotFound: code ``unknown_visit``.
        InvalidInput: code ``visit_of_another_person``.

    """
    asked = {"visit": key.number, "provider": key.provider, "numbered": numbered}
    found = fetch(_READ, asked)
    if not found:
        raise unknown_visit(key.number)
    width = len(VisitRow._fields)
    visit = VisitRow._make(found[0][:width])
    person, institution, version, *rest = found[0][width:]
    if key.person not in ("", visit.person, person) and kept_number(key.person) != person:
        raise other_person(key.number)
    return Case(
        visit=visit,
        person=person,
        batches=_batches(rest[:7]),
        years=accumulators.from_columns(*rest[7:10]),
        parts=tuple(rest[10]),
        presence=_presence(visit, institution, version),
        balances=json.loads(rest[11]) if rest[11] else {},
        version=rest[12],
        sequence=rest[13] or 0,
    )


def _batches(columns: Sequence[Any]) -> tuple[UnsettledBatch, ...]:
    if columns[0] is None:
        return ()
    return tuple(
        UnsettledBatch(
            key,
            number,
            day,
            lines,
            total,
            {track: Amounts(*parts) for track, parts in json.loads(bill).items()},
            bytes(fingerprint),
        )
        for key, number, day, lines, total, bill, fingerprint in zip(*columns, strict=True)
    )


def _presence(visit: VisitRow, institution: int, version: int) -> Presence:
    """Return the provider on the visit's first day; asked again only after it was changed."""
    place = (str(connection.settings_dict["NAME"]), institution, version, visit.begins_on)
    known = _PRESENCES.get(place)
    if known is None:
        known = presence_on(visit.provider, visit.begins_on)
        if len(_PRESENCES) >= REMEMBERED_MAX:
            _PRESENCES.clear()
        _PRESENCES[place] = known
    return known
