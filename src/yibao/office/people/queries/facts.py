"""A person's dated facts as a settlement takes them (待遇计算所需事实)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from yibao.benefit.person import Filing, Insured, Person, Spell
from yibao.office.database.arrays import texts
from yibao.office.database.prepared import fetch
from yibao.office.people.errors import unknown_person
from yibao.office.people.names import COVER_OF_SCHEME, status_of
from yibao.terms.admdvs import Division
from yibao.terms.errors import InvalidInput

_ONE_DAY = timedelta(days=1)

# One statement: a settlement asks this for every visit, and each question to the database costs
# more than all of the answers.
_FACTS = """
WITH asked AS (
    SELECT coalesce(merged_into_id, id) AS id FROM people_person WHERE psn_no = %s)
SELECT 'person' AS kind, psn_no AS a, insu_admdvs AS b, psn_cert_type AS c, certno AS d,
    psn_name AS e, NULL::bigint AS amount, brdy AS first, death AS last, NULL::date AS benefits
FROM people_person JOIN asked USING (id)
UNION ALL
SELECT 'sex', gend, '', '', '', '', NULL, brdy, NULL, NULL FROM people_person JOIN asked USING (id)
UNION ALL
SELECT 'insured', insutype, psn_type, premium_class, rank, insuplc_admdvs, e.id, lower(during),
    upper(during), benefits_from
FROM people_enrolment e JOIN asked ON e.person_id = asked.id WHERE NOT void
UNION ALL
SELECT 'pause', '', '', '', '', '', p.enrolment_id, lower(p.during), upper(p.during), NULL
FROM people_enrolmentpause p JOIN people_enrolment e ON e.id = p.enrolment_id
    JOIN asked ON e.person_id = asked.id WHERE NOT e.void
