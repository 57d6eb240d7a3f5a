"""The lines of a settlement or of a reversal (结算的费用明细), whatever became of them since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q, QuerySet

from yibao.office.claims.models import Batch, BilledLine, Line, ReversedLine, Settlement
from yibao.office.claims.queries.within import reversal_of

_TURNED = (
    *("amount_fen", "quantity_e4", "full_self_fen", "over_limit_fen", "first_pay_fen"),
    "in_scope_fen",
)


def origin_of(row: Settlement) -> Settlement:
    """Return the settlement that a reversal reverses; any other settlement itself."""
    return row if row.reverses is None else row.reverses


def lines_settled(row: Settlement) -> QuerySet[Line] | QuerySet[ReversedLine]:
    """Return the lines of a settlement, in the order in which they were charged.

    Those of one that was undone, and of its reversal, as they stood in it: with the signs of the
    settlement, see `as_told`.
    """
    origin = origin_of(row)
    in_order = ("charged_at", "number")
    if row.reverses_id or reversal_of(row) is not None:
        return ReversedLine.objects.filter(settlement_id=origin.pk).order_by(*in_order)
    batches = Batch.objects.filter(settlement_id=origin.pk).values("pk")
    of_visit = Q(visit_on=origin.visit.begins_on, visit_id=origin.visit_id)
    return Line.objects.filter(of_visit, batch_id__in=batches).order_by(*in_order)


def as_told(row: Settlement, lines: Iterable[BilledLine]) -> Iterator[BilledLine]:
    """Yield lines with the sign that they have in a settlement: of a reversal they are turned."""
    for line in lines:
        if row.reverses_id:
            for name in _TURNED:
                setattr(line, name, -getattr(line, name))
        yield line
