"""The statement that turns rows of claims and persons into whole numbers (入库前编码).

docs/algorithms/bulk.md §1. The statement reads three relations by name: `claims`, and `persons`
and `lines` where given; so the same statement runs over files and, on a cluster, over a batch.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from yibao.benefit.files.columns import AMOUNTS, CLAIMS
from yibao.benefit.files.fact_values import FactReader
from yibao.benefit.files.facts import facts_read, marks_read
from yibao.benefit.files.persons import join_persons
from yibao.benefit.files.problems import (
    AMOUNT_OUT_OF_RANGE,
    DATES_REVERSED,
    DUPLICATE,
    LINES_DO_NOT_SUM,
    NO_LINES,
    NOT_INSURED,
    PARTS_DO_NOT_SUM,
    SPELL_UNREADABLE,
    SPELLS_OVERLAP,
    Problem,
    Problems,
    missing,
    not_a_date,
    not_a_number,
    unknown_name,
)
from yibao.benefit.files.source import FEN, Source, named
from yibao.benefit.files.values import (
    UNKNOWN_CODE,
    Read,
    by_word,
    code_of,
    date_of,
    day_number,
    fen_of,
    key_of,
    looked_up,
    text_of,
    year_number,
)
from yibao.policy.facts import FACTS
from yibao.policy.plan import Plan, layout
from yibao.terms.money import VISIT_FEN_MAX

PERSON_KEY = "person_key"
"""Column by which rows are dealt into parts; it does not go into them."""
VISIT_KEY = "xor(hash(v.setl_id), hash(hash(v.psn_no)))"
"""Each number counts by a hash of its own, so that few hashes tell those of many lines."""
PARTS = ("full_self", "over_limit", "first_pay", "in_scope")
MOMENTS = ("admission", "discharge", "settlement")
DATES = ("policy_date", "year_date", "eligibility_date")


@dataclass(frozen=True, slots=True)
class Staging:
    """How claims become whole numbers under one plan."""

    sql: str
    """Selects one row a claim: `setl_id`, `psn_no`, `problem`, `scheme_code`, `care_code`, `year`,
    `time`, the facts and marks that are not the same for all, the bill, `person_key`."""
    columns: tuple[tuple[str, str], ...]
    """Fact (`layout.FACT_COLUMNS`) → the column of the rows in which it stands."""
    constants: tuple[tuple[str, int], ...]
    """Facts that are the same for every row."""
    problems: tuple[Problem, ...]
    """Problem number n is the n-th, from 1."""
    has_parts: bool
    """Whether the claims give the parts of the bill."""
    has_total: bool
    """Whether the claims give the bill."""

    def number(self, problem: Problem) -> int:
        """Return the number of a problem."""
        return self.problems.index(problem) + 1


@dataclass(slots=True)
class _Build:
    """What a statement is put together from."""

    plan: Plan
    claims: Source
    persons: Source | None
    problems: Problems = field(default_factory=Problems)
    typed: dict[str, str] = field(default_factory=dict)
    """Columns of the first step: name → expression over `claims c`."""
    staged: dict[str, str] = field(default_factory=dict)
    """Columns that are handed on: name → expression over the joined row `v`."""
    asked: dict[str, str] = field(default_factory=dict)
    """Columns that only problems ask for, worked out before any problem is looked for."""
    keep: tuple[str, ...] = ()
    constants: dict[str, int] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    """Fact → the column in which it stands."""

    def stage_fact(self, name: str, expression: str) -> None:
        """Stage a fact; days that are the same for every row stand in one column."""
        same = next((known for known, sql in self.staged.items() if sql == expression), None)
        self.columns[name] = same or f"fact_{name}"
        self.staged.setdefault(self.columns[name], expression)


def stage(
    plan: Plan,
    claims: Source,
    persons: Source | None = None,
    keep: tuple[str, ...] = (),
    *,
    dates: bool = False,
    with_lines: bool = False,
) -> Staging:
    """Write the statement for a plan and the columns that the files have.

    `keep` names further columns of claims or persons that are handed on as text; with `dates` the
    three dates of a visit are handed on too. `with_lines` adds the key that lines are matched by.
    """
    build = _Build(plan, claims, persons, keep=keep)
    _keys(build)
    _dates(build)
    _amounts(build)
    _scheme_and_care(build)
    _person(build)
    reader = FactReader(plan, claims, persons, build.problems, build.asked)
    for name in facts_read(plan):
        constant, expression = reader.read(name)
        if expression is None:
            build.constants[name] = constant
        else:
            build.stage_fact(name, expression)
    _marks(build)
    for name in keep:
        build.staged[name] = _kept(build, name)
    if with_lines:
        build.staged["visit_key"] = VISIT_KEY
    if dates:
        build.staged |= {name: f"v.{name}" for name in MOMENTS}
    for later in (DUPLICATE, NO_LINES, LINES_DO_NOT_SUM):
        build.problems.number(later)
    return Staging(
        _statement(build, reader.told),
        tuple(build.columns.items()),
        tuple(build.constants.items()),
        tuple(build.problems.known),
        has_parts="in_scope" in build.typed,
        has_total="total" in build.typed,
    )


def _keys(build: _Build) -> None:
    for name in ("setl_id", "psn_no"):
        build.typed[name] = key_of(build.claims, "c", name)
        build.problems.add(f"v.{name} IS NULL", missing(name))


def _dates(build: _Build) -> None:
    """Take in the three dates; where begin or end is not given, it is the day of settlement."""
    time = date_of(build.claims, "c", "setl_time", "TIMESTAMP")
    build.typed["settled_at"] = time.value
    _wrong(build, "setl_time", time, not_a_date("setl_time"))
    build.problems.add("v.settled_at IS NULL", missing("setl_time"))
    settled = f"CAST({time.value} AS DATE)"
    build.typed["settlement"] = settled
    for name, moment in (("begndate", "admission"), ("enddate", "discharge")):
        if not build.claims.has(name):
            build.typed[moment] = settled
            continue
        read = date_of(build.claims, "c", name)
        given = f"COALESCE({read.value}, {settled})"
        build.typed[moment] = (
            f"CASE WHEN NOT {read.wrong} THEN {given} END" if read.wrong else given
        )
        _wrong(build, name, read, not_a_date(name))
    if build.claims.has("begndate") or build.claims.has("enddate"):
        build.problems.add("v.discharge < v.admission", DATES_REVERSED)


def _amounts(build: _Build) -> None:
    """Take in the bill and its parts, in fen."""
    claims = build.claims
    given = [name for name in AMOUNTS if claims.has(name)]
    if "inscp_scp_amt" in given:
        for name, part in zip(AMOUNTS, PARTS, strict=True):
            if name in given:
                _money(build, name, part)
                build.staged[part] = f"v.{part}"
        parts = [f"v.{part}" for name, part in zip(AMOUNTS, PARTS, strict=True) if name in given]
        out = " OR ".join(f"{part} < 0 OR {part} > {VISIT_FEN_MAX}" for part in parts)
        build.problems.add(out, AMOUNT_OUT_OF_RANGE)
    if claims.has("medfee_sumamt"):
        _money(build, "medfee_sumamt", "total")
        build.staged["total"] = "v.total"
        if "inscp_scp_amt" in given:
            build.problems.add(f"{' + '.join(parts)} <> v.total", PARTS_DO_NOT_SUM)


def _money(build: _Build, name: str, part: str) -> None:
    read = fen_of(build.claims, "c", name)
    build.typed[part] = read.value
    _wrong(build, name, read, not_a_number(name))
    if name in ("inscp_scp_amt", "medfee_sumamt"):
        build.problems.add(f"v.{part} IS NULL", missing(name))
    else:
        build.typed[part] = f"COALESCE({read.value}, 0)"


def _wrong(build: _Build, name: str, read: Read, problem: Problem) -> None:
    if read.wrong:
        build.typed[f"wrong_{name}"] = read.wrong
        build.problems.add(f"v.wrong_{name}", problem)


def _person(build: _Build) -> None:
    if build.persons is not None:
        build.problems.add("v.spell_unreadable", SPELL_UNREADABLE)
        build.problems.add("NOT v.insured", NOT_INSURED)
        build.problems.add("v.spells_overlap", SPELLS_OVERLAP)


def _scheme_and_care(build: _Build) -> None:
    vocabulary, claims = build.plan.vocabulary, build.claims
    scheme = code_of(text_of(claims, "v", "insutype"), vocabulary.schemes)
    build.staged["scheme_code"] = f"CAST(COALESCE({scheme}, {UNKNOWN_CODE}) AS TINYINT)"
    build.problems.add("scheme_code < 0", unknown_name("insutype", FACTS["scheme"].label))
    choices = []
    if claims.has("care"):
        choices.append(code_of(text_of(claims, "v", "care"), vocabulary.care))
    if claims.has("med_type"):
        by_type = {
            two: vocabulary.care[name]
            for name, care in build.plan.policy.care_types.items()
            for two in care.med_types
        }
        given = text_of(claims, "v", "med_type")
        # A province's longer code counts by its first two digits; few rows have one.
        choices += [looked_up(given, by_type), looked_up(f"left({given}, 2)", by_type)]
    care = f"COALESCE({', '.join([*choices, str(UNKNOWN_CODE)])})"
    build.staged["care_code"] = f"CAST({care} AS TINYINT)"
    label = FACTS["care"].label
    if claims.has("care"):
        build.asked["own_care"] = choices[0]
        build.problems.add(f"own_care = {UNKNOWN_CODE}", unknown_name("care", label))
    name = "med_type" if claims.has("med_type") else "care"
    build.problems.add("care_code < 0", unknown_name(name, label))
    _facts_of_the_same(build, "scheme", "scheme_code", vocabulary.schemes)
    _facts_of_the_same(build, "care", "care_code", vocabulary.care)


def _facts_of_the_same(build: _Build, fact: str, column: str, codes: dict[str, int]) -> None:
    """Stage the fact beside the mark, where rules ask about it: its codes are others."""
    if layout.COLUMN[fact] not in build.plan.arrays.tests.one_of[:, 0]:
        return
    facts = build.plan.vocabulary.codes[fact]
    cases = " ".join(f"WHEN {code} THEN {facts[name]}" for name, code in codes.items())
    build.stage_fact(fact, f"CAST(CASE {column} {cases} ELSE 0 END AS TINYINT)")


def _marks(build: _Build) -> None:
    """Stage the days and periods in which a visit counts, and the time it is folded at.

    A visit with a date that is not known has no year: it might belong before all others.
    """
    plan = build.plan
    known = " AND ".join(f"v.{name} IS NOT NULL" for name in ("settled_at", *MOMENTS))
    build.staged["year"] = f"CASE WHEN {known} THEN {year_number('v.year_date', plan)} END"
    order = by_word(
        plan.procedure_words("fold_order"),
        "v.policy_date",
        {
            "settlement": "epoch_us(v.settled_at)",
            "service_end": "epoch_us(CAST(v.discharge AS TIMESTAMP))",
        },
    )
    build.staged["time"] = order
    expressions = {
        "date": _day(build, "policy_date"),
        "quarter": "CAST(year(v.year_date) * 4 + (month(v.year_date) + 2) // 3 - 1 AS INTEGER)",
        "month": "CAST(year(v.year_date) * 12 + month(v.year_date) - 1 AS INTEGER)",
        "day": _day(build, "year_date"),
        "begin_day": _day(build, "admission"),
        "end_day": _day(build, "discharge"),
    }
    for name in marks_read(plan):
        build.stage_fact(name, expressions[name])
    words = plan.procedure_words("ordinal_counts")
    if any(word == "level" for _, word in words):
        place = {"region": "0", "level": f"1 + {build.columns['level']}"}
        place_sql = by_word(words, "v.policy_date", place)
        build.stage_fact("ordinal_place", f"CAST({place_sql} AS SMALLINT)")


def _kept(build: _Build, name: str) -> str:
    if build.claims.has(name):
        return text_of(build.claims, "v", name)
    if build.persons is not None and build.persons.has(name):
        return f"CAST(v.{named('person_' + name)} AS VARCHAR)"
    return "CAST(NULL AS VARCHAR)"


def _date_of(build: _Build, name: str) -> str:
    """Return which moment of a visit one of the plan's dates is."""
    on = "settlement" if name == "policy_date" else "policy_date"
    return by_word(build.plan.procedure_words(name), on, {moment: moment for moment in MOMENTS})


