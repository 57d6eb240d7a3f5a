"""Mapping local codes to national ones (目录对应): one proposes, another decides."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from psycopg.errors import ExclusionViolation

from yibao.office.base.actor import Actor
from yibao.office.base.audit import wrote
from yibao.office.base.errors import not_allowed
from yibao.office.catalogue.dated import ONE_DAY, period
from yibao.office.catalogue.errors import (
    already_decided,
    already_mapped,
    no_reason,
    other_kind,
    own_proposal,
    unknown_item,
    unknown_local_item,
    unknown_mapping,
)
from yibao.office.catalogue.models import Item, LocalItem, Mapping
from yibao.office.catalogue.names import MappingState

_APPROVE = "catalogue.mapping.approve"
_EDIT = "catalogue.mapping.edit"
_DRUG_LISTS = frozenset(("101", "104", "105"))
"""Lists that a drug of the national list of drugs may stand on locally."""


def propose(
    actor: Actor, local_item: int, code: str, first: date, last: date | None = None
) -> Mapping:
    """Propose that a local item is an item of the catalogue on some days.

    Raises:
        InvalidInput: code ``unknown_local_item``, ``unknown_item``, ``other_kind`` or
            ``dates_reversed``.

    """
    local = LocalItem.objects.filter(pk=local_item).first()
    if local is None:
        raise unknown_local_item(local_item)
    item = Item.objects.filter(code=code).first()
    if item is None:
        raise unknown_item(code)
    _check_lists(local, item)
    with transaction.atomic():
        mapping = Mapping.objects.create(
            local_item=local,
            item=item,
            during=period(first, last),
            state=MappingState.PROPOSED,
            proposed_by=actor.account_id,
            proposed_name=actor.name,
            proposed_at=timezone.now(),
        )
        told = {"item": ("", code), "first": ("", first), "last": ("", last)}
        wrote(actor, _EDIT, f"mapping:{mapping.pk}", told)
    return mapping


def _check_lists(local: LocalItem, item: Item) -> None:
    alike = local.list_type == item.list_type
    drugs = item.list_type == "101" and local.list_type in _DRUG_LISTS
    if not alike and not drugs:
        raise other_kind(local.list_type, item.list_type)


def approve(actor: Actor, number: int, *, replace: bool = False, reason: str = "") -> Mapping:
    """Approve a proposed mapping.

    Args:
        actor: somebody else than who proposed it.
        number: of the mapping.
        replace: an approved mapping that holds on its first day ends the day before.
        reason: anything worth keeping.

    Raises:
        InvalidInput: code ``unknown_mapping``, ``already_decided``, ``own_proposal`` or
            ``already_mapped``.

    """
    with transaction.atomic():
        mapping = _undecided(actor, number)
        if replace:
            _end_before(actor, mapping)
        try:
            with transaction.atomic():
                _decide(actor, mapping, MappingState.APPROVED, reason)
        except IntegrityError as error:
            if not isinstance(error.__cause__, ExclusionViolation):
                raise
            raise _overlap(mapping) from error
    return mapping


def refuse(actor: Actor, number: int, reason: str) -> Mapping:
    """Refuse a proposed mapping, with a reason.

    Raises:
        InvalidInput: code ``no_reason`` or as of `approve`.

    """
    if not reason.strip():
        raise no_reason()
    with transaction.atomic():
        mapping = _undecided(actor, number)
        _decide(actor, mapping, MappingState.REFUSED, reason)
    return mapping


def withdraw(actor: Actor, number: int) -> Mapping:
    """Withdraw a proposal of one's own.

    Raises:
        InvalidInput: code ``unknown_mapping``, ``already_decided`` or ``not_allowed``.

    """
    with transaction.atomic():
        mapping = _locked(number)
        if mapping.proposed_by != actor.account_id:
            raise not_allowed(_EDIT)
        mapping.state = MappingState.WITHDRAWN
        mapping.save(update_fields=["state"])
        wrote(actor, _EDIT, f"mapping:{number}", {"state": ("proposed", "withdrawn")})
    return mapping


def _locked(number: int) -> Mapping:
    mapping = (
        Mapping.objects.select_for_update(of=("self",))
        .select_related("local_item", "item")
        .filter(pk=number)
        .first()
    )
    if mapping is None:
        raise unknown_mapping(number)
    if mapping.state != MappingState.PROPOSED:
        raise already_decided(
            MappingState(mapping.state).label, mapping.decided_name or mapping.proposed_name
        )
    return mapping


def _undecided(actor: Actor, number: int) -> Mapping:
    mapping = _locked(number)
    if actor.account_id is None:
        raise not_allowed(_APPROVE)
    if mapping.proposed_by == actor.account_id:
        raise own_proposal()
    return mapping


def _decide(actor: Actor, mapping: Mapping, state: MappingState, reason: str) -> None:
    mapping.state, mapping.reason = state, reason.strip()
    mapping.decided_by, mapping.decided_name = actor.account_id, actor.name
    mapping.decided_at = timezone.now()
    mapping.save()
    told = {"state": ("proposed", state.value), "reason": ("", reason.strip())}
    wrote(actor, _APPROVE, f"mapping:{mapping.pk}", told)


def _end_before(actor: Actor, mapping: Mapping) -> None:
    held = Mapping.objects.select_for_update().filter(
        local_item_id=mapping.local_item_id,
        state=MappingState.APPROVED,
        during__contains=mapping.first,
    )
    for other in held:
        if other.first == mapping.first:
            continue
        before = other.last
        other.during = period(other.first, mapping.first - ONE_DAY)
        other.save(update_fields=["during"])
        wrote(actor, _APPROVE, f"mapping:{other.pk}", {"last": (before, other.last)})


def _overlap(mapping: Mapping) -> Exception:
    held = (
        Mapping.objects.select_related("item")
        .filter(
            local_item_id=mapping.local_item_id,
            state=MappingState.APPROVED,
            during__overlap=mapping.during,
        )
        .first()
    )
    shown = held or mapping
    return already_mapped(mapping.local_item.code, shown.item.code, shown.first)
