"""How each fact of a visit is read: its own column, else the national one, else its default."""

from __future__ import annotations

from dataclasses import dataclass, field

from yibao.benefit.files.facts import (
    FROM_PERSON,
    ZERO_BY_DEFAULT,
    level_names,
    must_be_given,
    national_names,
)
from yibao.benefit.files.persons import TELLING
from yibao.benefit.files.problems import (
    BIRTH_AFTER_DATE,
    Problem,
    Problems,
    fact_missing,
    not_a_date,
    not_a_number,
    unknown_name,
)
from yibao.benefit.files.source import Source
from yibao.benefit.files.values import (
    UNKNOWN_CODE,
    code_of,
    date_of,
    fen_of,
    full_years,
    mask_of,
    set_of,
    text_of,
    whole_of,
)
from yibao.policy.facts import FACTS, FactKind
from yibao.policy.plan import Plan, layout
from yibao.terms.money import YEAR_FEN_MAX
from yibao.terms.text import Text

COUNT_MAX = 1000


@dataclass(frozen=True, slots=True)
class _Place:
    """A column that gives a fact: the file it stands in, and how the row names it."""

    source: Source
    alias: str
    column: str

    @property
    def text(self) -> str:
        """The column as text."""
        return text_of(self.source, self.alias, self.column)

    @property
    def names(self) -> str:
        """The column as a list of names."""
        return set_of(self.source, self.alias, self.column)


