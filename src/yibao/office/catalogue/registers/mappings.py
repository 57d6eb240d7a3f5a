"""The registers of local items and of mappings (院内项目、目录对应)."""

from __future__ import annotations

from collections.abc import Mapping as Map
from typing import Any

from django import forms
from django.db.models import QuerySet

from yibao.office.base.actor import Actor
from yibao.office.base.rights.granted import Reach
from yibao.office.catalogue.models import LocalItem, Mapping
from yibao.office.catalogue.names import MappingState
from yibao.office.catalogue.queries.mappings import provider_condition
from yibao.office.catalogue.registers.words import FIRST, LAST, asked, price_yuan
from yibao.office.catalogue.services import approve, propose, refuse, withdraw
from yibao.office.screens.language import later
from yibao.office.screens.register import (
    Action,
    Column,
    Detail,
    Fact,
    Filter,
    Register,
    Related,
    Section,
)
from yibao.office.screens.rights import Granted
from yibao.terms.dictionaries import dictionary
from yibao.terms.text import Text

_VIEW = "catalogue.mapping.view"
_EDIT, _APPROVE = "catalogue.mapping.edit", "catalogue.mapping.approve"
_STATE = Text("状态", "State")
_PROVIDER = Text("定点医药机构编号", "Provider")
_LOCAL = Text("院内编码", "Local code")
_REASON = Text("审核意见", "Reason")
_CODE = Text("医疗目录编码", "Code in the catalogue")
_STATES = tuple((state.value, state.label) for state in MappingState)
_LISTS = tuple((code, known.label) for code, known in dictionary("list_type").codes.items())
_TONES: dict[str, Any] = {"proposed": "yellow", "approved": "green", "refused": "red"}


def _local_rows(granted: Granted, reach: Reach) -> QuerySet[LocalItem]:
    del granted
    return LocalItem.objects.filter(provider_condition(reach, "provider"))


def _rows(granted: Granted, reach: Reach) -> QuerySet[Mapping]:
    del granted
    found = Mapping.objects.select_related("local_item", "item")
    return found.filter(provider_condition(reach, "local_item__provider"))


class ProposeForm(forms.Form):
    """Which national item a local one is, from a day on."""

    code = forms.CharField(label=later(_CODE), max_length=50)
    first = forms.DateField(label=later(FIRST), widget=forms.DateInput)
    last = forms.DateField(label=later(LAST), widget=forms.DateInput, required=False)


class ApproveForm(forms.Form):
    """What is said with an approval."""

    replace = forms.BooleanField(
        label=later(Text("替换原对应", "Replace the mapping that holds")), required=False
    )
    reason = forms.CharField(label=later(_REASON), max_length=500, required=False)


class RefuseForm(forms.Form):
    """Why a proposal is refused."""

    reason = forms.CharField(label=later(_REASON), max_length=500)


def _propose(actor: Actor, local: LocalItem, cleaned: Map[str, Any]) -> Text:
    propose(actor, local.pk, cleaned["code"].strip(), cleaned["first"], cleaned["last"])
    return Text("已提出，待他人审核。", "Proposed; somebody else decides.")


def _approve(actor: Actor, mapping: Mapping, cleaned: Map[str, Any]) -> Text:
    approve(actor, mapping.pk, replace=cleaned["replace"], reason=cleaned["reason"])
    return Text("已通过。", "Approved.")


def _refuse(actor: Actor, mapping: Mapping, cleaned: Map[str, Any]) -> Text:
    refuse(actor, mapping.pk, cleaned["reason"])
    return Text("未通过，已记录原因。", "Refused; the reason is kept.")


def _withdraw(actor: Actor, mapping: Mapping, cleaned: Map[str, Any]) -> Text:
    del cleaned
    withdraw(actor, mapping.pk)
    return Text("已撤回。", "Withdrawn.")


def _open(mapping: Mapping) -> bool:
    return mapping.state == MappingState.PROPOSED


