"""The register of accounts that families share (账户共济登记簿)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from yibao.office.base.actor import Actor
from yibao.office.base.rights.granted import Reach
from yibao.office.people import services
from yibao.office.people.models import AccountSharing
from yibao.office.people.registers import forms as asked
from yibao.office.people.registers.rows import DAYS, FILTERS, PERSON, detail_of, rows_of
from yibao.office.screens.register import Action, Column, Fact, Register
from yibao.office.screens.rights import Granted
from yibao.terms.text import Text

MEMBER = Text("共济成员", "Member")


def _rows(granted: Granted, reach: Reach) -> QuerySet[AccountSharing]:
    return rows_of(AccountSharing)(granted, reach).select_related("person", "member")


def _persons(row: Any) -> tuple[str, ...]:
    return (row.person.number, row.member.number)


def _end(actor: Actor, row: AccountSharing, cleaned: Mapping[str, Any]) -> Text:
    services.end_sharing(actor, row.person.number, row.member.number, **cleaned)
    return Text("共济已解除。", "The sharing is ended.")


def _holds(row: AccountSharing) -> bool:
    return row.last is None or row.last >= timezone.localdate()


SHARINGS = Register(
    code="people.sharing",
    title=Text("账户共济", "Shared accounts"),
    office="people",
    permission="people.registration.view",
    rows=_rows,
    order=("-pk",),
    icon="users-group",
    empty=Text("在账户所有人的页面登记共济。", "Share an account from its owner's page."),
    columns=(
        *PERSON,
        Column("member", MEMBER, kind="code", value="member__number"),
        *DAYS,
    ),
    filters=FILTERS,
    persons=_persons,
    detail=detail_of(
        Text("账户共济", "Shared account"),
        (
            Fact(MEMBER, "member__number", kind="code"),
            Fact(Text("解除原因", "Reason of the end"), "end_reason"),
        ),
    ),
    export_permission="people.enrolment.export",
    actions=(
        Action(
            *("end", Text("解除", "End"), "people.registration.edit", _end),
            Text("该成员此后不能使用本账户。", "The member can no longer use the account."),
            *(asked.UntilForm, "user-minus", _holds),
            danger=True,
        ),
    ),
)
