"""A naive run: row by row, `Visit` by `Visit`, with none of the code that runs over files.

docs/algorithms/bulk.md says what it does; problems are looked for in the order given there.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from runs.reading import Refused, Row, day_of, fen, names_of, rows_of, time_of, whole
from runs.reference_lines import bills_of
from yibao.benefit import Accumulators, Amounts, Settlement, Visit, settle
from yibao.policy import Plan
from yibao.policy.facts import FACTS, FactKind
from yibao.terms.dates import age_on
from yibao.terms.errors import YibaoError
from yibao.terms.levels import level_of_code
from yibao.terms.tables import rows as table_rows

PARTS = ("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt")
NATIONAL = {"status": "psn_type", "category": "psn_idet_type", "cover": "cvlserv_flag"}
NAME_OF = {
    (row["dictionary"], row["code"]): row["name"] for row in table_rows("facts", "codes.csv")
}
ASKED = ("status", "level")
"""Facts that some rule asks about and that have no default, in the order of the columns."""


@dataclass
class Outcome:
    """What became of a row."""

    row: Row
    visit: Visit | None = None
    refused: tuple[str, str] | None = None
    settlement: Settlement | None = None
    scheme: str | None = None
    """None: not known, so that the row might belong to any."""
    place: tuple[Any, ...] | None = None
    """Year, time and number; None: not known, so that it might come before all others."""
    provisional: bool = False

    @property
    def key(self) -> tuple[Any, Any]:
        return self.row.get("psn_no"), self.row.get("setl_id")


@dataclass
class Expected:
    outcomes: list[Outcome]
    lines_without_visit: int = 0

    @property
    def settled(self) -> list[Outcome]:
        return [one for one in self.outcomes if one.settlement is not None]

    @property
    def rejected(self) -> list[Outcome]:
        return [one for one in self.outcomes if one.settlement is None]


def naive_run(plan: Plan, claims: Path, persons: Path | None, lines: Path | None) -> Expected:
    """Settle the rows of files one by one."""
    return settle_rows(plan, rows_of(claims), rows_of(persons), lines and rows_of(lines))


def settle_rows(
    plan: Plan, claims: list[Row], persons: list[Row], lines: list[Row] | None = None
) -> Expected:
    by_number: dict[Any, list[Row]] = {}
    for person in persons:
        by_number.setdefault(person["psn_no"], []).append(person)
    outcomes = [_read(row, by_number if persons else None, plan) for row in claims]
    _refuse_duplicates(outcomes)
    found = Expected(outcomes)
    if lines is not None:
        found.lines_without_visit = bills_of(lines, outcomes, plan)
    by_person: dict[Any, list[Outcome]] = {}
    for one in outcomes:
        by_person.setdefault(one.row["psn_no"], []).append(one)
    for own in by_person.values():
        _fold(own, plan)
        _mark_provisional(own)
    return found


def _read(row: Row, register: dict[Any, list[Row]] | None, plan: Plan) -> Outcome:
    outcome = Outcome(row)
    if row.get("insutype") in plan.vocabulary.schemes:
        outcome.scheme = row["insutype"]
    try:
        outcome.visit = _visit(row, register, plan, outcome)
    except Refused as refused:
        outcome.refused = refused.args
    except YibaoError as error:
        outcome.refused = error.code, error.field
    return outcome


def _visit(row: Row, register: dict[Any, list[Row]] | None, plan: Plan, outcome: Outcome) -> Visit:
    for name in ("setl_id", "psn_no"):
        if row.get(name) is None:
            _place(row, plan, outcome, strict=False)
            raise Refused("field_missing", name)
    dates = _place(row, plan, outcome)
    if dates["discharge"] < dates["admission"]:
        raise Refused("dates_reversed", "enddate")
    bill = _bill(row)
    if outcome.scheme is None:
        raise Refused("name_unknown", "insutype")
    care = _care(row, plan)
    moment = plan.procedure("policy_date", dates["settlement"])
    eligible = dates[plan.procedure("eligibility_date", dates[moment])]
    person = {} if register is None else _registered(row, register, eligible)
    facts = _facts(row, person, eligible, plan)
    for name in ASKED:
        if name in plan.required.get((outcome.scheme, care), ()) and name not in facts:
            raise Refused("fact_missing", name)
    return Visit(outcome.scheme, care, facts=facts, amounts={"main": bill}, **dates)


def _place(row: Row, plan: Plan, outcome: Outcome, *, strict: bool = True) -> dict[str, date]:
    """Read the dates, and where in the order of the fold they put the row."""
    try:
        settled, dates = _dates(row)
    except Refused:
        if strict:
            raise
        return {}
    law = dates[plan.procedure("policy_date", dates["settlement"])]
    counted = dates[plan.procedure("year_date", law)]
    by_end = plan.procedure("fold_order", law) == "service_end"
    folded = datetime.combine(dates["discharge"], time()) if by_end else settled
    number = row.get("setl_id")
    outcome.place = plan.policy.benefit_year.year_of(counted), folded, (number is not None, number)
    return dates


def _dates(row: Row) -> tuple[datetime, dict[str, date]]:
    settled = time_of(row, "setl_time")
    if settled is None:
        raise Refused("field_missing", "setl_time")
    day = settled.date()
    first, last = day_of(row, "begndate") or day, day_of(row, "enddate") or day
    return settled, {"admission": first, "discharge": last, "settlement": day}


def _bill(row: Row) -> Amounts:
    amounts = [fen(row, name) for name in PARTS]
    given = any(name in row or f"{name}_fen" in row for name in PARTS)
    if given and amounts[3] is None:
        raise Refused("field_missing", PARTS[3])
    parts = [amount or 0 for amount in amounts]
    if min(parts) < 0:
        raise Refused("amount_out_of_range", "medfee_sumamt")
    total = fen(row, "medfee_sumamt")
    if total is None and ("medfee_sumamt" in row or "medfee_sumamt_fen" in row):
        raise Refused("field_missing", "medfee_sumamt")
    if given and total is not None and sum(parts) != total:
        raise Refused("parts_do_not_sum", "medfee_sumamt")
    return Amounts(*parts)


def _care(row: Row, plan: Plan) -> str:
    if row.get("care"):
        if row["care"] not in plan.vocabulary.care:
            raise Refused("name_unknown", "care")
        return row["care"]
    two = (row.get("med_type") or "")[:2]
    for name, care in plan.policy.care_types.items():
        if two in care.med_types:
            return name
    raise Refused("name_unknown", "med_type")


def _registered(row: Row, register: dict[Any, list[Row]], day: date) -> Row:
    holding = [
        person
        for person in register.get(row["psn_no"], ())
        if person.get("insutype", row["insutype"]) == row["insutype"] and _holds(person, day)
    ]
    if not holding:
        raise Refused("not_insured", "psn_no")
    if len(holding) > 1:
        raise Refused("spells_overlap", "psn_no")
    return holding[0]


def _holds(person: Row, day: date) -> bool:
    first, last = day_of(person, "begndate"), day_of(person, "enddate")
    return (first or date.min) <= day <= (last or date.max)


def _facts(row: Row, person: Row, day: date, plan: Plan) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for name, fact in FACTS.items():
        if fact.of_line or name in ("scheme", "care", "date", "ordinal", "total"):
            continue
        for source in (row, person):
            if name not in facts and (given := _given(source, name, fact.kind)) is not None:
                facts[name] = given
    for name, column in NATIONAL.items():
        for source in (row, person):
            if name not in facts and source.get(column):
                facts[name] = _translated(column, source[column], FACTS[name].kind)
    if "level" not in facts and row.get("hosp_lv"):
        facts["level"] = level_of_code(row["hosp_lv"]).key
    birth = day_of(row, "brdy") or day_of(person, "brdy")
    if birth is not None:
        facts.setdefault("age", age_on(birth, day))
    for name, given in facts.items():
        if FACTS[name].kind is FactKind.ONE_OF and given not in plan.vocabulary.codes[name]:
            raise Refused("name_unknown", name)
    return facts


def _given(source: Row, name: str, kind: FactKind) -> Any:
    if kind is FactKind.SET:
        return names_of(source.get(name)) or None
    if kind is FactKind.MONEY:
        return fen(source, name)
    return whole(source, name) if kind is FactKind.COUNT else source.get(name)


def _translated(column: str, raw: Any, kind: FactKind) -> Any:
    if kind is not FactKind.SET:
        return NAME_OF[column, raw]
    codes = names_of(raw)
    return frozenset(NAME_OF[column, code] for code in codes if (column, code) in NAME_OF)


def _refuse_duplicates(outcomes: list[Outcome]) -> None:
    seen: dict[tuple[Any, Any], list[Outcome]] = {}
    for one in outcomes:
        if None not in one.key:
            seen.setdefault(one.key, []).append(one)
    for same in seen.values():
        for one in same if len(same) > 1 else ():
            one.refused = "duplicate_setl_id", "setl_id"


def _fold(own: list[Outcome], plan: Plan) -> None:
    """Fold the visits of a person, scheme by scheme; a refusal changes nothing."""
    states: dict[str, Accumulators] = {}
    for one in sorted((one for one in own if one.refused is None), key=lambda one: one.place or ()):
        assert one.visit is not None
        try:
            one.settlement = settle(one.visit, plan, states.get(one.visit.scheme))
            states[one.visit.scheme] = one.settlement.after
        except YibaoError as error:
            one.refused = error.code, error.field


def _mark_provisional(own: list[Outcome]) -> None:
    refused = [one for one in own if one.settlement is None]
    for one in own:
        one.provisional = one.settlement is not None and any(
            other.scheme is None
            or (
                other.scheme == one.scheme
                and (other.place is None or other.place < (one.place or ()))
            )
            for other in refused
        )
