"""The register of grants (授权): roles given and taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from yibao.office.base.actor import Actor
from yibao.office.base.models import Grant
from yibao.office.base.queries import granted_to
from yibao.office.base.rights.granted import Reach
from yibao.office.base.roles import Role
from yibao.office.base.services import accounts, grants
from yibao.office.screens.language import later
from yibao.office.screens.register import (
    Action,
    Column,
    Detail,
    Edit,
    Fact,
    Filter,
    Register,
    Section,
)
from yibao.office.screens.rights import Granted
from yibao.terms.text import Text

ROLE = Text("岗位", "Role")
PLACE = Text("区划、机构或人员", "Division, provider or person")
ROLES = tuple((role.value, role.label) for role in Role)


class GrantForm(forms.Form):
    """A role to be given."""

    account = forms.CharField(label=later(Text("登录名", "User name")), max_length=64)
    role = forms.ChoiceField(label=later(ROLE), choices=list(ROLES))
    place = forms.CharField(
        label=later(PLACE),
        max_length=30,
        help_text=later(
            Text(
                "经办岗位填六位医保区划，定点机构填机构编号，参保人填人员编号。",
                "Officers: a division of six digits; providers: their code; insured: their number.",
            )
        ),
    )
    begins = forms.DateField(label=later(Text("开始日期", "From")), widget=forms.DateInput())
    ends = forms.DateField(
        label=later(Text("截止日期（不含）", "Until (not included)")),
        widget=forms.DateInput(),
        required=False,
    )
    reason = forms.CharField(label=later(Text("事由", "Reason")), max_length=200)


class TakeForm(forms.Form):
    """A role to be taken."""

    last = forms.DateField(label=later(Text("最后一天", "Last day")), widget=forms.DateInput())
    reason = forms.CharField(label=later(Text("事由", "Reason")), max_length=200)


def _is_in_force(grant: Grant) -> bool:
    return grant.is_in_force(timezone.localdate())


def _rows(granted: Granted, reach: Reach) -> QuerySet[Grant]:
    del granted
    return Grant.objects.filter(reach.condition("division")).select_related(
        "account", "granted_by", "ended_by"
    )


def _save(actor: Actor, grant: Grant | None, cleaned: Mapping[str, Any]) -> Grant:
    assert grant is None, "a grant is never changed, only taken"
    return grants.give(
        actor,
        granted_to(actor).reach(grants.EDIT),
        accounts.account_of(cleaned["account"]),
        Role(cleaned["role"]),
        place=cleaned["place"],
        begins=cleaned["begins"],
        ends=cleaned["ends"],
        reason=cleaned["reason"],
    )


def _take(actor: Actor, grant: Grant, cleaned: Mapping[str, Any]) -> Text:
    reach = granted_to(actor).reach(grants.EDIT)
    grants.take(actor, reach, grant, cleaned["last"], cleaned["reason"])
    return Text("授权已收回。", "The role is taken.")


GRANTS = Register(
    code="base.grant",
    title=Text("授权", "Grants"),
    office="base",
    permission="base.grant.view",
    rows=_rows,
    order=("-pk",),
    icon="user-shield",
    hint=Text("岗位 × 区划 × 机构，按日期。", "Role × division × provider, by date."),
    columns=(
        Column("account", Text("账户", "Account"), value="account__name", link=True),
        Column("username", Text("登录名", "User name"), kind="code", value="account__username"),
        Column("role", ROLE, kind="choice", choices=ROLES),
        Column("place", PLACE, kind="code", value="place"),
        Column("begins", Text("开始", "From"), kind="date", value=lambda row: row.during.lower),
        Column("last", Text("最后一天", "Last day"), kind="date", value="last_day"),
        Column("in_force", Text("有效", "In force"), kind="flag", value=_is_in_force),
        Column("reason", Text("事由", "Reason"), wide=True),
    ),
    filters=(
        Filter(
            "q",
            Text("登录名或姓名", "User name or name"),
            "search",
            lambda rows, text: rows.filter(account__username__icontains=text)
            | rows.filter(account__name__icontains=text),
        ),
        Filter("role", ROLE, "choice", lambda rows, value: rows.filter(role=value), choices=ROLES),
        Filter(
            "in_force",
            Text("有效", "In force"),
            "flag",
            lambda rows, value: (rows.filter if value else rows.exclude)(
                during__contains=timezone.localdate()
            ),
        ),
        Filter(
            "account",
            Text("账户", "Account"),
            "exact",
            lambda rows, value: rows.filter(account_id=value),
        ),
    ),
    detail=Detail(
        heading=lambda grant: f"{grant.account.name} · {grant.as_role.label.zh}",
        subtitle=lambda grant: grant.place,
        status=Fact(Text("有效", "In force"), _is_in_force, kind="flag"),
        sections=(
            Section(
                Text("授权", "Grant"),
                (
                    Fact(Text("账户", "Account"), "account__username", kind="code"),
                    Fact(ROLE, "role", kind="choice", choices=ROLES),
                    Fact(PLACE, "place", kind="code"),
                    Fact(Text("开始", "From"), lambda row: row.during.lower, kind="date"),
                    Fact(Text("最后一天", "Last day"), "last_day", kind="date"),
                    Fact(Text("事由", "Reason"), "reason"),
                    Fact(Text("授权人", "Given by"), "granted_by__name"),
                    Fact(Text("授权时间", "Given"), "granted_at", kind="time"),
                    Fact(Text("收回人", "Taken by"), "ended_by__name"),
                ),
            ),
        ),
    ),
    edit=Edit(
        permission=grants.EDIT,
        form_class=GrantForm,
        load=lambda _: {"begins": timezone.localdate()},
        save=_save,
        create=True,
        change=False,
    ),
    actions=(
        Action(
            "take", Text("收回", "Take"), grants.EDIT, _take,
            Text("到期后此岗位不再有效，会话随即结束。", "The role ends; sessions end now."),
            TakeForm, "user-minus", _is_in_force, danger=True,
        ),
    ),
)  # fmt: skip
