"""What the files hold can be settled: every sound visit, in the order of the fold."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from yibao.benefit.accumulators import Accumulators
from yibao.benefit.classify import Line, classify
from yibao.benefit.days import year_day
from yibao.benefit.settle import settle
from yibao.benefit.visit import Amounts, Visit
from yibao.policy import Plan, compile_plan, load_policy
from yibao.policy.facts import FACTS, FactKind
from yibao.synthetic.region_files import Asked, Written, write_region
from yibao.terms.dates import age_on
from yibao.terms.errors import YibaoError
from yibao.terms.levels import level_of_code
from yibao.terms.tables import rows

REGIONS = [("cn/61/6101", 2022), ("demo", 2025)]
FACT_OF_CODE = {(row["dictionary"], row["code"]): row["name"] for row in rows("facts", "codes.csv")}
Row = dict[str, Any]


def visit_of(claim: Row, person: Row, plan: Plan) -> Visit:
    facts = {
        name: value
        for row in (person, claim)
        for name, value in row.items()
        if name in FACTS and value is not None
    }
    facts = {name: fact_value(name, value) for name, value in facts.items()}
    facts["status"] = FACT_OF_CODE["psn_type", person["psn_type"]]
    facts["age"] = age_on(person["brdy"], claim["begndate"])
    facts.setdefault("level", level_of_code(claim["hosp_lv"] or "").key)
    care = facts.pop("care", None) or next(
        care for care, kind in plan.policy.care_types.items() if claim["med_type"] in kind.med_types
    )
    parts = ("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt")
    return Visit(
        *(claim["insutype"], care, claim["begndate"], claim["enddate"], claim["setl_time"].date()),
        facts,
        {"main": Amounts(*(int(claim.get(part, 0) * 100) for part in parts))},
        claim["setl_id"],
    )


def fact_value(name: str, value: Any) -> Any:
    if FACTS[name].kind is FactKind.SET:
        return frozenset(value)
    return int(value * 100) if FACTS[name].kind is FactKind.MONEY else value


def line_of(row: Row) -> Line:
    def units(name: str, per_yuan: int) -> int | None:
        return None if row[name] is None else int(row[name] * per_yuan)

    return Line(
        number=row["feedetl_sn"],
        day=row["fee_ocur_time"].date(),
        amount=int(row["det_item_fee_sumamt"] * 100),
        quantity_e4=int(row["cnt"] * 10_000),
        item_class=FACT_OF_CODE["chrgitm_lv", row["chrgitm_lv"]],
        item=row["item"] or FACT_OF_CODE["med_chrgitm_type", row["med_chrgitm_type"]],
        tag=row["tag"] or "none",
        limited=row["limited"] or "no",
        ceiling_e6=units("pric_uplmt_amt", 1_000_000),
        first_pay_ppm=units("selfpay_prop", 1_000_000),
        price_e6=units("pric", 1_000_000),
    )


def outcomes(written: Written, plan: Plan) -> Iterator[tuple[Row, Visit, Any]]:
    """Fold every person's claims by scheme, benefit year, time, number; refusals change nothing."""
    persons = {row["psn_no"]: row for row in pq.read_table(written.persons).to_pylist()}
    claims = pq.read_table(written.claims).to_pylist()
    lines: dict[str, list[Line]] = {}
    for row in pq.read_table(written.lines).to_pylist() if written.lines else ():
        lines.setdefault(row["setl_id"], []).append(line_of(row))
    visits = [(claim, visit_of(claim, persons[claim["psn_no"]], plan)) for claim in claims]
    visits.sort(key=lambda one: fold_key(*one, plan))
    states: dict[tuple[str, str], Accumulators] = {}
    for claim, visit in visits:
        key = claim["psn_no"], visit.scheme
        try:
            bill = classify(visit, lines[visit.number], plan)[0] if lines else visit
            settled = settle(bill, plan, states.get(key))
        except YibaoError as refused:
            yield claim, visit, refused
            continue
        states[key] = settled.after
        yield claim, visit, settled


def fold_key(claim: Row, visit: Visit, plan: Plan) -> tuple[object, ...]:
    year = plan.policy.benefit_year.year_of(year_day(visit, plan))
    return claim["psn_no"], visit.scheme, year, claim["setl_time"], claim["setl_id"]


@pytest.mark.parametrize("lines_per_visit", [0, 5])
@pytest.mark.parametrize(("region", "year"), REGIONS)
def test_every_sound_visit_settles(
    region: str, year: int, lines_per_visit: int, tmp_path: Path
) -> None:
    plan = compile_plan(load_policy(region))
    written = write_region(tmp_path, Asked(region, year, 200, 3_000, lines_per_visit))
    settled = Counter[str]()
    layers = Counter[str]()
    for claim, visit, outcome in outcomes(written, plan):
        assert not isinstance(outcome, YibaoError), (outcome, visit)
        assert outcome.total == claim["medfee_sumamt"] * 100
        settled[visit.care] += 1
        layers.update(one.name for one in plan.layers if outcome.layer(one.name).paid)
    assert settled.total() == 3_000
    assert len(settled) >= 4
    assert len(layers) >= 5


def test_visits_of_unknown_rules_occur_when_asked_for(tmp_path: Path) -> None:
    plan = compile_plan(load_policy("cn/61/6101"))
    written = write_region(tmp_path, Asked("cn/61/6101", 2022, 200, 3_000, unknown_share=0.2))
    refused = [o for _, _, o in outcomes(written, plan) if isinstance(o, YibaoError)]
    assert 0.1 <= len(refused) / 3_000 <= 0.25
    assert {error.code for error in refused} == {"policy_unknown"}


def test_everybody_is_as_old_as_the_status_says(tmp_path: Path) -> None:
    written = write_region(tmp_path, Asked("demo", 2025, 3_000, 10))
    ages: dict[str, list[int]] = {}
    for person in pq.read_table(written.persons).to_pylist():
        status = FACT_OF_CODE["psn_type", person["psn_type"]]
        ages.setdefault(status, []).append(age_on(person["brdy"], date(2025, 7, 1)))
    assert ages.keys() == {"working", "retired", "adult", "elderly", "student", "child"}
    assert max(ages["child"]) < 8
    assert min(ages["working"]) > 18
    assert max(ages["working"]) <= 60 <= min(ages["elderly"])
