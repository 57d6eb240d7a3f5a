"""What must hold of the database after everything was killed; run inside the site, prints JSON.

The declared order is that of settlement: each must stand on what the one before left behind, the
first on nothing, and the accumulators of a person and a year on the last.
"""

from __future__ import annotations

from datetime import date

from yibao.office.claims.models import Accumulator, Settlement
from yibao.office.claims.queries.trace import before_of, retraced
from yibao.office.ledger.books import verify_books
from yibao.office.ledger.models import Entry


def said() -> dict[str, object]:
    """Look at everything; return what was found and what is wrong."""
    wrong: list[str] = [flaw.text().en for flaw in verify_books(date(2025, 1, 1))]
    rows = list(Settlement.objects.order_by("person", "insutype", "benefit_year", "pk"))
    after: dict[tuple[str, str, int], list[int]] = {}
    for row in rows:
        place = (row.person, row.insutype, row.benefit_year)
        before = before_of(row).numbers.tolist()
        left = after.get(place, [0] * len(before))
        if before != left:
            wrong.append(f"{row.number} does not stand on the settlement before it")
        after[place] = retraced(row).after.numbers.tolist()
        if row.fund_fen and not Entry.objects.filter(number=row.entry).exists():
            wrong.append(f"{row.number} has no entry in the books")
    for kept in Accumulator.objects.all():
        place = (kept.person, kept.insutype, kept.benefit_year)
        if list(kept.numbers) != after.pop(place, None):
            wrong.append(f"the accumulators of {place} are not what their settlements give")
    wrong += [f"{place} has no accumulators" for place in after]
    return {"senders": [row.sender_id for row in rows], "wrong": wrong[:20]}
