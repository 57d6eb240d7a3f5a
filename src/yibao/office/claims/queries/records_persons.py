"""What a personal account holds, and what a year has cost somebody so far (余额、年度累计)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yibao.office.base.rights.granted import EVERYTHING
from yibao.office.claims.plans import pooling_area
from yibao.office.database.prepared import fetch
from yibao.office.ledger.queries import personal_accounts_within

FIGURES = ("visits", "total", "in_scope", "deductible", "fund", "personal", "account", "cash")
"""What is summed beside each payer; `visits` counts settlements less reversals."""

_SUMS = """
WITH counted AS (
    SELECT * FROM claims_settlement
    WHERE person = %(person)s AND settled_on <= %(upto)s AND benefit_year = ANY(%(years)s)
)
SELECT insutype, benefit_year, 'figure', '', max(settled_on), ARRAY[
    sum(CASE WHEN reverses_id IS NULL THEN 1 ELSE -1 END), sum(total_fen), sum(in_scope_fen),
    sum(deductible_fen), sum(fund_fen), sum(personal_fen), sum(account_fen), sum(cash_fen)]
FROM counted GROUP BY insutype, benefit_year
UNION ALL
SELECT insutype, benefit_year, 'payer', fund_pay_type, max(settled_on), ARRAY[sum(amount_fen)]
FROM counted JOIN claims_payer ON settlement_id = counted.id
GROUP BY insutype, benefit_year, fund_pay_type
ORDER BY 1, 2, 3, 4
"""
_YEARS = "SELECT DISTINCT benefit_year FROM claims_settlement WHERE person = %s"


@dataclass(frozen=True, slots=True)
class Total:
    """What was counted of a scheme and a benefit year: a figure's name, or a payer's code."""

    insutype: str
    year: int
    name: str
    amount: int
    """In fen; of `visits` a number."""
    last: date
    """The day of the last settlement counted."""


def balance_of(person: str, division: str) -> int:
    """Return what somebody's open personal account in the pooling area of a division holds (fen).

    Nothing where there is no account.
    """
    rows = personal_accounts_within(EVERYTHING).filter(
        person=person, division=pooling_area(division), closed_on=None
    )
    found = rows.values_list("balance_fen", flat=True).first()
    return 0 if found is None else int(found)


def totals_of(person: str, upto: date, year: int | None = None) -> Iterator[Total]:
    """Yield what a person's benefit years come to, settled up to a day: figures, then payers.

    Args:
        person: the number kept.
        upto: the last day of settlement that counts.
        year: one benefit year; None: every one.

    """
    years = [row[0] for row in fetch(_YEARS, (person,))] if year is None else [year]
    for insutype, when, kind, payer, last, amounts in fetch(
        _SUMS, {"person": person, "upto": upto, "years": years}
    ):
        names = FIGURES if kind == "figure" else (payer,)
        for name, amount in zip(names, amounts, strict=True):
            yield Total(insutype, when, name, int(amount), last)
