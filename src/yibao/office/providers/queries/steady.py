"""Many institutions on many days (机构在若干日的状态): asked once for each time nothing changed.

What `presence_on` says of an institution is the same from one change to the next, so a year of
visits asks a few times for each institution, not once a visit.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date

from yibao.office.database.arrays import texts
from yibao.office.database.prepared import fetch
from yibao.office.providers.queries.presence import OnDay, Presence, presence_on

_TURNS = """
WITH asked AS (
    SELECT id, fixmedins_code AS code, closed_on FROM providers_institution
    WHERE fixmedins_code = ANY(%s::text[])
), dated AS (
    SELECT institution_id AS id, during FROM providers_institutionlevel
    UNION ALL SELECT institution_id, during FROM providers_institutionlisting
    UNION ALL SELECT institution_id, during FROM providers_agreementscope
    UNION ALL SELECT a.institution_id, s.during FROM providers_agreementsuspension AS s
        JOIN providers_agreement AS a ON a.id = s.agreement_id
), turns AS (
    SELECT asked.code, unnest(ARRAY[lower(during), upper(during)]) AS turn
    FROM asked JOIN dated USING (id)
    UNION SELECT code, closed_on + 1 FROM asked
)
SELECT code, array_agg(turn ORDER BY turn) FROM turns WHERE turn IS NOT NULL GROUP BY code
"""


def presences_on(wanted: Iterable[OnDay]) -> dict[OnDay, Presence]:
    """Return institutions on days, each by its code and the day.

    Raises:
        NotFound: code ``unknown_institution``.

    """
    pairs = dict.fromkeys(wanted)
    turns: dict[str, list[date]] = dict(fetch(_TURNS, (texts({code: None for code, _ in pairs}),)))
    known: dict[tuple[str, int], Presence] = {}
    found = {}
    for code, day in pairs:
        place = code, bisect_right(turns.get(code, []), day)
        if place not in known:
            known[place] = presence_on(code, day)
        found[code, day] = known[place]
    return found
