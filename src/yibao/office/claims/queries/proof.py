"""What is kept, proved by computing it once more (核验): settlements and accumulators."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np

from yibao import benefit
from yibao.benefit.accumulators import Accumulators
from yibao.benefit.corrections import fold, in_order
from yibao.benefit.years import for_year, joined, year_of, years_of
from yibao.office.claims.models import Accumulator, Payer, Settlement
from yibao.office.claims.plans import plan_for, slots_of
from yibao.office.claims.queries.settlements import standing_of
from yibao.office.claims.queries.trace import before_of, retraced
from yibao.policy.plan import Plan
from yibao.terms.errors import YibaoError
from yibao.terms.funds import fund
from yibao.terms.text import Text

Years = dict[int, Accumulators]


def differing(rows: Iterable[Settlement]) -> list[Text]:
    """Compute settlements once more; return what is wrong with those that come out otherwise."""
    wrong = []
    for row in rows:
        try:
            made = retraced(row)
        except YibaoError as error:
            wrong.append(error.reason)
            continue
        paid = Payer.objects.filter(settlement_id=row.pk)
        kept = {
            payer: fen
            for payer, fen in paid.values_list("fund_pay_type", "amount_fen")
            if fund(payer).kind == "fund"
        }
        if kept != made.by_fund:
            said = Text(f"{row.number} 的基金分项与重算不同。", f"Funds of {row.number} differ.")
            wrong.append(said)
    return wrong


def folded_again(person: str, insutype: str, day: date) -> Years:
    """Fold what stands of a person in a scheme, from the first settlement on; return each year.

    In the sequence of settlement where late claims are appended, each on the counts of its own
    benefit year; else in the declared order.

    Raises:
        YibaoError: something cannot be settled any more.

    """
    rows = standing_of(person, insutype)
    if not rows:
        return {}
    plan = plan_for(rows[-1].division, day)
    opening = before_of(rows[0]).under(plan)
    visits = [retraced(row).visit for row in rows]
    if plan.procedure("late_claim", day) == "refold":
        return years_of([_made(one) for one in fold(in_order(visits, plan), plan, opening)], plan)
    years: Years = {opening.year: opening} if opening.year else {}
    for visit in visits:
        standing = for_year(years, year_of(visit, plan), plan) if years else opening
        after = benefit.settle(visit, plan, standing).after
        years = {year: joined(after, own, plan) for year, own in years.items()}
        years[after.year] = after
    return years


def kept_years(person: str, insutype: str, plan: Plan) -> Years:
    """Return the accumulators of a person as they are kept, in the slots of a plan."""
    rows = Accumulator.objects.filter(person=person, insutype=insutype)
    return {
        row.benefit_year: Accumulators(
            slots_of(row.layout_id), np.array(row.numbers, dtype=np.int64)
        ).under(plan)
        for row in rows
    }


def accumulators_hold(person: str, insutype: str, day: date) -> bool:
    """Say whether a person's accumulators are what the fold of what stands gives."""
    rows = standing_of(person, insutype)
    if not rows:
        return not Accumulator.objects.filter(person=person, insutype=insutype).exists()
    plan = plan_for(rows[-1].division, day)
    return kept_years(person, insutype, plan) == folded_again(person, insutype, day)


def _made(found: benefit.Settlement | YibaoError) -> benefit.Settlement:
    if isinstance(found, YibaoError):
        raise found
    return found
