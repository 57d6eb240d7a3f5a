"""Opens the interface to a provider (开通接入): how it signs, with which key."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from yibao.office.base.actor import Actor
from yibao.office.base.audit import wrote
from yibao.office.base.errors import changed_meanwhile
from yibao.office.exchange.cryptography import sm2, sm4
from yibao.office.exchange.cryptography.secrets_at_rest import sealed
from yibao.office.exchange.models import Access, Mode
from yibao.office.providers.queries import institution_row
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

SECRET_LEAST = 8
"""Characters of a shared secret; what signs many messages must not be guessed."""
SECRET_MOST = 200


@transaction.atomic
def set_access(
    actor: Actor,
    provider: str,
    mode: str,
    *,
    access_key: str = "",
    secret: str = "",
    server_private_key: str = "",
    version: int | None = None,
) -> Access:
    """Say how a provider signs from now on.

    Args:
        actor: who decided it.
        provider: fixmedins_code.
        mode: one of `Mode`; ``none`` lets everybody in who knows the code.
        access_key: `_api_access_key`, paasid or client id; the latter has 16 characters.
        secret: the shared secret or token, or in mode `sm` the provider's public key in hex.
            Empty: it stays what it was, as long as the mode stays.
        server_private_key: in mode `sm` our own private key in hex; empty: it stays, or is made.
        version: of the row that was seen; None does not care.

    Raises:
        NotFound: code ``unknown_institution``.
        Conflict: code ``changed_meanwhile``.
        InvalidInput: code ``invalid_access_key``, ``invalid_secret``, ``unknown_mode``.

    """
    if mode not in Mode.values:
        raise _invalid("unknown_mode", "mode", "没有这种签名方式。", "There is no such mode.")
    institution = institution_row(provider)
    row = Access.objects.select_for_update().filter(provider=provider).first()
    if row is not None and version is not None and row.version != version:
        raise changed_meanwhile("access")
    before = (row.mode, row.access_key) if row else (None, None)
    keeps = row is not None and row.mode == mode and not secret
    row = row or Access(provider=provider, version=0)
    row.mode, row.division, row.access_key = mode, institution.division, access_key.strip()
    if not keeps:
        row.secret = sealed(_checked_secret(mode, secret.strip()))
    _check_key(row)
    _set_server_key(row, server_private_key)
    row.changed_at, row.changed_by = timezone.now(), actor.name[:64]
    row.version += 1
    row.save()
    changes: dict[str, tuple[object, object]] = {
        "mode": (before[0], mode),
        "access_key": (before[1], row.access_key),
    }
    if not keeps:
        changes["secret"] = ("…", "…")
    wrote(actor, "exchange.access.edit", f"access:{provider}", changes)
    return row


def _checked_secret(mode: str, secret: str) -> str:
    if mode == Mode.NONE:
        return ""
    if mode == Mode.SM:
        try:
            return sm2.public_key(secret)
        except ValueError:
            raise _invalid(
                "invalid_secret", "secret", "不是SM2公钥。", "It is no public key of SM2."
            ) from None
    if not SECRET_LEAST <= len(secret) <= SECRET_MOST:
        raise _invalid(
            "invalid_secret",
            "secret",
            f"密钥应为{SECRET_LEAST}至{SECRET_MOST}个字符。",
            f"A secret has {SECRET_LEAST} to {SECRET_MOST} characters.",
        )
    return secret


def _check_key(row: Access) -> None:
    if row.mode == Mode.NONE:
        row.access_key = ""
    elif row.mode == Mode.SM and len(row.access_key.encode()) != sm4.KEY_BYTES:
        raise _invalid(
            "invalid_access_key",
            "access_key",
            "客户端编号应为16个字符。",
            "A client id has 16 characters.",
        )
    elif not row.access_key or len(row.access_key) > 64:
        raise _invalid(
            "invalid_access_key", "access_key", "请填写访问密钥。", "The access key is missing."
        )


def _set_server_key(row: Access, private: str) -> None:
    if row.mode != Mode.SM:
        row.server_key = row.server_public_key = ""
    elif private or not row.server_key:
        try:
            pair = sm2.pair_of(private) if private else sm2.new_pair()
        except ValueError:
            raise _invalid(
                "invalid_secret", "server_key", "不是SM2私钥。", "It is no private key of SM2."
            ) from None
        row.server_key, row.server_public_key = sealed(pair.private), pair.public


def _invalid(code: str, field: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput(
        code, field, Text(zh, en), Text("请与机构核对后重填。", "Ask the provider and try again.")
    )
