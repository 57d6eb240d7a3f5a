"""A provider's settlements as statements of account compare them (对账)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from yibao.office.claims.plans import pooling_area
from yibao.office.database.prepared import fetch

_SELECT = """
SELECT s.number, v.number, s.person, s.sender_id, s.insutype, s.clr_type, s.settled_on,
    s.reverses_id IS NOT NULL, EXISTS (
        SELECT FROM claims_settlement r WHERE r.reverses_id = s.id),
    s.total_fen, s.fund_fen, s.account_fen, s.cash_fen
FROM claims_settlement s JOIN claims_visit v ON v.id = s.visit_id
"""
_ROWS = f"""{_SELECT}
WHERE s.provider = %(provider)s AND s.settled_on BETWEEN %(first)s AND %(last)s
    AND (%(insutype)s = '' OR s.insutype = %(insutype)s)
    AND (%(clr_type)s = '' OR s.clr_type = %(clr_type)s)
    AND (%(division)s = '' OR s.division = %(division)s)
ORDER BY s.id
"""
_BY_NUMBER = f"""{_SELECT}
WHERE s.provider = %(provider)s AND s.number = ANY(%(numbers)s)
ORDER BY s.id
"""


class Stated(NamedTuple):
    """A settlement or a reversal, as far as statements compare it; amounts in fen."""

    number: str
    visit: str
    person: str
    sender_id: str
    insutype: str
    clr_type: str
    settled_on: date
    is_reversal: bool
    is_reversed: bool
    total_fen: int
    fund_fen: int
    account_fen: int
    cash_fen: int


def stated(
    provider: str,
    first: date,
    last: date,
    *,
    insutype: str = "",
    clr_type: str = "",
    agency: str = "",
) -> list[Stated]:
    """Return what a provider settled and reversed within some days, by the day of settlement.

    Args:
        provider: whose.
        first: the first day.
        last: the last day, included.
        insutype: one scheme; empty: every one.
        clr_type: one kind of clearing; empty: every one.
        agency: a division of the pooling area that pays; empty: every one.

    Raises:
        InvalidInput: code ``invalid_division``, ``unknown_region``: nobody pays there.

    """
    asked = {
        "provider": provider,
        "first": first,
        "last": last,
        "insutype": insutype,
        "clr_type": clr_type,
        "division": pooling_area(agency) if agency else "",
    }
    return [Stated(*row) for row in fetch(_ROWS, asked)]


def stated_by_number(provider: str, numbers: Iterable[str]) -> dict[str, Stated]:
    """Return a provider's settlements of these numbers, whenever they were, by number."""
    rows = fetch(_BY_NUMBER, {"provider": provider, "numbers": list(numbers)})
    return {row[0]: Stated(*row) for row in rows}
