"""Whether codes of diagnoses and diseases are known on a day (编码校验), in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yibao.office.catalogue.dated import chain
from yibao.office.catalogue.names import TermKind
from yibao.office.database.prepared import fetch
from yibao.office.database.stamps import Remembered

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


_TERMS = Remembered()


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
    wanted: Sequence[tuple[TermKind, str]], day: date, division: str, stamp: str = ""
) -> list[KnownTerm]:
    """Return what is known of each code on a day, in their order.

    Args:
        wanted: the classification and the code.
        day: the day.
        division: whose lists are meant, where divisions have their own.
        stamp: the catalogue's `STAMP` as read before, under which codes are remembered; empty:
            nothing is.

    """
    known = _TERMS.under(stamp)
    keys = [(day, division, *one) for one in wanted]
    answers = [known.get(key) for key in keys]
    if None not in answers:
        return answers  # type: ignore[return-value]
    parameters = {
        "kinds": [str(kind) for kind, _ in wanted],
        "codes": [code for _, code in wanted],
        "day": day,
        "chain": chain(division),
    }
    found = [KnownTerm(*row) for row in fetch(_STATEMENT, parameters)]
    known.update(zip(keys, found, strict=True))
    return found
