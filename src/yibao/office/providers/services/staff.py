"""Doctors, nurses, pharmacists registered, suspended, removed (医保医师管理)."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction

from yibao.office.base.actor import Actor
from yibao.office.base.audit import wrote
from yibao.office.providers.dated import ONE_DAY, no_overlap, period
from yibao.office.providers.errors import (
    not_offered,
    not_suspended,
    unknown_department,
    unknown_staff,
)
from yibao.office.providers.kinds import StaffKind, Standing
from yibao.office.providers.models import StaffMember, StaffStanding
from yibao.office.providers.services.locks import REASON, locked_institution, need
from yibao.office.providers.words import pairs
from yibao.terms.identifiers import check_shape
from yibao.terms.text import Text


@transaction.atomic
def register_staff(
    actor: Actor,
    institution: str,
    kind: str,
    code: str,
    name: str,
    first: date,
    *,
    department: str = "",
    title: str = "",
) -> StaffMember:
    """Register somebody on the staff of an institution.

    Raises:
        NotFound: code ``unknown_institution``, ``unknown_department``.
        InvalidInput: code ``not_offered``, ``invalid_doctor`` and the like, ``dates_overlap``.

    """
    if kind not in list(StaffKind):
        raise not_offered("kind", kind, list(StaffKind))
    check_shape(kind, code, "code")
    place = locked_institution(institution)
    if (
        department
        and not place.departments.filter(code=department, during__contains=first).exists()
    ):
        raise unknown_department(department)
    called = need("name", name, Text("姓名", "name"))
    row = StaffMember(
        institution=place,
        kind=kind,
        code=code,
        name=called,
        name_words=pairs(called),
        department=department,
        title=title.strip(),
        during=period(first),
    )
    with no_overlap("code", Text("已在该机构登记。", "Already registered there.")):
        row.save()
    changes = {"name": (None, called), "institution": (None, institution), "first": (None, first)}
    wrote(actor, "providers.staff.register", f"staff:{code}", changes)
    return row


@transaction.atomic
def leave_staff(actor: Actor, institution: str, code: str, last: date) -> StaffMember:
    """End somebody's work at an institution; `last` is the last day.

    Raises:
        NotFound: code ``unknown_institution``, ``unknown_staff``.

    """
    place = locked_institution(institution)
    row = place.staff.filter(code=code, during__contains=last).first()
    if row is None:
        raise unknown_staff(code)
    before = row.last
    row.during = period(row.first, last)
    row.version += 1
    row.save(update_fields=["during", "version"])
    wrote(actor, "providers.staff.leave", f"staff:{code}", {"last": (before, last)})
    return row


@transaction.atomic
def suspend_staff(
    actor: Actor,
    code: str,
    first: date,
    last: date,
    reason: str,
    *,
    document: str = "",
) -> StaffStanding:
    """Suspend somebody's standing for some days, everywhere.

    Raises:
        NotFound: code ``unknown_staff``.
        InvalidInput: code ``dates_reversed``, ``dates_overlap``, ``missing``.

    """
    return _stand(actor, code, Standing.SUSPENDED, (first, last), reason, document)


@transaction.atomic
def remove_staff(
    actor: Actor, code: str, first: date, reason: str, *, document: str = ""
) -> StaffStanding:
    """Remove somebody's standing from a day on; a suspension that runs ends the day before.

    Raises:
        NotFound: code ``unknown_staff``.
        InvalidInput: code ``dates_overlap`` (a decision begins later), ``missing``.

    """
    _lock_code(code)
    running = StaffStanding.objects.filter(code=code, during__contains=first).first()
    if running is not None and running.first < first:
        running.cut(first - ONE_DAY)
        running.save(update_fields=["during"])
    return _stand(actor, code, Standing.REMOVED, (first, None), reason, document)


@transaction.atomic
def restore_staff(actor: Actor, code: str, first: date, reason: str) -> StaffStanding | None:
    """Let somebody's standing be in force again from a day on (资格恢复).

    Returns the decision that was cut short, or None where it began on that day and falls away.

    Raises:
        NotFound: code ``unknown_staff``.
        InvalidInput: code ``not_suspended``, ``missing``.

    """
    _lock_code(code)
    row = StaffStanding.objects.filter(code=code, during__contains=first).first()
    if row is None:
        raise not_suspended(code, first)
    changes = {"last": (row.last, first - ONE_DAY), "reason": ("", need("reason", reason, REASON))}
    wrote(actor, "providers.staff.restore", f"staff:{code}", changes)
    if row.cut(first - ONE_DAY):
        row.save(update_fields=["during"])
        return row
    row.delete()
    return None


def _stand(
    actor: Actor,
    code: str,
    state: Standing,
    days: tuple[date, date | None],
    reason: str,
    document: str,
) -> StaffStanding:
    _lock_code(code)
    row = StaffStanding(
        code=code,
        state=state,
        during=period(*days),
        reason=need("reason", reason, REASON),
        document=document.strip(),
    )
    with no_overlap("first", Text("已有处理决定。", "There is another decision on these days.")):
        row.save()
    changes = {"state": (None, state.value), "first": (None, days[0]), "last": (None, days[1])}
    wrote(actor, f"providers.staff.{state.value}", f"staff:{code}", changes)
    return row


def _lock_code(code: str) -> None:
    """Lock somebody by the code, which may stand in several rows.

    Raises:
        NotFound: code ``unknown_staff``.

    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"staff:{code}"])
    if not StaffMember.objects.filter(code=code).exists():
        raise unknown_staff(code)
