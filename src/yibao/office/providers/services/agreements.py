"""Agreements signed, suspended, resumed, ended (协议签订、中止、恢复、终止)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from yibao.office.base.actor import Actor
from yibao.office.base.audit import wrote
from yibao.office.providers.dated import ONE_DAY, no_overlap, period
from yibao.office.providers.errors import (
    already_registered,
    missing,
    not_in_force,
    not_offered,
    not_suspended,
)
from yibao.office.providers.kinds import CareScope
from yibao.office.providers.models import Agreement, AgreementScope, AgreementSuspension
from yibao.office.providers.services.locks import (
    REASON,
    locked_agreement,
    locked_institution,
    need,
    raise_version,
)
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text


@transaction.atomic
def sign_agreement(
    actor: Actor,
    code: str,
    number: str,
    scopes: Sequence[str],
    signed_on: date,
    first: date,
    last: date,
) -> Agreement:
    """Sign an agreement that runs from `first` to `last` and covers some kinds of care.

    Raises:
        NotFound: code ``unknown_institution``.
        InvalidInput: code ``already_registered``, ``not_offered``, ``missing``,
            ``dates_reversed``, ``signed_too_late``, or ``dates_overlap`` when another agreement of
            the institution covers one of these kinds of care on one of these days.

    """
    institution = locked_institution(code)
    if Agreement.objects.filter(number=number).exists():
        raise already_registered("number", number)
    check_scopes(scopes)
    if signed_on > first:
        raise InvalidInput(
            "signed_too_late",
            "signed_on",
            Text("签订日期晚于生效日期。", "It is signed after it comes into force."),
            Text("协议自签订之日或以后生效。", "Let it begin on the day it is signed or later."),
        )
    row = Agreement.objects.create(
        institution=institution,
        number=need("number", number, Text("协议编号", "number")),
        signed_on=signed_on,
        during=period(first, last),
    )
    with no_overlap("scopes", Text("同期已有协议。", "Another agreement covers this then.")):
        AgreementScope.objects.bulk_create(
            AgreementScope(agreement=row, institution=institution, scope=scope, during=row.during)
            for scope in dict.fromkeys(scopes)
        )
    changes = {
        "scopes": (None, list(scopes)),
        "first": (None, first),
        "last": (None, last),
    }
    wrote(actor, "providers.agreement.sign", f"agreement:{number}", changes)
    return row


@transaction.atomic
def suspend_agreement(
    actor: Actor,
    number: str,
    first: date,
    last: date | None,
    reason: str,
    *,
    scope: str = "",
    document: str = "",
    version: int | None = None,
) -> AgreementSuspension:
    """Suspend an agreement, or one kind of care of it, for some days.

    Raises:
        NotFound: code ``unknown_agreement``.
        Conflict: code ``changed_meanwhile``.
        InvalidInput: code ``agreement_not_in_force``, ``not_offered``, ``missing``,
            ``dates_reversed``, ``dates_overlap``.

    """
    agreement = locked_agreement(number, version)
    if not agreement.holds(first):
        raise not_in_force(number, first)
    if scope:
        covered = list(agreement.scopes.values_list("scope", flat=True))
        if scope not in covered:
            raise not_offered("scope", scope, covered)
    row = AgreementSuspension(
        agreement=agreement,
        scope=scope,
        during=period(first, last),
        reason=need("reason", reason, REASON),
        document=document.strip(),
    )
    with no_overlap("first", Text("同期已中止。", "It is suspended on these days already.")):
        row.save()
    raise_version(agreement)
    changes = {"scope": (None, scope), "first": (None, first), "last": (None, last)}
    wrote(actor, "providers.agreement.suspend", f"agreement:{number}", changes)
    return row


@transaction.atomic
def resume_agreement(
    actor: Actor,
    number: str,
    first: date,
    reason: str,
    *,
    scope: str = "",
    version: int | None = None,
) -> Agreement:
    """Lift a suspension: from `first` on the agreement is in force again.

    Raises:
        NotFound: code ``unknown_agreement``.
        Conflict: code ``changed_meanwhile``.
        InvalidInput: code ``not_suspended``, ``agreement_not_in_force``, ``missing``.

    """
    agreement = locked_agreement(number, version)
    if not agreement.holds(first):
        raise not_in_force(number, first)
    pause = agreement.suspensions.filter(scope=scope, during__contains=first).first()
    if pause is None:
        raise not_suspended(number, first)
    changes = {"resumed": (None, first), "reason": (None, need("reason", reason, REASON))}
    if pause.cut(first - ONE_DAY):
        pause.save(update_fields=["during"])
    else:
        pause.delete()
    raise_version(agreement)
    wrote(actor, "providers.agreement.resume", f"agreement:{number}", changes)
    return agreement


@transaction.atomic
def end_agreement(
    actor: Actor, number: str, last: date, reason: str, *, version: int | None = None
) -> Agreement:
    """End an agreement before its time; `last` is the last day it covers anything.

    Raises:
        NotFound: code ``unknown_agreement``.
        Conflict: code ``changed_meanwhile``.
        InvalidInput: code ``agreement_not_in_force``, ``missing``.

    """
    agreement = locked_agreement(number, version)
    if not agreement.holds(last):
        raise not_in_force(number, last)
    before = agreement.last
    agreement.during = period(agreement.first, last)
    agreement.ended_on = last
    agreement.end_reason = need("reason", reason, REASON)
    raise_version(agreement, "during", "ended_on", "end_reason")
    agreement.scopes.update(during=agreement.during)
    changes = {"last": (before, last), "reason": ("", agreement.end_reason)}
    wrote(actor, "providers.agreement.end", f"agreement:{number}", changes)
    return agreement


def check_scopes(scopes: Sequence[str]) -> None:
    """See that an agreement covers something, and only what there is.

    Raises:
        InvalidInput: code ``missing`` or ``not_offered``.

    """
    if not scopes:
        raise missing("scopes", Text("服务范围", "kind of care"))
    for scope in scopes:
        if scope not in list(CareScope):
            raise not_offered("scopes", scope, list(CareScope))
