"""The register of accesses (接入方式登记簿): how each provider signs its messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from yibao.office.base.actor import Actor
from yibao.office.base.queries import history_of
from yibao.office.base.rights.granted import Reach
from yibao.office.exchange.models import Access, Mode
from yibao.office.exchange.queries.providers import accesses_within
from yibao.office.exchange.services.access import set_access
from yibao.office.providers.queries import institution_row
from yibao.office.providers.reach import see_within
from yibao.office.screens.language import later
from yibao.office.screens.register import (
    Column,
    Detail,
    Edit,
    Fact,
    Filter,
    Moment,
    Register,
    Section,
)
from yibao.office.screens.rights import Granted
from yibao.terms.text import Text

EDIT = "exchange.access.edit"
PROVIDER = Text("定点医药机构", "Provider")
MODE = Text("签名方式", "Way of signing")
ACCESS_KEY = Text("访问密钥", "Access key")
CHANGED = Text("变更时间", "Changed")
BY = Text("变更人", "Changed by")
MODES = (
    (Mode.NONE.value, Text("不签名（任何人都能冒用）", "None: anybody could send")),
    (Mode.HMAC.value, Text("HMAC-SHA1 网关签名", "HMAC-SHA1")),
    (Mode.TIF.value, Text("x-tif SHA-256 签名", "x-tif SHA-256")),
    (Mode.SM.value, Text("SM2 签名、SM4 加密", "SM2 and SM4")),
)


class AccessForm(forms.Form):
    """How a provider signs from now on; of an old row the provider stays."""

    provider = forms.CharField(label=later(PROVIDER), max_length=12)
    mode = forms.ChoiceField(label=later(MODE), choices=list(MODES))
    access_key = forms.CharField(
        label=later(ACCESS_KEY),
        max_length=64,
        required=False,
        help_text=later(
            Text(
                "access_key、paasid，或 16 个字符的客户端编号。",
                "access_key, paasid, or a client id of 16 characters.",
            )
        ),
    )
    secret = forms.CharField(
        label=later(Text("密钥", "Secret")),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=later(
            Text(
                "共享密钥、token，或机构的 SM2 公钥；留空则不变。",
                "Shared secret, token, or the provider's SM2 public key; empty leaves it.",
            )
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("provider"):
            self.fields["provider"].disabled = True


def _rows(granted: Granted, reach: Reach) -> QuerySet[Access]:
    del granted
    return accesses_within(reach)


def _load(row: Access | None) -> Mapping[str, Any]:
    if row is None:
        return {"mode": Mode.HMAC.value}
    return {"provider": row.provider, "mode": row.mode, "access_key": row.access_key}


def _save(actor: Actor, row: Access | None, cleaned: Mapping[str, Any]) -> Access:
    provider = row.provider if row else str(cleaned["provider"]).strip().upper()
    see_within(actor, EDIT, institution_row(provider).division)
    return set_access(
        actor,
        provider,
        cleaned["mode"],
        access_key=cleaned["access_key"],
        secret=cleaned["secret"],
        version=row.version if row else None,
    )


def _warning(row: Access) -> str:
    if row.mode != Mode.NONE:
        return ""
    return "此机构的报文不验签，知道机构编号的任何人都能冒用。仅限联调。"


def _timeline(row: Access, granted: Granted) -> list[Moment]:
    del granted
    labels = dict(MODES)
    return [
        Moment(
            entry.at,
            labels.get(str(entry.changes.get("mode", ["", ""])[1]), Text("变更", "Changed")),
            entry.account_name,
        )
        for entry in history_of(f"access:{row.provider}")
    ]


ACCESSES = Register(
    code="exchange.access",
    title=Text("接入方式", "Access"),
    office="exchange",
    permission="exchange.access.view",
    rows=_rows,
    order=("provider",),
    icon="key",
    hint=Text(
        "没有登记的机构不能调用接口；“不签名”只用于联调。",
        "Who is not listed cannot call; no signature is for trials only.",
    ),
    columns=(
        Column("provider", PROVIDER, kind="code", sort="provider", link=True),
        Column(
            "mode", MODE, "choice", choices=MODES,
            tones={"none": "red", "hmac": "green", "tif": "green", "sm": "green"},
        ),
        Column("division", Text("医保区划", "Division"), kind="code", narrow=False),
        Column("changed_at", CHANGED, kind="time", narrow=False),
        Column("changed_by", BY, wide=True),
    ),
    filters=(
        Filter(
            "provider", PROVIDER, "search",
            lambda rows, text: rows.filter(provider__startswith=text.strip().upper()),
        ),
        Filter(
            "mode", MODE, "choice", lambda rows, value: rows.filter(mode=value), choices=MODES
        ),
    ),
    detail=Detail(
        heading="provider",
        status=Fact(
            MODE, "mode", kind="choice", choices=MODES,
            tones={"none": "red", "hmac": "green", "tif": "green", "sm": "green"},
        ),
        sections=(
            Section(
                Text("接入", "Access"),
                (
                    Fact(Text("警告", "Warning"), _warning),
                    Fact(
                        ACCESS_KEY, "access_key", kind="code", field="exchange.access.access_key"
                    ),
                    Fact(
                        Text("平台公钥", "Public key of the platform"),
                        "server_public_key",
                        kind="code",
                    ),
                    Fact(CHANGED, "changed_at", kind="time"),
                    Fact(BY, "changed_by"),
                ),
            ),
        ),
        timeline=_timeline,
    ),
    edit=Edit(permission=EDIT, form_class=AccessForm, load=_load, save=_save, create=True),
)  # fmt: skip
