"""How many are insured (参保人数): counted over everybody, for tables of sums; no page waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from yibao.office.people.names import COVER_OF_SCHEME

_HEADS = """
SELECT spell.insuplc_admdvs, spell.insutype,
    (extract(year FROM age(%(day)s::date, person.brdy))::int / 10) * 10, count(*)
FROM people_enrolment AS spell JOIN people_person AS person ON person.id = spell.person_id
WHERE spell.during @> %(day)s::date AND NOT spell.void AND spell.insutype <> ALL (%(covers)s)
    AND (person.death IS NULL OR person.death >= %(day)s::date)
GROUP BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class HeadCount:
    """How many of a county, a scheme and ten years of age are insured."""

    division: str
    insutype: str
    age_from: int
    persons: int


def headcounts(day: date) -> list[HeadCount]:
    """Count who is insured on a day in a scheme that is no supplement; a rest counts as insured."""
    with connection.cursor() as cursor:
        cursor.execute(_HEADS, {"day": day, "covers": list(COVER_OF_SCHEME)})
        return [HeadCount(*row) for row in cursor.fetchall()]