UNION ALL
SELECT 'category', category, '', '', '', '', NULL, lower(during), upper(during), NULL
FROM people_identity r JOIN asked ON r.person_id = asked.id
UNION ALL
SELECT 'cover', cover, '', '', '', '', NULL, lower(during), upper(during), NULL
FROM people_cover r JOIN asked ON r.person_id = asked.id
UNION ALL
SELECT 'disease', disease, opsp_dise_code, '', '', '', NULL, lower(during), upper(during), NULL
FROM people_diseaseregistration r JOIN asked ON r.person_id = asked.id
UNION ALL
SELECT 'filing', kind, mdtrtarea_admdvs, '', '', '', NULL, lower(during), upper(during), NULL
FROM people_awayfiling r JOIN asked ON r.person_id = asked.id
UNION ALL
SELECT 'contract', fixmedins_code, '', '', '', '', NULL, lower(during), upper(during), NULL
FROM people_doctorcontract r JOIN asked ON r.person_id = asked.id
UNION ALL
SELECT 'figure', name, '', '', '', '', amount, lower(during), upper(during), NULL
FROM people_figure r JOIN asked ON r.person_id = asked.id
"""
# The same of many persons at once; each row begins with the number that was asked for.
_FACTS_OF_MANY = (
    _FACTS.replace("SELECT coalesce(", "SELECT psn_no AS said, coalesce(")
    .replace("psn_no = %s", "psn_no = ANY(%s::text[])")
    .replace("SELECT '", "SELECT asked.said, '")
)


def facts_of(number: str) -> Person:
    """Return everything dated that the law may ask about a person.

    Days on which a spell rests are left out of it, so that nobody is insured on them.

    Raises:
        NotFound: code ``unknown_person``.

    """
    return person_from(rows_of(number))


def rows_of(number: str) -> dict[str, list[FactRow]]:
    """Read everything dated about a person, by its kind; a number that was merged gives the kept.

    Raises:
        NotFound: code ``unknown_person``.

    """
    by_kind: dict[str, list[FactRow]] = {}
    for columns in fetch(_FACTS, (number,)):
        by_kind.setdefault(columns[0], []).append(FactRow(columns))
    if "person" not in by_kind:
        raise unknown_person(number)
    return by_kind


def rows_of_many(numbers: Iterable[str]) -> dict[str, dict[str, list[FactRow]]]:
    """Read everything dated about many persons: by the number asked for, then as `rows_of`.

    Raises:
        NotFound: code ``unknown_person``, of the first that there is not.

    """
    found: dict[str, dict[str, list[FactRow]]] = {number: {} for number in numbers}
    for said, *columns in fetch(_FACTS_OF_MANY, (texts(found),)):
        found[said].setdefault(columns[0], []).append(FactRow(columns))
    for number, by_kind in found.items():
        if not by_kind:
            raise unknown_person(number)
    return found


def person_from(by_kind: Mapping[str, list[FactRow]]) -> Person:
    """Return what the law may ask, from the rows about a person."""
    person = by_kind["person"][0]
    spells = unrested(by_kind.get("insured", []), by_kind.get("pause", []))
    figures: dict[str, list[Spell[int]]] = {}
    for row in by_kind.get("figure", []):
        figures.setdefault(row.a, []).append(row.spell(row.amount))
    return Person(
        number=person.a,
        birth=person.first,
        insured=tuple(spell for spell, scheme, _ in spells if scheme not in COVER_OF_SCHEME),
        categories=_texts(by_kind.get("category", [])),
        covers=_texts(by_kind.get("cover", []))
        + tuple(
            Spell(COVER_OF_SCHEME[scheme], spell.first, spell.last)
            for spell, scheme, _ in spells
            if scheme in COVER_OF_SCHEME
        ),
        filings=tuple(
            row.spell(Filing(row.a, place_seen_from(person.b, row.b)))
            for row in by_kind.get("filing", [])
        ),
        filed=_texts(by_kind.get("disease", [])),
        signed=_texts(by_kind.get("contract", [])),
        ranks=tuple(
            Spell(rank, spell.first, spell.last) for spell, _, rank in spells if rank != "none"
        ),
        numbers={name: tuple(values) for name, values in figures.items()},
    )


def facts_on(number: str, day: date) -> Person:
    """Return what the law may ask about a person on one day.

    Raises:
        NotFound: code ``unknown_person``.

    """
    whole = facts_of(number)

    def held(spells: Iterable[Spell[Any]]) -> tuple[Spell[Any], ...]:
        return tuple(spell for spell in spells if spell.holds(day))

    return Person(
        number=whole.number,
        birth=whole.birth,
        insured=held(whole.insured),
        categories=held(whole.categories),
        covers=held(whole.covers),
        filings=held(whole.filings),
        filed=held(whole.filed),
        signed=held(whole.signed),
        ranks=held(whole.ranks),
        numbers={name: held(spells) for name, spells in whole.numbers.items()},
    )


def place_seen_from(home: str, there: str) -> str:
    """Return where a division lies, as the fact `place` calls it, seen from another.

    >>> place_seen_from("990121", "990121"), place_seen_from("990121", "990199")
    ('in_county', 'in_city')
    >>> place_seen_from("990121", "990221"), place_seen_from("990121", "110105")
    ('in_province', 'out_of_province')

    """
    if home == there:
        return "in_county"
    own, other = Division.parse(home), Division.parse(there)
    if own.province != other.province:
        return "out_of_province"
    if own.city is not None and own.city == other.city:
        return "in_city"
    return "in_province" if own.city is not None or own.county != other.county else "in_city"


class FactRow:
    """One row of the statement; its last column is the last day, that before the range's end."""

    __slots__ = ("a", "amount", "b", "benefits", "c", "d", "e", "first", "kind", "last")

    def __init__(self, columns: Sequence[Any]) -> None:
        self.kind, self.a, self.b, self.c, self.d, self.e, self.amount = columns[:7]
        self.first: date = columns[7]
        end: date | None = columns[8]
        self.last = end if end is None or self.kind == "person" else end - _ONE_DAY
        self.benefits: date | None = columns[9]

    def spell(self, content: Any) -> Spell[Any]:
        """Return the content with the row's days."""
        return Spell(content, self.first, self.last)


def _texts(rows: Iterable[FactRow]) -> tuple[Spell[str], ...]:
    return tuple(row.spell(row.a) for row in rows)


def _status(psn_type: str) -> str:
    """Return the status; a psn_type that has none stands for itself, so that an error names it."""
    try:
        return status_of(psn_type)
    except InvalidInput:
        return psn_type


def unrested(
    enrolments: Iterable[FactRow], pauses: Iterable[FactRow]
) -> list[tuple[Spell[Insured], str, str]]:
    """Cut the days on which spells rest out of them; return each part, its scheme, its rank."""
    rests: dict[int, list[FactRow]] = {}
    for pause in pauses:
        rests.setdefault(pause.amount, []).append(pause)
    found = []
    for row in enrolments:
        insured = Insured(row.a, _status(row.b), row.c, row.benefits)
        begin: date | None = row.first
        for rest in sorted(rests.get(row.amount, []), key=lambda each: each.first):
            if begin is not None and begin < rest.first:
                found.append((Spell(insured, begin, rest.first - _ONE_DAY), row.a, row.d))
            begin = None if rest.last is None else rest.last + _ONE_DAY
        if begin is not None and (row.last is None or begin <= row.last):
            found.append((Spell(insured, begin, row.last), row.a, row.d))
    return found