def _day(build: _Build, name: str) -> str:
    """Return the number of a day; days that are the same for every visit are one expression."""
    moment = _date_of(build, name) if name in DATES else name
    if moment not in MOMENTS:
        return day_number(f"v.{name}")
    return day_number(
        f"v.{next(one for one in MOMENTS if build.typed[one] == build.typed[moment])}"
    )


def _statement(build: _Build, told: dict[str, str]) -> str:
    """Put the steps together: read, date, join, encode, look for problems.

    What stands in a column is worked out once, however many problems ask for it.
    """
    policy, year, eligible = (_date_of(build, name) for name in DATES)
    typed = ", ".join(f"{sql} AS {named(name)}" for name, sql in build.typed.items())
    # Columns that nobody knows stay behind: one might be named like a column of the statement.
    known = {*CLAIMS, *(name + FEN for name in CLAIMS), *build.keep} - build.typed.keys()
    others = ", ".join(f"c.{named(name)}" for name in build.claims.types if name in known)
    steps = [
        f"typed AS (SELECT {typed}{', ' + others if others else ''} FROM claims c)",
        f"lawful AS (SELECT *, {policy} AS policy_date FROM typed)",
        f"dated AS (SELECT *, {year} AS year_date, {eligible} AS eligibility_date FROM lawful)",
    ]
    steps += join_persons(build.claims, build.persons, told)
    staged = {"setl_id": "v.setl_id", "psn_no": "v.psn_no", **build.staged}
    staged[PERSON_KEY] = "hash(v.psn_no)"
    read = [f"{sql} AS {named(name)}" for name, sql in (staged | build.asked).items()]
    read += [f"v.{named(name)}" for name in _looked_at(build) if name not in staged]
    steps.append(f"read AS (SELECT {', '.join(read)} FROM joined v)")
    columns = ", ".join(f"v.{named(name)}" for name in staged)
    return (
        f"WITH {', '.join(steps)} SELECT {columns}, {build.problems.sql()} AS problem FROM read v"
    )


def _looked_at(build: _Build) -> list[str]:
    """Name the columns of the joined row that problems look at, beside what is staged."""
    of_persons = ("insured", "spells_overlap", "spell_unreadable")
    return [*build.typed, *(of_persons if build.persons is not None else ())]
