"""The days of a visit that the law asks about (政策日、年度日)."""

from __future__ import annotations

from datetime import date

from yibao.benefit.visit import Visit
from yibao.policy.plan import Plan


def policy_day(visit: Visit, plan: Plan) -> date:
    """Return the day whose law holds; which moment that is, is as on the day of settlement."""
    return visit.day(plan.procedure("policy_date", visit.settlement))


def year_day(visit: Visit, plan: Plan) -> date:
    """Return the day that says in which benefit year, quarter and month the visit counts."""
    return visit.day(plan.procedure("year_date", policy_day(visit, plan)))
