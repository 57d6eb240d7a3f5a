"""The register of accounts (账户)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from yibao.office.base.actor import Actor
from yibao.office.base.models import Account, AuditEntry
from yibao.office.base.queries import accounts_within, history_of
from yibao.office.base.rights.granted import Reach
from yibao.office.base.services import accounts
from yibao.office.screens.language import later
from yibao.office.screens.register import (
    Action,
    Change,
    Column,
    Detail,
    Edit,
    Fact,
    Filter,
    Register,
    Related,
    Section,
)
from yibao.office.screens.rights import Granted
from yibao.terms.text import Text

USERNAME = Text("登录名", "User name")
NAME = Text("姓名", "Name")
PHONE = Text("电话", "Phone")
ACTIVE = Text("启用", "Active")
MADE = Text("建立时间", "Made")
REASON = Text("事由", "Reason")


class AccountForm(forms.Form):
    """An account: of an old one the user name stays."""

    username = forms.CharField(label=later(USERNAME), max_length=64, required=False)
    name = forms.CharField(label=later(NAME), max_length=64)
    phone = forms.CharField(label=later(PHONE), max_length=32, required=False)
    password = forms.CharField(
        label=later(Text("初始口令", "First password")),
        help_text=later(
            Text("仅新建账户时填写；首次登录须修改。", "Only for a new account; changed at once.")
        ),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=later(REASON), max_length=200)


class PasswordForm(forms.Form):
    """A password that its owner changes at once."""

    password = forms.CharField(
        label=later(Text("临时口令", "Temporary password")),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


def _rows(granted: Granted, reach: Reach) -> QuerySet[Account]:
    del granted
    return accounts_within(reach).distinct()


def _search(rows: QuerySet[Account], text: str) -> QuerySet[Account]:
    return rows.filter(Q(username__icontains=text) | Q(name__icontains=text))


def _load(account: Account | None) -> Mapping[str, Any]:
    if account is None:
        return {}
    return {"username": account.username, "name": account.name, "phone": account.phone}


def _save(actor: Actor, account: Account | None, cleaned: Mapping[str, Any]) -> Account:
    if account is not None:
        return accounts.change_account(actor, account, name=cleaned["name"], phone=cleaned["phone"])
    return accounts.make_account(
        actor,
        username=cleaned["username"],
        name=cleaned["name"],
        phone=cleaned["phone"],
        password=cleaned["password"],
    )


def _stop(actor: Actor, account: Account, cleaned: Mapping[str, Any]) -> Text:
    accounts.stop_account(actor, account, cleaned["reason"])
    return Text("账户已停用，会话已结束。", "The account is stopped and its sessions ended.")


def _start(actor: Actor, account: Account, cleaned: Mapping[str, Any]) -> Text:
    accounts.start_account(actor, account, cleaned["reason"])
    return Text("账户已启用。", "The account is active again.")


def _give_password(actor: Actor, account: Account, cleaned: Mapping[str, Any]) -> Text:
    accounts.give_password(actor, account, cleaned["password"])
    return Text("临时口令已生效。", "The temporary password counts now.")


def _forget_factor(actor: Actor, account: Account, cleaned: Mapping[str, Any]) -> Text:
    accounts.forget_second_factor(actor, account, cleaned["reason"])
    return Text("二次验证已清除。", "The second factor is forgotten.")


def history_from(entries: Iterable[AuditEntry]) -> list[Change]:
    """Return entries of the audit log as changes of a register."""
    return [
        Change(entry.at, entry.account_name, Text(field, field), before, after)
        for entry in entries
        for field, (before, after) in entry.changes.items()
    ]


ACCOUNTS = Register(
    code="base.account",
    title=Text("账户", "Accounts"),
    office="base",
    permission="base.account.view",
    rows=_rows,
    order=("username",),
    icon="users",
    hint=Text("谁可以登录。岗位在“授权”中给出。", "Who signs in. Roles are given as grants."),
    columns=(
        Column("username", USERNAME, kind="code", sort="username", link=True),
        Column("name", NAME),
        Column("phone", PHONE, field="base.account.phone", wide=True),
        Column("is_active", ACTIVE, kind="flag"),
        Column(
            "second_factor",
            Text("二次验证", "Second factor"),
            kind="flag",
            value=lambda account: bool(account.second_factor_secret),
            narrow=False,
        ),
        Column("last_login", Text("最近登录", "Last signed in"), kind="time", narrow=False),
    ),
    filters=(
        Filter("q", Text("登录名或姓名", "User name or name"), "search", _search),
        Filter(
            "active", ACTIVE, "flag", lambda rows, value: rows.filter(is_active=value)
        ),
    ),
    detail=Detail(
        heading="name",
        subtitle=lambda account: account.username,
        status=Fact(ACTIVE, "is_active", kind="flag"),
        sections=(
            Section(
                Text("账户", "Account"),
                (
                    Fact(USERNAME, "username", kind="code"),
                    Fact(NAME, "name"),
                    Fact(PHONE, "phone", field="base.account.phone"),
                    Fact(MADE, "made_at", kind="time"),
                    Fact(Text("最近登录", "Last signed in"), "last_login", kind="time"),
                ),
            ),
        ),
        related=(
            Related(
                Text("授权", "Grants"),
                "base.grant",
                lambda account: {"account": str(account.pk)},
                leave_out=("account",),
            ),
        ),
    ),
    edit=Edit(
        permission="base.account.edit",
        form_class=AccountForm,
        load=_load,
        save=_save,
        create=True,
    ),
    history=lambda account: history_from(history_of(f"account:{account.username}")),
    export_permission="base.account.export",
    actions=(
        Action(
            "stop", Text("停用", "Stop"), "base.account.edit", _stop,
            Text("账户立即不能登录，已有会话结束。", "It cannot sign in, and its sessions end."),
            ReasonForm, "user-off", lambda account: account.is_active, danger=True,
        ),
        Action(
            "start", Text("启用", "Let in again"), "base.account.edit", _start,
            Text("账户可以再次登录。", "The account may sign in again."),
            ReasonForm, "user-check", lambda account: not account.is_active,
        ),
        Action(
            "password", Text("重置口令", "New password"), "base.account.edit", _give_password,
            Text("本人下次登录时须修改。", "Its owner has to change it at the next sign-in."),
            PasswordForm, "key",
        ),
        Action(
            "forget-factor", Text("清除二次验证", "Forget second factor"), "base.grant.edit",
            _forget_factor,
            Text("本人须重新绑定验证器。", "Its owner has to enrol an authenticator again."),
            ReasonForm, "shield-off", lambda account: bool(account.second_factor_secret),
            danger=True,
        ),
    ),
)  # fmt: skip
