"""Withdrawing lines that were not settled (费用明细撤销)."""

from __future__ import annotations

from collections.abc import Sequence

from yibao.office.base.actor import Actor
from yibao.office.claims import errors, line_errors
from yibao.office.claims.asked import VisitKey
from yibao.office.claims.models.visit import VisitState
from yibao.office.claims.services.visits_rows import transaction_here
from yibao.office.claims.visit_row import VisitRow, lock_visit
from yibao.office.database.prepared import fetch

EVERYTHING = "0000"
"""What stands for every unsettled line in chrg_bchno and feedetl_sn."""

_FIND = """
SELECT line.number, line.batch_id, batch.settlement_id IS NOT NULL
FROM claims_line AS line JOIN claims_batch AS batch ON batch.id = line.batch_id
WHERE line.visit_on = %(visit_on)s AND line.visit_id = %(visit_id)s
    AND (%(everything)s OR batch.number = %(batch)s OR line.number = ANY(%(numbers)s::text[]))
ORDER BY line.number
"""
_REFUNDED = """
SELECT item FROM claims_line
WHERE visit_on = %(visit_on)s AND visit_id = %(visit_id)s AND number <> ALL(%(numbers)s::text[])
GROUP BY item HAVING sum(quantity_e4) < 0 OR sum(amount_fen) < 0 ORDER BY item LIMIT 1
"""
_DELETE = """
DELETE FROM claims_line
WHERE visit_on = %(visit_on)s AND visit_id = %(visit_id)s AND number = ANY(%(numbers)s::text[])
"""
_RECOUNT = """
WITH of_track AS (
    SELECT batch_id, track, count(*) AS lines, sum(amount_fen) AS total,
        jsonb_build_array(sum(full_self_fen), sum(over_limit_fen), sum(first_pay_fen),
            sum(in_scope_fen)) AS parts
    FROM claims_line
    WHERE visit_on = %(visit_on)s AND visit_id = %(visit_id)s
        AND batch_id = ANY(%(batches)s::bigint[])
    GROUP BY batch_id, track
), of_batch AS (
    SELECT batch_id, sum(lines)::integer AS lines, sum(total)::bigint AS total,
        jsonb_object_agg(track, parts) AS bill
    FROM of_track GROUP BY batch_id
), emptied AS (
    DELETE FROM claims_batch
    WHERE id = ANY(%(batches)s::bigint[]) AND id NOT IN (SELECT batch_id FROM of_batch)
)
UPDATE claims_batch AS batch
SET line_count = of_batch.lines, total_fen = of_batch.total, bill = of_batch.bill
FROM of_batch WHERE batch.id = of_batch.batch_id
"""


def remove(actor: Actor, key: VisitKey, batch: str = "", numbers: Sequence[str] = ()) -> int:
    """Withdraw unsettled lines (2205, 2302); return how many.

    Args:
        actor: who does it.
        key: the visit.
        batch: `chrg_bchno` of those meant; `0000`: every unsettled line.
        numbers: `feedetl_sn` of those meant; `0000` among them: every unsettled line.

    Raises:
        NotFound: code ``unknown_visit``.
        Conflict: code ``visit_withdrawn``; ``line_already_settled``.
        InvalidInput: code ``line_unknown``, ``batch_unknown``; ``refund_exceeds_charges``, where
            what refunds a line would be left without it. Nothing was withdrawn.

    """
    del actor
    with transaction_here():
        visit = lock_visit(key)
        if visit.state == VisitState.WITHDRAWN:
            raise errors.visit_withdrawn(visit.number)
        found = _meant(visit, batch, numbers)
        place = {"visit_on": visit.begins_on, "visit_id": visit.id}
        gone = {**place, "numbers": [number for number, _ in found]}
        if not found:
            return 0
        for (item,) in fetch(_REFUNDED, gone):
            raise line_errors.refund_too_large(found[0][0], item)
        fetch(_DELETE, gone)
        fetch(_RECOUNT, {**place, "batches": sorted({of_batch for _, of_batch in found})})
    return len(found)


def _meant(visit: VisitRow, batch: str, numbers: Sequence[str]) -> list[tuple[str, int]]:
    """Return number and batch of each line that is meant."""
    everything = EVERYTHING in (batch, *numbers)
    found = fetch(
        _FIND,
        {
            "visit_on": visit.begins_on,
            "visit_id": visit.id,
            "everything": everything,
            "batch": batch or None,
            "numbers": list(numbers),
        },
    )
    unsettled = [(number, of_batch) for number, of_batch, settled in found if not settled]
    if everything:
        return unsettled
    known = {number: settled for number, _, settled in found}
    for number in numbers:
        if number not in known:
            raise line_errors.line_unknown(number)
        if known[number]:
            raise line_errors.line_settled("feedetl_sn", number)
    if batch and not unsettled:
        if known:
            raise line_errors.line_settled("chrg_bchno", batch)
        raise line_errors.batch_unknown(batch)
    return unsettled