@dataclass(frozen=True, slots=True)
class FactReader:
    """Writes the expression of each fact; what can be wrong with it goes to `problems`.

    What only the register of persons gives is worked out once for each of its rows, not for each
    of their visits.
    """

    plan: Plan
    claims: Source
    persons: Source | None
    problems: Problems
    asked: dict[str, str]
    """Takes columns over the joined row that problems ask for: name → expression."""
    told: dict[str, str] = field(default_factory=dict)
    """Columns over a row of the register: name → expression over `TELLING`."""

    def read(self, name: str) -> tuple[int, str | None]:
        """Return what the fact is for everybody, and else its expression over the joined row.

        A fact that is not given and has no default counts as `encode_facts` counts it.
        """
        kind = FACTS[name].kind
        if kind is FactKind.SET:
            return self._set(name)
        otherwise, choices = self._one_of(name) if kind is FactKind.ONE_OF else self._number(name)
        if must_be_given(name):
            self._required(name, choices)
        if not choices:
            return otherwise, None
        value = f"COALESCE({', '.join([*choices, str(otherwise)])})"
        return otherwise, f"CAST({value} AS SMALLINT)" if kind is FactKind.ONE_OF else value

    def _places(self, name: str) -> list[_Place]:
        places = []
        if self.claims.has(name):
            places.append(_Place(self.claims, "v", name))
        if self.persons is not None and self.persons.has(name):
            places.append(_Place(_as_joined(self.persons), TELLING, "person_" + name))
        return places

    def _once(self, place: _Place, name: str, expression: str) -> str:
        """Have an expression worked out where its column stands; return what names it."""
        if place.alias != TELLING:
            return expression
        told = f"told_{name}"
        assert self.told.setdefault(told, expression) == expression, "a name tells one thing"
        return f"v.{told}"

    def _ask(self, test: str, name: str, problem: Problem) -> None:
        """Look for a problem by a test that is worked out before any problem is looked for."""
        self.asked[f"asked_{name}"] = test
        self.problems.add(f"asked_{name}", problem)

    def _one_of(self, name: str) -> tuple[int, list[str]]:
        codes = self.plan.vocabulary.codes[name]
        choices = [
            self._once(place, name, code_of(place.text, codes)) for place in self._places(name)
        ]
        choices += self._national(name)
        if choices:
            self.problems.add(f"fact_{name} = {UNKNOWN_CODE}", unknown_name(name, _label(name)))
        return codes.get(FACTS[name].default, 0), choices

    def _national(self, name: str) -> list[str]:
        """Return the choices that the national columns give for a fact of one name."""
        codes = self.plan.vocabulary.codes[name]
        if name == "level":
            table = {code: codes[level] for code, level in level_names().items()}
            return [
                code_of(f"ltrim(trim({place.text}), '0')", table, otherwise=codes["unrated"])
                for place in self._places("hosp_lv")
            ]
        if name not in FROM_PERSON:
            return []
        table = {code: codes[one] for code, one in national_names(FROM_PERSON[name]).items()}
        return [
            self._once(place, FROM_PERSON[name], code_of(place.text, table))
            for place in self._places(FROM_PERSON[name])
        ]

    def _set(self, name: str) -> tuple[int, str | None]:
        bits = self.plan.vocabulary.codes[name]
        masks = []
        for place in self._places(name):
            read = mask_of(place.names, bits)
            masks.append(self._once(place, name, read.value))
            wrong = self._once(place, f"wrong_{name}", read.wrong)
            self._ask(wrong, f"{place.alias}_{name}", unknown_name(name, _label(name)))
        for place in self._places(FROM_PERSON[name]) if name in FROM_PERSON else ():
            table = national_names(FROM_PERSON[name])
            known = {code: bits[one] for code, one in table.items() if one in bits}
            # Codes that mean nothing here are no mistake: a person may be more than the law asks.
            mask = mask_of(place.names, known).value
            masks.append(self._once(place, FROM_PERSON[name], mask))
        return 0, f"COALESCE({', '.join(masks)}, 0)" if masks else None

    def _number(self, name: str) -> tuple[int, list[str]]:
        otherwise = 0 if name in ZERO_BY_DEFAULT else layout.MISSING
        money = FACTS[name].kind is FactKind.MONEY
        choices = []
        for place in self._places(name):
            reader = fen_of if money else whole_of
            read = reader(place.source, place.alias, place.column)
            choices.append(self._once(place, name, read.value))
            most = YEAR_FEN_MAX if money else COUNT_MAX
            beyond = f"{read.value} NOT BETWEEN -{most} AND {most}"
            either = " OR ".join((read.wrong, beyond) if read.wrong else (beyond,))
            wrong = self._once(place, f"wrong_{name}", f"COALESCE({either}, false)")
            self._ask(wrong, f"{place.alias}_{name}", not_a_number(name))
        if name == "age":
            choices += self._ages()
        return otherwise, choices

    def _ages(self) -> list[str]:
        """Return the age on the day of eligibility, from the date of birth."""
        ages = []
        for place in self._places("brdy"):
            read = date_of(place.source, place.alias, place.column)
            birth = self._once(place, "brdy", read.value)
            ages.append(full_years(birth, "v.eligibility_date"))
            if read.wrong:
                wrong = self._once(place, "wrong_brdy", read.wrong)
                self._ask(wrong, f"{place.alias}_brdy", not_a_date("brdy"))
            late = f"COALESCE({birth} > v.eligibility_date, false)"
            self._ask(late, f"{place.alias}_late", BIRTH_AFTER_DATE)
        return ages

    def _required(self, name: str, choices: list[str]) -> None:
        """Take in the problem of a fact that no column gives, for the visits whose law asks."""
        programs = self.plan.programs
        asking = [key for key in programs if name in self.plan.required[key]]
        if not asking:
            return
        absent = "true"
        if choices:
            absent = f"given_{name} IS NULL"
            self.asked[f"given_{name}"] = f"COALESCE({', '.join(choices)})"
        if len(asking) < len(programs):
            schemes, care = self.plan.vocabulary.schemes, self.plan.vocabulary.care
            pairs = ", ".join(f"({schemes[scheme]}, {care[kind]})" for scheme, kind in asking)
            absent += f" AND (scheme_code, care_code) IN ({pairs})"
        self.problems.add(absent, fact_missing(name, _label(name)))


def _label(name: str) -> Text:
    return FACTS[name].label


def _as_joined(persons: Source) -> Source:
    """Return the persons as their rows tell of them: each column behind `person_`."""
    types = {f"person_{name}": kind for name, kind in persons.types.items()}
    return Source(persons.path, persons.relation, types)
