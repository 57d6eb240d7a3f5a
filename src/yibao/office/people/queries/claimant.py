"""Who somebody is and what the law may ask about them (就诊人), in one statement.

What registering, classifying and settling ask for every message; `facts_of` is a part of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db import connection

from yibao.benefit.person import Person, Spell
from yibao.office.people.queries.facts import FactRow, person_from, rows_of, rows_of_many


@dataclass(frozen=True, slots=True)
class Enrolled:
    """An enrolment (参保): the scheme, the national type of person, the place of insurance."""

    insutype: str
    psn_type: str
    division: str


@dataclass(frozen=True, slots=True)
class Registered:
    """A chronic or special disease that is registered (门诊慢特病登记): its name and its code.

    The code is that of the national list (`opsp_dise_code`); empty where nobody wrote it down.
    """

    disease: str
    code: str


@dataclass(frozen=True, slots=True)
class Claimant:
    """A person as a provider's message asks about them."""

    number: str
    """The number kept, also where one that was merged was asked for."""
    name: str
    certificate_type: str
    certificate_number: str
    sex: str
    birth: date
    death: date | None
    division: str
    """The home of the person (`insu_admdvs`); an enrolment may be elsewhere."""
    enrolled: tuple[Spell[Enrolled], ...]
    """Every enrolment, of supplements too; days on which it rests are not cut out."""
    diseases: tuple[Spell[Registered], ...]
    facts: Person

    def enrolled_on(self, insutype: str, day: date) -> Enrolled | None:
        """Return the enrolment in a scheme on a day, whether it rests or not."""
        for spell in self.enrolled:
            if spell.content.insutype == insutype and spell.holds(day):
                return spell.content
        return None

    def within(self, insutype: str) -> Person:
        """Return the facts with the insurance in one scheme alone: that under which one comes."""
        insured = tuple(spell for spell in self.facts.insured if spell.content.scheme == insutype)
        return replace(self.facts, insured=insured)

    def disease_of(self, code: str, day: date) -> str:
        """Return the policy's name of a disease registered on a day; empty where it is not.

        Args:
            code: of the national list, or the name itself.
            day: the day of care.

        """
        for spell in self.diseases:
            known = spell.content
            if code in (known.code, known.disease) and spell.holds(day):
                return known.disease
        return ""


VERSION = """(
    SELECT kept.id || '/' || kept.version || '/' || kept.xmin::text
    FROM people_person AS said
    JOIN people_person AS kept ON kept.id = coalesce(said.merged_into_id, said.id)
    WHERE said.psn_no = {number})"""
"""An expression: what changes with every change of a person, or of anything dated about them.

`{number}` stands for an expression. Every service of this office raises the version of the person;
the transaction that wrote the row tells apart versions of which one was never committed.
"""
REMEMBERED_MAX = 20_000
_CLAIMANTS: dict[tuple[str, str], Claimant] = {}
"""By database and version."""


def claimant_of(number: str, version: str = "") -> Claimant:
    """Return a person with everything dated about them.

    Args:
        number: the person.
        version: their `VERSION` as read before, under which the answer is remembered; empty: it is
            not.

    Raises:
        NotFound: code ``unknown_person``.

    """
    if not version:
        return _read(number)
    place = (str(connection.settings_dict["NAME"]), version)
    known = _CLAIMANTS.get(place)
    if known is None:
        known = _read(number)
        if len(_CLAIMANTS) >= REMEMBERED_MAX:
            _CLAIMANTS.clear()
        _CLAIMANTS[place] = known
    return known


def _read(number: str) -> Claimant:
    return claimant_from(rows_of(number))


def claimants_of(numbers: Iterable[str]) -> dict[str, Claimant]:
    """Return many persons by the number asked for, in one statement.

    Raises:
        NotFound: code ``unknown_person``.

    """
    found = rows_of_many(dict.fromkeys(numbers))
    return {number: claimant_from(rows) for number, rows in found.items()}


def claimant_from(rows: Mapping[str, list[FactRow]]) -> Claimant:
    """Return a person from everything dated about them, by its kind."""
    person = rows["person"][0]
    return Claimant(
        number=person.a,
        name=person.e,
        certificate_type=person.c,
        certificate_number=person.d,
        sex=rows["sex"][0].a,
        birth=person.first,
        death=person.last,
        division=person.b,
        enrolled=tuple(row.spell(Enrolled(row.a, row.b, row.e)) for row in rows.get("insured", ())),
        diseases=tuple(row.spell(Registered(row.a, row.b)) for row in rows.get("disease", ())),
        facts=person_from(rows),
    )
