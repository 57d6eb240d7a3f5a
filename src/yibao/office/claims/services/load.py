"""Loading settlements of the past (历史结算载入): docs/algorithms/loading.md."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from yibao.office.base.actor import Actor
from yibao.office.base.audit import wrote
from yibao.office.base.errors import Conflict
from yibao.office.claims.models import Settlement
from yibao.office.claims.past import LoadedPast, PastVisit
from yibao.office.claims.services.load_facts import made_ready
from yibao.office.claims.services.load_fold import fold_all
from yibao.office.claims.services.load_pay import pay_all
from yibao.office.claims.services.load_write import write_all
from yibao.office.people.services import hold_many
from yibao.terms.errors import InvalidInput
from yibao.terms.own_ids import parse
from yibao.terms.text import Text


def load_settled(actor: Actor, pasts: Sequence[PastVisit]) -> LoadedPast:
    """Settle visits of the past by the bulk kernel and write what `settle` writes, by COPY.

    One transaction: all that is not refused, or nothing. Lines are not loaded. Who of a family
    share an account belong in one call, and so do visits of a person that are settled on a day.

    Args:
        actor: who loads them.
        pasts: visits with their bills; they are settled in the order of `settled_at`.

    Returns:
        How many were loaded, and which were refused, each with the reason.

    Raises:
        NotFound: code ``unknown_person``, ``unknown_institution``.
        Conflict: code ``loaded_already``, ``period_not_open``.
        InvalidInput: code ``late_claim``.

    """
    ordered = sorted(pasts, key=lambda past: past.settled_at)
    with transaction.atomic():
        hold_many({past.visit.person: None for past in ordered})
        _refuse_known(ordered)
        readies, refused = made_ready(ordered)
        settled, counts, unlawful = fold_all(readies)
        paids, held = pay_all(settled)
        if paids:
            write_all(actor, paids, counts, held)
            _number_after(ordered)
        changes = {"settlements": (None, len(paids))}
        wrote(actor, "claims.settlement.import", "settlements", changes)
    return LoadedPast(len(paids), (*refused, *unlawful))


def _number_after(pasts: Sequence[PastVisit]) -> None:
    """See that no number of the past is given again; numbers of other systems do not count."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('claims_numbers'))")
        for sequence, numbers in (
            ("claims_visit_sequence", [past.number for past in pasts]),
            ("claims_settlement_sequence", [past.settlement for past in pasts]),
        ):
            highest = max(map(_place_of, numbers))
            cursor.execute(
                f"SELECT setval(%s, greatest(%s, (SELECT last_value FROM {sequence})))",  # noqa: S608 -- ours
                [sequence, highest],
            )


def _place_of(number: str) -> int:
    try:
        return max(1, parse(number).sequence)
    except InvalidInput:
        return 1


def _refuse_known(pasts: Sequence[PastVisit]) -> None:
    numbers = [past.settlement for past in pasts]
    known = Settlement.objects.filter(number__in=numbers).values_list("number", flat=True).first()
    if known is not None:
        raise Conflict(
            "loaded_already",
            "setl_id",
            Text(f"结算 {known} 已在系统中。", f"The settlement {known} is here already."),
            Text("请只载入尚未载入的结算。", "Load those only that are not here yet."),
        )
