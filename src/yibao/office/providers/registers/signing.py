"""Signing, suspending, resuming, ending agreements from their pages (协议办理)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone

from yibao.office.base.actor import Actor
from yibao.office.providers import services
from yibao.office.providers.forms import LAST, REASON, choice, day, words
from yibao.office.providers.kinds import AgreementState
from yibao.office.providers.models import Agreement, Institution
from yibao.office.providers.registers import words as say
from yibao.office.screens.language import later
from yibao.office.screens.register import Action
from yibao.terms.text import Text


class SignForm(forms.Form):
    """An agreement and what it covers."""

    number = words(Text("协议编号", "Number"), 40)
    scopes = forms.MultipleChoiceField(
        label=later(say.SCOPES), choices=list(say.CARE), widget=forms.CheckboxSelectMultiple
    )
    signed_on = day(Text("签订日期", "Signed on"))
    first = day(Text("生效日期", "First day"))
    last = day(LAST)


class SuspendForm(forms.Form):
    """The days and the reason of a suspension."""

    scope = choice(Text("服务范围（不选为全部）", "Care (none: all)"), say.CARE, required=False)
    first = day(say.FIRST)
    last = day(LAST, required=False)
    reason = words(REASON, 500, long=True)
    document = words(Text("文书号", "Document"), 100, required=False)


class ResumeForm(forms.Form):
    """From when an agreement is in force again."""

    scope = choice(Text("服务范围（不选为全部）", "Care (none: all)"), say.CARE, required=False)
    first = day(Text("恢复日期", "Resumed on"))
    reason = words(REASON, 500, long=True)


class EndForm(forms.Form):
    """The last day of an agreement and why."""

    last = day(LAST)
    reason = words(REASON, 500, long=True)


def _sign(actor: Actor, row: Institution, cleaned: Mapping[str, Any]) -> Text:
    services.sign_agreement(actor, row.code, **cleaned)
    return Text("协议已签订。", "The agreement is signed.")


def _suspend(actor: Actor, row: Agreement, cleaned: Mapping[str, Any]) -> Text:
    services.suspend_agreement(actor, row.number, **cleaned)
    return Text("协议已中止，期间不能结算。", "It is suspended: nothing is settled meanwhile.")


def _resume(actor: Actor, row: Agreement, cleaned: Mapping[str, Any]) -> Text:
    services.resume_agreement(actor, row.number, **cleaned)
    return Text("协议已恢复。", "It is in force again.")


def _end(actor: Actor, row: Agreement, cleaned: Mapping[str, Any]) -> Text:
    services.end_agreement(actor, row.number, **cleaned)
    return Text("协议已终止。", "It is ended.")


def _runs(row: Agreement) -> bool:
    return row.state_on(timezone.localdate()) in (
        *(AgreementState.SIGNED, AgreementState.IN_FORCE, AgreementState.SUSPENDED),
    )


SIGN = Action(
    "sign",
    Text("签订协议", "Sign agreement"),
    "providers.agreement.edit",
    _sign,
    Text("协议期内所选服务可以结算。", "Care so covered can be settled while it runs."),
    SignForm,
    "writing",
)
ON_AGREEMENTS = (
    Action(
        "suspend",
        Text("中止", "Suspend"),
        "providers.agreement.approve",
        _suspend,
        Text("中止期间该机构不能结算所选服务。", "Meanwhile such care is not settled there."),
        SuspendForm,
        "player-pause",
        _runs,
        danger=True,
    ),
    Action(
        "resume",
        Text("恢复", "Resume"),
        "providers.agreement.approve",
        _resume,
        Text("自恢复日期起可以结算。", "From that day on care is settled again."),
        ResumeForm,
        "player-play",
        _runs,
    ),
    Action(
        "end",
        Text("终止", "End"),
        "providers.agreement.edit",
        _end,
        Text("终止后不能恢复，只能重新签订。", "It cannot be undone; sign a new one instead."),
        EndForm,
        "file-off",
        _runs,
        danger=True,
    ),
)
