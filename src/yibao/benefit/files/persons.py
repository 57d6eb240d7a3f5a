"""Join persons to claims: the row that holds on the day of eligibility (参保人拼接)."""

from __future__ import annotations

from collections.abc import Mapping

from yibao.benefit.files.source import Source, named
from yibao.benefit.files.values import Read, date_of, key_as, text_of

FIRST_DAY, LAST_DAY = "DATE '0001-01-01'", "DATE '9999-12-31'"
TELLING = "r"
"""The alias of a row of the register that tells something of its person."""


def join_persons(claims: Source, persons: Source | None, told: Mapping[str, str]) -> list[str]:
    """Return the steps of the statement that make `joined` out of `dated`.

    `told` are columns that each row of the register tells: name → expression over `TELLING`.

    Each person's column comes as `person_NAME`; `insured` says whether a row holds on the day,
    `spells_overlap` whether another one holds too, `spell_unreadable` whether a day of any row of
    the person cannot be read.
    """
    if persons is None:
        return ["joined AS (SELECT * FROM dated)"]
    by_scheme = persons.has("insutype")
    keys = ["key_psn_no", *(("key_insutype",) if by_scheme else ())]
    on = ["s.key_psn_no = d.psn_no"]
    if by_scheme:
        on.append(f"s.key_insutype = {text_of(claims, 'd', 'insutype')}")
    dated = persons.has("begndate") or persons.has("enddate")
    steps = _spells(keys) if dated else _one_row_each(keys)
    if dated:
        on.append("d.eligibility_date >= s.since")
    more = "".join(f", {sql} AS {named(name)}" for name, sql in told.items())
    telling = f"telling AS (SELECT {TELLING}.*{more} FROM registered {TELLING})"
    joined = (
        "joined AS (SELECT d.*, s.*, "
        "COALESCE(s.holding > 0 AND s.until >= d.eligibility_date, false) AS insured, "
        "COALESCE(s.holding > 1, false) AS spells_overlap, "
        "COALESCE(s.unreadable, false) AS spell_unreadable "
        f"FROM dated d {'ASOF ' if dated else ''}LEFT JOIN telling s ON {' AND '.join(on)})"
    )
    return [_rows(claims, persons, by_scheme, keys), *steps, telling, joined]


def _rows(claims: Source, persons: Source, by_scheme: bool, keys: list[str]) -> str:
    """Return the step that reads the rows of the register, with the days on which each holds."""
    begin, end = (_day(persons, name) for name in ("begndate", "enddate"))
    number = key_as(claims, persons, "p", "psn_no")
    read = [f"{number} AS key_psn_no"]
    if by_scheme:
        read.append(f"{text_of(persons, 'p', 'insutype')} AS key_insutype")
    read += [f"p.{named(name)} AS {named('person_' + name)}" for name in persons.types]
    read.append(f"COALESCE({begin.value}, {FIRST_DAY}) AS spell_begin")
    read.append(f"COALESCE({end.value}, {LAST_DAY}) AS spell_end")
    wrong = " OR ".join(day.wrong for day in (begin, end) if day.wrong)
    unreadable = f"bool_or({wrong}) OVER (PARTITION BY {', '.join(keys)})" if wrong else "false"
    read.append(f"{unreadable} AS unreadable")
    # A row that ends before it begins holds on no day.
    return (
        f"spells AS (SELECT * FROM (SELECT {', '.join(read)} FROM persons p) "
        "WHERE spell_begin <= spell_end)"
    )


def _day(persons: Source, name: str) -> Read:
    return date_of(persons, "p", name) if persons.has(name) else Read("CAST(NULL AS DATE)")


def _one_row_each(keys: list[str]) -> list[str]:
    """Return the steps for a register with one row a person; more are an error of it."""
    group = ", ".join(keys)
    return [
        f"registered AS (SELECT *, spell_end AS until, count(*) OVER (PARTITION BY {group}) AS "
        f"holding FROM spells QUALIFY row_number() OVER (PARTITION BY {group}) = 1)"
    ]


def _spells(keys: list[str]) -> list[str]:
    """Return the steps for a register with spells: since when which row holds, and how many do.

    Where no two rows of a person hold on one day, each begins something new. Where any do
    (`tangled`), what holds is looked up at the beginning and behind the end of each row.
    """
    group = ", ".join(keys)
    same = " AND ".join(f"e.{key} = s.{key}" for key in keys)
    own = ", ".join(f"e.{key} AS {key}" for key in keys)
    return [
        f"tangled AS (SELECT DISTINCT {group} FROM (SELECT {group}, spell_begin <= max(spell_end) "
        f"OVER (PARTITION BY {group} ORDER BY spell_begin, spell_end ROWS BETWEEN UNBOUNDED "
        "PRECEDING AND 1 PRECEDING) AS meets FROM spells) WHERE meets)",
        f"edges AS (SELECT {group}, spell_begin AS since FROM spells SEMI JOIN tangled "
        f"USING ({group}) UNION SELECT {group}, spell_end + 1 FROM spells SEMI JOIN tangled "
        f"USING ({group}) WHERE spell_end < {LAST_DAY})",
        "registered AS (SELECT *, spell_begin AS since, spell_end AS until, 1 AS holding "
        f"FROM spells ANTI JOIN tangled USING ({group}) UNION ALL BY NAME "
        f"SELECT s.* REPLACE ({own}), e.since, {LAST_DAY} AS until, "
        "count(s.spell_begin) OVER same AS holding FROM edges e LEFT JOIN spells s "
        f"ON {same} AND e.since BETWEEN s.spell_begin AND s.spell_end WINDOW same AS "
        f"(PARTITION BY {', '.join('e.' + key for key in keys)}, e.since) "
        "QUALIFY row_number() OVER same = 1)",
    ]
