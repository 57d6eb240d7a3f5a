"""The interface of the base (接口): who one is, one's jobs and messages."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Router, Schema
from pydantic import Field

from yibao.office.base import jobs
from yibao.office.base.errors import not_found
from yibao.office.base.messages import mark_read
from yibao.office.base.models import Job, Message
from yibao.office.base.monitoring.api import router as monitoring
from yibao.office.base.rights.granted import Granted
from yibao.office.base.rights.guard import guarded, signed_in
from yibao.office.base.rights.matrix import matrix
from yibao.office.base.rights.request import OfficeRequest
from yibao.office.base.roles import Role

router = Router()
router.add_router("/monitoring", monitoring)
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]
"""A key of a table, as large as the database takes it."""
SHOWN_AT_MOST = 100


class Refusal(Schema):
    """What was wrong, in which field, and what to do."""

    code: str
    field: str
    reason: str
    remedy: str


class GrantOut(Schema):
    """A role and where it counts."""

    role: Role
    division: str
    provider: str
    person: str


class MeOut(Schema):
    """Who is signed in, and what they may do."""

    name: str
    grants: list[GrantOut]
    permissions: list[str]


class PermissionOut(Schema):
    """A permission and the roles that hold it."""

    code: str
    label_zh: str
    label_en: str
    roles: list[Role]
    second_factor: bool


class JobOut(Schema):
    """How far a job is."""

    id: int
    kind: str
    state: str
    done: int
    total: int | None
    message: str
    result_name: str
    made_at: datetime
    begun_at: datetime | None
    ended_at: datetime | None


class MessageOut(Schema):
    """A message in both languages."""

    id: int
    title_zh: str
    title_en: str
    body_zh: str
    body_en: str
    link: str
    at: datetime
    read_at: datetime | None


@router.get("me/", response=MeOut, summary="我是谁 · Who I am")
@signed_in
def me(request: OfficeRequest) -> MeOut:
    """Return one's name, grants of today and permissions."""
    granted: Granted = request.granted
    return MeOut(
        name=granted.actor.name,
        grants=[
            GrantOut(
                role=grant.role,
                division=grant.division,
                provider=grant.provider,
                person=grant.person,
            )
            for grant in granted.grants
        ],
        permissions=[code for code in matrix() if granted.may(code)],
    )


@router.get("permissions/", response={200: list[PermissionOut], 403: Refusal})
@guarded("base.matrix.view")
def permissions(request: OfficeRequest) -> list[PermissionOut]:
    """Return the permission matrix."""
    del request
    return [
        PermissionOut(
            code=each.code,
            label_zh=each.label.zh,
            label_en=each.label.en,
            roles=sorted(each.roles),
            second_factor=each.second_factor,
        )
        for each in matrix().values()
    ]


@router.get("jobs/", response=list[JobOut])
@signed_in
def my_jobs(request: OfficeRequest) -> list[Job]:
    """Return one's newest jobs."""
    return list(Job.objects.filter(account=request.user.pk).order_by("-pk")[:SHOWN_AT_MOST])


@router.get("jobs/{number}/", response={200: JobOut, 404: Refusal})
@signed_in
def my_job(request: OfficeRequest, number: Number) -> Job:
    """Return how far one of one's jobs is."""
    return _job(request, number)


@router.post("jobs/{number}/stop/", response={200: JobOut, 404: Refusal})
@signed_in
def stop_job(request: OfficeRequest, number: Number) -> Job:
    """Ask one of one's jobs to stop."""
    _job(request, number)
    jobs.stop(number, request.granted.actor)
    return _job(request, number)


@router.get("messages/", response=list[MessageOut])
@signed_in
def my_messages(request: OfficeRequest, unread: bool = False) -> list[Message]:
    """Return one's newest messages, or the unread ones."""
    found = Message.objects.filter(account=request.user.pk).order_by("-pk")
    if unread:
        found = found.filter(read_at__isnull=True)
    return list(found[:SHOWN_AT_MOST])


@router.post("messages/read/", response={200: int})
@signed_in
def read_messages(request: OfficeRequest) -> int:
    """Mark all of one's messages as read; return how many there were."""
    account = request.user.pk
    assert account is not None, "the guard lets in only who is signed in"
    return mark_read(account)


def _job(request: OfficeRequest, number: int) -> Job:
    job = Job.objects.filter(account=request.user.pk, pk=number).first()
    if job is None:
        raise not_found("job", number)
    return job
