"""Which group each visit is in, staged beside its facts (分组编码).

Nothing here can refuse a visit: what cannot be read is "not known". Facts that law A reads anyway
are taken as A reads them, so that a group is what the law saw.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb

from yibao.benefit.files.facts import level_names, national_names
from yibao.benefit.files.source import FEN, Source, named, quoted
from yibao.benefit.files.staging import MOMENTS, stage
from yibao.benefit.files.values import code_of, full_years
from yibao.benefit.runs.sources import Sources
from yibao.benefit.whatif.groups import (
    AGE_FROM,
    AGE_LABELS,
    BILL_LABELS,
    CERTAINTY_LABELS,
    NOT_KNOWN,
    UNKNOWN,
    category_label,
)
from yibao.benefit.whatif.pair import Side
from yibao.policy.plan import Plan, layout
from yibao.policy.wording.labels import name_label
from yibao.terms.admdvs import regions
from yibao.terms.dictionaries import dictionary
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

GROUPS_MAX = 5_000
"""More different values than this are no grouping."""
INCOME = "disposable_income"
"""The column of yearly income of the household per head; docs/algorithms/whatif.md §6."""
_LISTED = {"county": "insu_admdvs", "sex": "gend", "income_group": "income_group"}
"""Groupings whose groups are the values of a column of the persons."""


@dataclass(frozen=True, slots=True)
class Traits:
    """How rows come with their groups."""

    sql: str
    """The statement of law A with a column `group_NAME` for each grouping the files give, and
    `income_fen` where persons have an income."""
    names: tuple[str, ...]
    """Groupings that the files give."""
    labels: Mapping[str, Mapping[int, Text]]
    """Grouping → group → its name; identities are named by `label`."""
    values: Mapping[str, tuple[str, ...]]
    """Grouping → the value of the column behind each group, from 0."""
    plan: Plan
    has_income: bool

    def label(self, grouping: str, code: int) -> Text:
        """Name a group."""
        if code == UNKNOWN:
            return NOT_KNOWN
        if grouping == "category":
            names = self.plan.policy.names.get("category", {})
            return category_label(code, self.plan.vocabulary.codes["category"], names)
        return self.labels[grouping].get(code, NOT_KNOWN)


@dataclass(slots=True)
class _Reading:
    """What the columns of groups are put together from."""

    plan: Plan
    facts: tuple[str, ...]
    claims: Source
    persons: Source | None
    connection: duckdb.DuckDBPyConnection
    kept: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    labels: dict[str, dict[int, Text]] = field(default_factory=dict)
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def keep(self, name: str) -> bool:
        """Have a column handed on as text, if a file has it."""
        given = name in self.claims.types or (
            self.persons is not None and name in self.persons.types
        )
        if given and name not in self.kept:
            self.kept.append(name)
        return given


def read_traits(a: Side, sources: Sources) -> Traits:
    """Find the groups that the files give and write the statement that brings them along.

    Raises:
        InvalidInput: a column of groups has more than `GROUPS_MAX` different values.

    """
    plan, claims, persons = a.plan, sources.claims, sources.persons
    reading = _Reading(
        plan, tuple(name for name, _ in a.staging.columns), claims, persons, sources.connection
    )
    _by_plan(reading)
    _level(reading)
    _age(reading)
    _category(reading)
    for name, column in _LISTED.items():
        _listed(reading, name, column)
    has_income = _income(reading)
    kept, with_lines = tuple(reading.kept), a.lines is not None
    staging = stage(plan, claims, persons, kept, dates=True, with_lines=with_lines)
    added = [f"{sql} AS {name}" for name, sql in reading.columns.items()]
    left_out = ", ".join(named(name) for name in (*reading.kept, *MOMENTS))
    sql = f"SELECT s.* EXCLUDE ({left_out}), {', '.join(added)} FROM ({staging.sql}) s"
    names = [name[6:] for name in reading.columns if name.startswith("group_")]
    reading.labels["bill"] = dict(enumerate(BILL_LABELS))
    reading.labels["certainty"] = dict(enumerate(CERTAINTY_LABELS))
    listed = (*names, "bill", "certainty")
    return Traits(sql, listed, reading.labels, reading.values, plan, has_income)


def _by_plan(reading: _Reading) -> None:
    """Take in scheme and care, which every staged row has."""
    policy, vocabulary = reading.plan.policy, reading.plan.vocabulary
    reading.columns["group_scheme"] = "s.scheme_code"
    reading.labels["scheme"] = {
        code: name_label("scheme", name, policy.names) for name, code in vocabulary.schemes.items()
    }
    reading.columns["group_care"] = "s.care_code"
    reading.labels["care"] = {
        code: policy.care_types[name].label for name, code in vocabulary.care.items()
    }


def _level(reading: _Reading) -> None:
    codes = reading.plan.vocabulary.codes["level"]
    choices = []
    if "level" in reading.facts:
        choices.append("s.fact_level")
    else:
        if reading.keep("level"):
            choices.append(code_of("s.level", codes, UNKNOWN))
        if reading.keep("hosp_lv"):
            table = {code: codes[name] for code, name in level_names().items()}
            choices.append(code_of("ltrim(trim(s.hosp_lv), '0')", table, codes["unrated"]))
    if choices:
        reading.columns["group_level"] = f"CAST(COALESCE({', '.join(choices)}, -1) AS SMALLINT)"
    names = reading.plan.policy.names
    reading.labels["level"] = {
        code: name_label("level", name, names) for name, code in codes.items()
    }


def _age(reading: _Reading) -> None:
    choices = []
    if "age" in reading.facts:
        choices.append(f"NULLIF(s.fact_age, {layout.MISSING})")
    else:
        if reading.keep("age"):
            choices.append("TRY_CAST(s.age AS BIGINT)")
        if reading.keep("brdy"):
            choices.append(full_years("TRY_CAST(s.brdy AS DATE)", "s.discharge"))
    if choices:
        age = f"COALESCE({', '.join(choices)})"
        cases = " ".join(
            f"WHEN {age} >= {first} THEN {band}"
            for band, first in reversed(list(enumerate(AGE_FROM)))
        )
        reading.columns["group_age"] = f"CAST(CASE {cases} ELSE {UNKNOWN} END AS TINYINT)"
    reading.labels["age"] = dict(enumerate(AGE_LABELS))


def _category(reading: _Reading) -> None:
    """Take in the identities as bits; a code that means nothing here is none."""
    bits = reading.plan.vocabulary.codes["category"]
    masks = []
    if "category" in reading.facts:
        masks.append("s.fact_category")
    else:
        if reading.keep("category"):
            masks.append(_bits("s.category", bits))
        if reading.keep("psn_idet_type"):
            table = national_names("psn_idet_type")
            known = {code: bits[name] for code, name in table.items() if name in bits}
            masks.append(_bits("s.psn_idet_type", known))
    if masks:
        reading.columns["group_category"] = f"CAST({' | '.join(masks)} AS BIGINT)"


def _bits(text: str, bits: Mapping[str, int]) -> str:
    """Return the expression of names in one text as bits."""
    listed = f"regexp_split_to_array(trim({text}, '[] '), '\\s*[;；,，]\\s*')"
    tests = [
        f"CASE WHEN list_contains({listed}, {quoted(name)}) THEN {1 << bit} ELSE 0 END"
        for name, bit in bits.items()
    ]
    return f"COALESCE(CAST({' | '.join(tests) or '0'} AS BIGINT), 0)"


def _listed(reading: _Reading, name: str, column: str) -> None:
    """Take in a column whose values are the groups, in order: numbers by size, else as text."""
    if not reading.keep(column):
        return
    view = "claims" if column in reading.claims.types else "persons"
    values = f"SELECT DISTINCT CAST({named(column)} AS VARCHAR) AS v FROM {view}"
    found = reading.connection.sql(
        f"SELECT v FROM ({values}) WHERE v <> '' "
        f"ORDER BY TRY_CAST(v AS DOUBLE) NULLS LAST, v LIMIT {GROUPS_MAX + 1}"
    ).fetchall()
    if len(found) > GROUPS_MAX:
        raise _too_many(column)
    groups = [str(row[0]) for row in found]
    if not groups:
        return
    enum = f"ENUM ({', '.join(map(quoted, groups))})"
    code = f"enum_code(TRY_CAST(s.{named(column)} AS {enum}))"
    reading.columns[f"group_{name}"] = f"CAST(COALESCE({code}, {UNKNOWN}) AS SMALLINT)"
    reading.values[name] = tuple(groups)
    reading.labels[name] = {at: _listed_label(name, group) for at, group in enumerate(groups)}


def _listed_label(name: str, group: str) -> Text:
    if name == "sex":
        return dictionary("gend").label(group)
    if name == "county" and group in regions():
        return regions()[group].label
    if name == "income_group":
        return Text(f"第 {group} 组", f"group {group}") if group.isdigit() else Text(group, group)
    return Text(group, group)


def _income(reading: _Reading) -> bool:
    """Take in the yearly income in fen, where there is one."""
    if reading.keep(INCOME):
        fen = f"TRY_CAST(TRY_CAST(s.{INCOME} AS DECIMAL(18, 2)) * 100 AS BIGINT)"
    elif reading.keep(INCOME + FEN):
        fen = f"TRY_CAST(s.{INCOME}{FEN} AS BIGINT)"
    else:
        return False
    reading.columns["income_fen"] = f"COALESCE({fen}, 0)"
    return True


def _too_many(column: str) -> InvalidInput:
    return InvalidInput(
        "too_many_groups",
        column,
        Text(f"{column} 有超过 {GROUPS_MAX} 个不同的值。", f"`{column}` has too many values."),
        Text("先把它归并成组。", "Put its values into groups first."),
    )