LOCAL_ITEMS = Register(
    code="catalogue.local_item",
    title=Text("院内项目", "Local items"),
    office="catalogue",
    permission=_VIEW,
    rows=_local_rows,
    order=("provider", "code"),
    icon="building-hospital",
    columns=(
        Column("code", _LOCAL, kind="code", link=True),
        Column("name", Text("院内名称", "Local name")),
        Column("provider", _PROVIDER, kind="code"),
        Column("list_type", Text("目录类别", "List"), kind="choice", choices=_LISTS),
        Column("price", Text("单价（元）", "Price"), value=lambda row: price_yuan(row.price_e6)),
        Column("is_active", Text("在用", "In use"), kind="flag", narrow=False),
    ),
    filters=(
        Filter(
            "q",
            Text("院内编码", "Local code"),
            "search",
            lambda rows, text: rows.filter(code__startswith=asked(text)),
        ),
        Filter(
            "provider",
            _PROVIDER,
            "search",
            lambda rows, text: rows.filter(provider=asked(text).upper()),
        ),
        Filter(
            "list",
            Text("目录类别", "List"),
            "choice",
            lambda rows, value: rows.filter(list_type=value),
            choices=_LISTS,
        ),
    ),
    detail=Detail(
        heading="name",
        subtitle=lambda row: f"{row.provider} · {row.code}",
        sections=(
            Section(
                Text("院内项目", "Local item"),
                (
                    Fact(Text("目录类别", "List"), "list_type", kind="choice", choices=_LISTS),
                    Fact(Text("规格", "Specification"), "specification"),
                    Fact(Text("剂型", "Dosage form"), "dosage_form"),
                    Fact(Text("计价单位", "Pricing unit"), "unit"),
                    Fact(Text("生产企业", "Manufacturer"), "manufacturer"),
                    Fact(Text("批准文号", "Approval number"), "approval_number"),
                    Fact(Text("单价（元）", "Price"), lambda row: price_yuan(row.price_e6)),
                ),
            ),
        ),
        related=(
            Related(
                Text("目录对应", "Mappings"),
                "catalogue.mapping",
                lambda row: {"local": str(row.pk)},
                leave_out=("local_code", "local_name", "provider"),
            ),
        ),
    ),
    actions=(
        Action(
            "propose",
            Text("提出对应", "Propose mapping"),
            _EDIT,
            run=_propose,
            confirm=Text("由他人审核后生效。", "It counts when somebody else approves."),
            form_class=ProposeForm,
            icon="link",
        ),
    ),
    imports=("catalogue.local_items",),
    export_permission="catalogue.mapping.export",
)

MAPPINGS = Register(
    code="catalogue.mapping",
    title=Text("目录对应", "Mappings"),
    office="catalogue",
    permission=_VIEW,
    rows=_rows,
    order=("-pk",),
    icon="link",
    columns=(
        Column("local_code", _LOCAL, kind="code", value="local_item__code", link=True),
        Column("local_name", Text("院内名称", "Local name"), value="local_item__name"),
        Column("provider", _PROVIDER, kind="code", value="local_item__provider", narrow=False),
        Column("item_code", _CODE, kind="code", value="item__code"),
        Column("item_name", Text("目录名称", "Name"), value="item__name"),
        Column("state", _STATE, kind="choice", choices=_STATES, tones=_TONES),
        Column("first", FIRST, kind="date"),
        Column("last", LAST, kind="date", narrow=False),
    ),
    filters=(
        Filter("state", _STATE, "choice", lambda r, v: r.filter(state=v), choices=_STATES),
        Filter(
            "q",
            _LOCAL,
            "search",
            lambda r, text: r.filter(local_item__code__startswith=asked(text)),
        ),
        Filter(
            "item",
            Text("项目", "Item"),
            "exact",
            lambda rows, text: rows.filter(item_id=text if text.isdigit() else None),
        ),
        Filter(
            "local",
            Text("院内项目", "Local item"),
            "exact",
            lambda rows, text: rows.filter(local_item_id=text if text.isdigit() else None),
        ),
    ),
    detail=Detail(
        heading="local_item__name",
        subtitle=lambda row: f"{row.local_item.provider} · {row.local_item.code}",
        status=Fact(_STATE, "state", kind="choice", choices=_STATES, tones=_TONES),
        sections=(
            Section(
                Text("对应", "Mapping"),
                (
                    Fact(_CODE, "item__code", kind="code"),
                    Fact(Text("目录名称", "Name"), "item__name"),
                    Fact(Text("院内规格", "Local specification"), "local_item__specification"),
                    Fact(FIRST, "first", kind="date"),
                    Fact(LAST, "last", kind="date"),
                ),
            ),
            Section(
                Text("审核", "Review"),
                (
                    Fact(Text("提出人", "Proposed by"), "proposed_name"),
                    Fact(Text("提出时间", "Proposed"), "proposed_at", kind="time"),
                    Fact(Text("审核人", "Decided by"), "decided_name"),
                    Fact(Text("审核时间", "Decided"), "decided_at", kind="time"),
                    Fact(_REASON, "reason"),
                ),
            ),
        ),
    ),
    actions=(
        Action(
            "approve",
            Text("通过", "Approve"),
            _APPROVE,
            run=_approve,
            confirm=Text("通过后按该编码结算。", "Bills are then settled by that code."),
            form_class=ApproveForm,
            icon="check",
            offered=_open,
        ),
        Action(
            "refuse",
            Text("不通过", "Refuse"),
            _APPROVE,
            run=_refuse,
            confirm=Text("原因会告知提出人。", "The reason is shown to who proposed it."),
            form_class=RefuseForm,
            icon="x",
            offered=_open,
            danger=True,
        ),
        Action(
            "withdraw",
            Text("撤回", "Withdraw"),
            _EDIT,
            run=_withdraw,
            confirm=Text("只能撤回本人提出的对应。", "Only one's own proposal."),
            icon="arrow-back-up",
            offered=_open,
        ),
    ),
    export_permission="catalogue.mapping.export",
)
