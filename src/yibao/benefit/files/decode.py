"""Turn staged rows back into visits and lines, for whoever wants to look at one (还原)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from yibao.benefit.classify import PRICE_E6_PER_FEN, Line
from yibao.benefit.files.staging import Staging
from yibao.benefit.visit import Amounts, FactValue, Visit
from yibao.policy.plan import Plan, layout

Row = Mapping[str, Any]


def visit_of(row: Row, bill: Mapping[str, Amounts], staging: Staging, plan: Plan) -> Visit:
    """Return the visit that a staged row (with `dates`) stands for."""
    given = {name: row[column] for name, column in staging.columns} | dict(staging.constants)
    facts: dict[str, FactValue] = {}
    for name, value in given.items():
        fact = fact_of(name, value, plan)
        if fact is not None:
            facts[name] = fact
    return Visit(
        scheme=name_of(plan.vocabulary.schemes, row["scheme_code"]),
        care=name_of(plan.vocabulary.care, row["care_code"]),
        admission=row["admission"],
        discharge=row["discharge"],
        settlement=row["settlement"],
        facts=facts,
        amounts=bill,
        number=str(row["setl_id"]),
    )


def fact_of(name: str, value: int, plan: Plan) -> FactValue | None:
    """Return a fact as the law names it; None for a mark, or for a number that was not given."""
    if name in ("scheme", "care"):
        return None
    if name in layout.ONE_OF_FACTS:
        return name_of(plan.vocabulary.codes[name], value)
    if name in layout.SET_FACTS:
        bits = plan.vocabulary.codes[name]
        return frozenset(one for one, bit in bits.items() if value >> bit & 1)
    if name in layout.NUMBER_FACTS and name != "date" and value != layout.MISSING:
        return value
    return None


def name_of(codes: Mapping[str, int], code: int) -> str:
    """Return the name behind a code."""
    return next(name for name, known in codes.items() if known == code)


def bill_of_row(row: Row) -> dict[str, Amounts]:
    """Return the bill that stands in the claims themselves."""
    parts = ("full_self", "over_limit", "first_pay", "in_scope")
    return {"main": Amounts(*(row.get(part) or 0 for part in parts))}


def line_of(row: Row, plan: Plan) -> Line:
    """Return the line that a staged row (with `feedetl_sn`) stands for."""
    codes = plan.vocabulary.codes
    allowed, own = row["line_allowed"], row["line_first_pay_ppm"]
    return Line(
        number=str(row["feedetl_sn"]),
        day=date.fromordinal(row["line_date"]),
        amount=row["line_amount"],
        item_class=name_of(codes["class"], row["line_class"]),
        item=name_of(codes["item"], row["line_item"]),
        tag=name_of(codes["tag"], row["line_tag"]),
        limited=name_of(codes["limited"], row["line_limited"]),
        # The ceiling of the whole quantity, as the price of one.
        ceiling_e6=None if allowed == layout.NONE else allowed * PRICE_E6_PER_FEN,
        first_pay_ppm=None if own == layout.NONE else own,
    )
