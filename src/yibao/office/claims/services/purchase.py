"""A purchase at a pharmacy (药店购药): visit, bill and settlement in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from yibao.office.base.actor import SYSTEM, Actor
from yibao.office.claims.asked import Claim, NewLine, NewVisit, Settled, TakenLine, VisitKey
from yibao.office.claims.services.lines import upload
from yibao.office.claims.services.preview import preview
from yibao.office.claims.services.settle import settle
from yibao.office.claims.services.visits import register


def buy(
    actor: Actor, visit: NewVisit, lines: Sequence[NewLine], claim: Claim
) -> tuple[Settled, list[TakenLine]]:
    """Register a purchase, take its lines and settle them: all of it, or nothing.

    Args:
        actor: who sells.
        visit: what the purchase is as a visit.
        lines: what is bought.
        claim: what is to be settled; its visit is the one registered here.

    Raises:
        YibaoError: as `register`, `upload` and `settle`; then nothing was written.

    """
    with transaction.atomic():
        key = _registered(actor, visit)
        taken = upload(actor, key, lines)
        return settle(actor, replace(claim, visit=key)), taken


def preview_purchase(
    visit: NewVisit, lines: Sequence[NewLine], claim: Claim
) -> tuple[Settled, list[TakenLine]]:
    """Return what `buy` would answer; nothing is left behind.

    Raises:
        YibaoError: as `buy`.

    """
    with transaction.atomic():
        key = _registered(SYSTEM, visit)
        taken = upload(SYSTEM, key, lines)
        found = preview(replace(claim, visit=key))
        transaction.set_rollback(True)
    return replace(found, visit=""), taken


def _registered(actor: Actor, visit: NewVisit) -> VisitKey:
    return VisitKey(visit.provider, register(actor, visit), visit.person)
