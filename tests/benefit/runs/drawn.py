"""Rows of an invented region, drawn at random, with every kind of mistake that a row can have."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

from runs.laws import Law
from yibao.policy import Plan

Row = dict[str, Any]
FLAWS = (
    "setl_id_missing",
    "psn_no_missing",
    "setl_id_twice",
    "time_missing",
    "dates_reversed",
    "scheme_unknown",
    "care_unknown",
    "level_unknown",
    "amount_missing",
    "amount_negative",
    "parts_do_not_sum",
    "stranger",
)
STATUS_CODES = {"310": ("11", "12"), "390": ("15", "16", "1402", "1403")}
LEVEL_CODES = ("1", "2", "3", "5", "8", "11", "08", "99")
TAGS = ("none", "none", "none", "dual_channel", "separate", "negotiated")


@dataclass
class Region:
    claims: list[Row] = field(default_factory=list)
    persons: list[Row] = field(default_factory=list)
    lines: list[Row] = field(default_factory=list)


def yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)


def draw(law: Law, seed: int, persons: int = 30, visits: int = 240, flawed: float = 0.1) -> Region:
    """Draw persons with their spells, visits in no order, and the lines of every bill."""
    drawing = Random(seed)
    region = Region()
    for number in range(1, persons + 1):
        scheme = drawing.choice(list(law.plan.vocabulary.schemes))
        region.persons += _spells(drawing, law, number, scheme)
    numbers = drawing.sample(range(1, 10 * visits), visits)
    region.claims = [_claim(drawing, law, region.persons, number) for number in numbers]
    for claim in region.claims:
        region.lines += _lines(drawing, claim, 1 + drawing.randrange(4))
    for claim in region.claims:
        if drawing.random() < flawed:
            _spoil(drawing, region, claim, drawing.choice(FLAWS))
    drawing.shuffle(region.lines)
    return region


def _spells(drawing: Random, law: Law, number: int, scheme: str) -> list[Row]:
    """Draw the rows of a person: mostly one, or two that follow, overlap or leave a gap."""
    first = _person(drawing, law, number, scheme)
    if drawing.random() < 0.7:
        return [first]
    change = date(law.year, drawing.randrange(3, 10), 1)
    second = _person(drawing, law, number, scheme) | {"brdy": first["brdy"], "begndate": change}
    first["enddate"] = change + timedelta(days=drawing.choice((-1, -1, -1, 20, -20)))
    return [first, second]


def _person(drawing: Random, law: Law, number: int, scheme: str) -> Row:
    names = law.plan.vocabulary.codes
    some = {
        name: drawing.sample(list(names[name]), drawing.choice((0, 0, 1, 2)))
        for name in ("category", "cover")
    }
    diseases = [name for name in names["filed"] if name != "none"]
    return {
        "psn_no": number,
        "insutype": scheme,
        "begndate": drawing.choice((None, date(law.year - 3, 1, 1))),
        "enddate": None,
        "psn_type": drawing.choice(STATUS_CODES[scheme]),
        "status": "veteran_worker" if scheme == "310" and drawing.random() < 0.1 else None,
        "brdy": date(1930, 1, 1) + timedelta(days=drawing.randrange(30_000)),
        "psn_idet_type": drawing.choice((None, ["2303"], ["2304", "9999"])),
        "cvlserv_flag": drawing.choice((None, "0", "1")),
        **some,
        "filed": drawing.sample(diseases, drawing.choice((0, 1, 2))),
        "rank": drawing.choice((None, "section", "bureau")),
        "premium_class": drawing.choice((None, "low", "high")),
        "annual_wage": yuan(drawing.randrange(2_000_000, 20_000_000)),
        "continuous_years": drawing.choice((None, 3, 12)),
    }


def _claim(drawing: Random, law: Law, persons: list[Row], number: int) -> Row:
    person = drawing.choice(persons)
    plan = law.plan
    scheme = person["insutype"]
    care = drawing.choice([care for one, care in plan.programs if one == scheme])
    codes = plan.policy.care_types[care].med_types
    coded = bool(codes) and drawing.random() < 0.8
    settled = _time(drawing, law.year)
    end = settled.date() - timedelta(days=drawing.choice((0, 0, 0, 3, 20)))
    begin = end - timedelta(days=drawing.choice((0, 2, 9)))
    parts = [drawing.choice((0, drawing.randrange(300_000))) for _ in range(3)]
    parts.append(drawing.randrange(100, 6_000_000))
    amounts = ("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt")
    return {
        "setl_id": number,
        "psn_no": person["psn_no"],
        "insutype": scheme,
        "med_type": drawing.choice(codes) + drawing.choice(("", "01")) if coded else None,
        "care": None if coded else care,
        "setl_time": settled,
        "begndate": begin if drawing.random() < 0.9 else None,
        "enddate": end if drawing.random() < 0.9 else None,
        "hosp_lv": drawing.choice(LEVEL_CODES),
        "medfee_sumamt": yuan(sum(parts)),
        **{name: yuan(part) for name, part in zip(amounts, parts, strict=True)},
        **_facts_of_visit(drawing, plan),
    }


def _time(drawing: Random, year: int) -> datetime:
    """Draw a time of the year or near it; many fall together, to the second."""
    day = date(year, 1, 1) + timedelta(days=drawing.randrange(-20, 380))
    if drawing.random() < 0.3:
        return datetime.combine(date(year, drawing.randrange(1, 13), 15), time())
    hour, minute, second = (drawing.randrange(most) for most in (24, 60, 60))
    return datetime.combine(day, time(hour, minute, second))


def _facts_of_visit(drawing: Random, plan: Plan) -> Row:
    def some(name: str, often: float) -> str | None:
        names = list(plan.vocabulary.codes[name])
        return drawing.choice(names) if drawing.random() < often else None

    often = {"level": 0.2, "place": 0.3, "filing": 0.3, "link": 0.3, "delivery": 0.5}
    often |= {"disease": 0.8, "provider_kind": 0.1}
    return {name: some(name, share) for name, share in often.items()} | {
        "event": drawing.choice(([], [], ["epidemic_confirmed"])),
    }


def _lines(drawing: Random, claim: Row, count: int) -> list[Row]:
    """Cut a bill into lines; each is classified on its own, so the parts will differ."""
    fen = int(claim["medfee_sumamt"] * 100)
    cuts = sorted(drawing.randrange(fen + 1) for _ in range(count - 1))
    edges = [0, *cuts, fen]
    return [
        _line(drawing, claim, number, end - first)
        for number, (first, end) in enumerate(pairwise(edges))
    ]


def _line(drawing: Random, claim: Row, number: int, fen: int) -> Row:
    item_class = drawing.choice(("01", "1", "02", "03"))
    quantity = Decimal(drawing.randrange(1, 50_000)).scaleb(-4)
    return {
        "setl_id": claim["setl_id"],
        "psn_no": claim["psn_no"],
        "feedetl_sn": claim["setl_id"] * 100 + number,
        "fee_ocur_time": claim["setl_time"] - timedelta(days=drawing.randrange(3)),
        "chrgitm_lv": item_class,
        "class": drawing.choice((None, None, None, "b")),
        "med_chrgitm_type": drawing.choice(("09", "1", "03", "13", None)),
        "item": drawing.choice((None, None, None, "special_exam")),
        "tag": drawing.choice(TAGS),
        "limited": drawing.choice((None, None, "approved", "refused")),
        "det_item_fee_sumamt": yuan(fen),
        "cnt": quantity,
        "pric_uplmt_amt": drawing.choice((None, Decimal(fen).scaleb(-3))),
        "selfpay_prop": Decimal(drawing.randrange(5_001)).scaleb(-4),
    }


def _spoil(drawing: Random, region: Region, claim: Row, flaw: str) -> None:
    """Make one mistake in a row."""
    if flaw == "setl_id_twice":
        others = [c for c in region.claims if c["psn_no"] == claim["psn_no"] and c is not claim]
        claim["setl_id"] = drawing.choice(others)["setl_id"] if others else claim["setl_id"]
        return
    wrong: dict[str, Row] = {
        "setl_id_missing": {"setl_id": None},
        "psn_no_missing": {"psn_no": None},
        "time_missing": {"setl_time": None},
        "dates_reversed": {"begndate": date(2030, 1, 1)},
        "scheme_unknown": {"insutype": "999"},
        "care_unknown": {"care": None, "med_type": "99"},
        "level_unknown": {"level": "palace"},
        "amount_missing": {"inscp_scp_amt": None},
        "amount_negative": {"preselfpay_amt": Decimal("-0.01")},
        "parts_do_not_sum": {"medfee_sumamt": claim["medfee_sumamt"] + 1},
        "stranger": {"psn_no": 9_999},
    }
    claim.update(wrong[flaw])
