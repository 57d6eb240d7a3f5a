"""The audit (审计): one entry for a request that showed persons, one for each change.

Entries of changes are written in the change's own transaction: neither stands without the other.
Entries of what was shown are written before the answer leaves; if that fails, so does the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone
from psycopg.types.json import Jsonb

from yibao.office.base.rights.request import OfficeRequest

if TYPE_CHECKING:
    from yibao.office.base.actor import Actor

PERSONS_AT_MOST = 500
"""Persons named in one entry; a page shows far fewer, an export names its filter."""

_INSERT = """
    INSERT INTO base_auditentry (at, account_id, account_name, roles, address, action, subject,
        persons, purpose, changes, request, status)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""

Changes = Mapping[str, tuple[object, object]]


def shown(request: OfficeRequest, person_numbers: Iterable[str], *, purpose: str = "") -> None:
    """Note whom this request shows; the door writes it when the answer is ready."""
    noted: dict[str, None] = request.persons_shown
    noted.update(dict.fromkeys(number for number in person_numbers if number))
    if purpose:
        request.purpose = purpose


def write_request(request: OfficeRequest, status: int) -> None:
    """Write the entry of a request that showed somebody; nothing when it showed nobody."""
    noted = list(request.persons_shown)
    if not noted:
        return
    actor = request.granted.actor
    purpose = getattr(request, "purpose", "") or actor.purpose
    action = str(request.permission)
    for begin in range(0, len(noted), PERSONS_AT_MOST):
        some = noted[begin : begin + PERSONS_AT_MOST]
        _write(
            actor,
            action,
            persons=some,
            purpose=purpose,
            request=f"{request.method} {request.path}"[:300],
            status=status,
        )


def wrote(
    actor: Actor,
    action: str,
    subject: str,
    changes: Changes | None = None,
    persons: Iterable[str] = (),
) -> None:
    """Write the entry of a change, in the transaction of the change.

    Args:
        actor: who did it.
        action: the permission that it needed, ``"people.person.edit"``.
        subject: kind and number of what was changed, ``"person:P99…"``.
        changes: by field: what stood there, and what stands there now.
        persons: numbers of the persons concerned.

    """
    told = {name: [_plain(old), _plain(new)] for name, (old, new) in (changes or {}).items()}
    _write(actor, action, subject=subject, persons=list(persons), changes=told)


def _write(
    actor: Actor,
    action: str,
    *,
    subject: str = "",
    persons: list[str],
    purpose: str = "",
    changes: Mapping[str, object] | None = None,
    request: str = "",
    status: int = 0,
) -> None:
    values: list[Any] = [
        timezone.now(),
        actor.account_id,
        actor.name[:64],
        [role.value for role in actor.roles],
        actor.address,
        action,
        subject[:128],
        persons,
        (purpose or actor.purpose)[:200],
        Jsonb(dict(changes or {})),
        request,
        status,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
