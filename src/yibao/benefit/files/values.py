"""SQL that reads one value of a row: what it is, and when it is wrong.

The words of these expressions never hold anything but names of columns and of the plan; values
stay in the files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from yibao.benefit.files.source import FEN, WHOLE, Source, named, quoted
from yibao.policy.plan import Plan

MISSING_CODE, UNKNOWN_CODE = -1, -2
ZONED = "TIMESTAMP WITH TIME ZONE"
CHINA_US = 8 * 3600 * 1_000_000
"""How far China's clocks are ahead of UTC, in microseconds."""
WIDTH_MAX = 18
"""The digits that an exact number of 64 bits holds."""
WIDER = ("HUGEINT", "UBIGINT")
"""Whole numbers that may not fit 64 bits with a sign."""
WHOLE_SHAPE = r"\s*-?[0-9]+\s*"
DECIMAL_SHAPE = r"\s*-?([0-9]+|[0-9]*\.[0-9]{{1,{}}}0*)\s*"


@dataclass(frozen=True, slots=True)
class Read:
    """How to read a value: the expression, and the condition under which it is wrong ("")."""

    value: str
    wrong: str = ""


def text_of(source: Source, alias: str, name: str) -> str:
    """Return a column as text; an empty text is no value."""
    column = f"{alias}.{named(name)}"
    if source.types[name] != "VARCHAR":
        return f"CAST({column} AS VARCHAR)"
    return f"NULLIF({column}, '')"


def key_of(source: Source, alias: str, name: str) -> str:
    """Return a column that names something, as it is."""
    if source.types[name] == "VARCHAR":
        return f"NULLIF({alias}.{named(name)}, '')"
    return f"{alias}.{named(name)}"


def key_as(claims: Source, source: Source, alias: str, name: str) -> str:
    """Return a key of another file as the claims have it, so that the two can be compared."""
    key, kind = key_of(source, alias, name), claims.types[name]
    return key if source.types[name] == kind else f"TRY_CAST({key} AS {kind})"


def date_of(source: Source, alias: str, name: str, kind: str = "DATE") -> Read:
    """Return a column as a DATE or a TIMESTAMP; an instant is told as China's clocks show it."""
    column = f"{alias}.{named(name)}"
    given = source.types[name]
    if given == kind:
        return Read(column)
    if given == ZONED:
        local = f"make_timestamp(epoch_us({column}) + {CHINA_US})"
        return Read(f"CAST({local} AS {kind})")
    if given == "DATE" or given.startswith("TIMESTAMP"):
        return Read(f"CAST({column} AS {kind})")
    raw = text_of(source, alias, name)
    value = shaped(raw, "[0-9]{4}[-/][0-9].*", "TIMESTAMP")
    if kind != "TIMESTAMP":
        value = f"CAST({value} AS {kind})"
    return Read(value, f"({raw} IS NOT NULL AND {value} IS NULL)")


def fen_of(source: Source, alias: str, name: str) -> Read:
    """Return a money column in fen; inexact or unreadable is wrong."""
    in_fen = name + FEN
    if in_fen in source.types:
        return whole_of(source, alias, in_fen)
    return scaled(source, alias, name, 2)


def scaled(source: Source, alias: str, name: str, places: int) -> Read:
    """Return a decimal column in units of its last allowed place; more places are wrong."""
    kind = source.types[name]
    unit = 10**places
    raw, value = f"{alias}.{named(name)}", ""
    if kind.startswith("DECIMAL"):
        width, scale = (int(part) for part in kind[8:-1].split(","))
        if scale <= places:
            value = f"CAST({raw} * {unit} AS BIGINT)"
        if scale <= places and width + places <= WIDTH_MAX:
            return Read(value)
    if not value:
        raw = text_of(source, alias, name)
        exact = shaped(raw, DECIMAL_SHAPE.format(places), f"DECIMAL({WIDTH_MAX}, {places})")
        value = f"CAST({exact} * {unit} AS BIGINT)"
    value = f"TRY({value})"
    return Read(value, f"({raw} IS NOT NULL AND {value} IS NULL)")


