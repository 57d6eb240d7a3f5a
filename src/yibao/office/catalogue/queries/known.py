"""Whether codes of diagnoses and diseases are known on a day (编码校验), in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yibao.office.catalogue.dated import chain
from yibao.office.catalogue.names import TermKind
from yibao.office.database.prepared import fetch

_STATEMENT = """
SELECT found.details IS NOT NULL, found.details IS NOT NULL OR EXISTS (
        SELECT FROM catalogue_term any_of WHERE any_of.kind = wanted.kind),
    coalesce(found.details->>'disease', '')
FROM unnest(%(kinds)s::text[], %(codes)s::text[])
    WITH ORDINALITY AS wanted (kind, code, place)
LEFT JOIN LATERAL (
    SELECT v.details FROM catalogue_term t
    JOIN catalogue_termversion v ON v.term_id = t.id AND v.is_valid AND v.during @> %(day)s::date
    WHERE t.kind = wanted.kind AND t.code = wanted.code AND t.division = ANY(%(chain)s)
    ORDER BY array_position(%(chain)s::text[], t.division::text) LIMIT 1
) found ON true
ORDER BY wanted.place
"""


@dataclass(frozen=True, slots=True)
class KnownTerm:
    """What the classification says of one code."""

    is_known: bool
    is_listed: bool
    """Whether the catalogue has any code of this kind: without a list nothing can be checked."""
    disease: str
    """The policy's name of a chronic disease, where the list says it."""

    @property
    def is_wrong(self) -> bool:
        """Whether there is a list and the code is not on it."""
        return self.is_listed and not self.is_known


def known_terms(
    wanted: Sequence[tuple[TermKind, str]], day: date, division: str
) -> list[KnownTerm]:
    """Return what is known of each code on a day, in their order.

    Args:
        wanted: the classification and the code.
        day: the day.
        division: whose lists are meant, where divisions have their own.

    """
    parameters = {
        "kinds": [str(kind) for kind, _ in wanted],
        "codes": [code for _, code in wanted],
        "day": day,
        "chain": chain(division),
    }
    return [KnownTerm(*row) for row in fetch(_STATEMENT, parameters)]