def whole_of(source: Source, alias: str, name: str) -> Read:
    """Return a column of whole numbers; anything else is wrong."""
    if source.types[name] in WHOLE and source.types[name] not in WIDER:
        return Read(f"CAST({alias}.{named(name)} AS BIGINT)")
    raw = text_of(source, alias, name)
    value = shaped(raw, WHOLE_SHAPE, "BIGINT")
    return Read(value, f"({raw} IS NOT NULL AND {value} IS NULL)")


def shaped(raw: str, shape: str, kind: str) -> str:
    """Read a text that has a shape; DuckDB alone would also read 1e3, 12.5 as 13, infinity."""
    return f"CASE WHEN regexp_full_match({raw}, '{shape}') THEN TRY_CAST({raw} AS {kind}) END"


def code_of(given: str, codes: Mapping[str, int], otherwise: int = UNKNOWN_CODE) -> str:
    """Return the number of a name; `otherwise` for another name, NULL for none."""
    number = f"COALESCE({looked_up(given, codes)}, {otherwise})" if codes else otherwise
    return f"CASE WHEN {given} IS NOT NULL THEN {number} END"


def looked_up(given: str, codes: Mapping[str, int]) -> str:
    """Return the number of a name, NULL for any other.

    A map is looked up once for each word of a dictionary-encoded column, a CASE for each row.
    """
    known = ", ".join(f"{quoted(name)}: {code}" for name, code in codes.items())
    return f"MAP {{{known}}}[{given}]"


def set_of(source: Source, alias: str, name: str) -> str:
    """Return a column of names as a list of texts; an empty list is no value."""
    if source.types[name].endswith("[]"):
        names = f"CAST({alias}.{named(name)} AS VARCHAR[])"
        return f"CASE WHEN len({names}) > 0 THEN {names} END"
    given = f"NULLIF(trim({text_of(source, alias, name)}), '')"
    return f"regexp_split_to_array({given}, '\\s*[;；,，]\\s*')"


def mask_of(names: str, bits: Mapping[str, int]) -> Read:
    """Return a list of names as bits, NULL for none; a name without a bit is wrong."""
    tests = " + ".join(
        f"CASE WHEN list_contains({names}, {quoted(name)}) THEN {1 << bit} ELSE 0 END"
        for name, bit in bits.items()
    )
    known = ", ".join(quoted(name) for name in (*bits, ""))
    other = f"len(list_filter({names}, lambda name: name NOT IN ({known}))) > 0"
    mask = f"CASE WHEN {names} IS NOT NULL THEN CAST({tests or '0'} AS BIGINT) END"
    return Read(mask, f"COALESCE({other}, false)")


def day_number(day: str) -> str:
    """Return a date as Python counts days."""
    return f"CAST({day} - DATE '0001-01-01' + 1 AS INTEGER)"


def year_number(day: str, plan: Plan) -> str:
    """Return the benefit year of a date."""
    start = plan.policy.benefit_year
    if (start.start_month, start.start_day) == (1, 1):
        return f"CAST(year({day}) AS SMALLINT)"
    first = start.start_month * 100 + start.start_day
    begun = f"month({day}) * 100 + day({day}) >= {first}"
    return f"CAST(year({day}) - CASE WHEN {begun} THEN 0 ELSE 1 END AS SMALLINT)"


def by_word(words: tuple[tuple[date, str], ...], on: str, choices: Mapping[str, str]) -> str:
    """Return what a procedural word of the day `on` chooses; before the first day, the first."""
    if len({word for _, word in words}) == 1:
        return choices[words[0][1]]
    cases = " ".join(
        f"WHEN {on} >= DATE '{first}' THEN {choices[word]}" for first, word in reversed(words)
    )
    return f"CASE {cases} ELSE {choices[words[0][1]]} END"


def full_years(birth: str, day: str) -> str:
    """Return the age in full years on a day."""
    before = f"month({day}) * 100 + day({day}) < month({birth}) * 100 + day({birth})"
    return f"(year({day}) - year({birth}) - CASE WHEN {before} THEN 1 ELSE 0 END)"
