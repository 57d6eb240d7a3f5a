"""Accounts: made, changed, stopped (账户管理)."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from yibao.office.base.actor import Actor
from yibao.office.base.audit import wrote
from yibao.office.base.errors import Conflict, changed_meanwhile, not_found
from yibao.office.base.models import Account
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

EDIT = "base.account.edit"


def make_account(
    actor: Actor,
    *,
    username: str,
    name: str,
    password: str,
    phone: str = "",
    must_change_password: bool = True,
) -> Account:
    """Make an account without any role.

    Raises:
        InvalidInput: ``weak_password``, or ``username_taken``.

    """
    account = Account(
        username=username.strip(),
        name=name.strip(),
        phone=phone.strip(),
        must_change_password=must_change_password,
    )
    check_password(account, password)
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
            wrote(actor, EDIT, f"account:{account.username}", {"name": (None, account.name)})
    except IntegrityError:
        raise Conflict(
            "username_taken",
            "username",
            Text(f"登录名“{username}”已被使用。", f"The user name {username!r} is taken."),
            Text("请另取一个。", "Choose another."),
        ) from None
    return account


def change_account(actor: Actor, account: Account, *, name: str, phone: str) -> Account:
    """Change the name and phone of an account that is as the caller last saw it."""
    before = {"name": account.name, "phone": account.phone}
    after = {"name": name.strip(), "phone": phone.strip()}
    changes = {key: (before[key], after[key]) for key in before if before[key] != after[key]}
    if changes:
        with transaction.atomic():
            _update(account, **after)
            wrote(actor, EDIT, f"account:{account.username}", changes)
    return account


def stop_account(actor: Actor, account: Account, reason: str) -> None:
    """Stop an account: it can no longer sign in, and its sessions end now.

    Raises:
        InvalidInput: code ``own_account``.

    """
    if account.pk == actor.account_id:
        raise InvalidInput(
            "own_account",
            "account",
            Text("不能停用自己的账户。", "Your own account cannot be stopped by you."),
            Text("请由另一位管理员操作。", "Another administrator has to do it."),
        )
    with transaction.atomic():
        _update(account, is_active=False)
        end_sessions(account)
        wrote(
            actor, EDIT, f"account:{account.username}",
            {"is_active": (True, False), "reason": (None, reason)},
        )  # fmt: skip


def start_account(actor: Actor, account: Account, reason: str) -> None:
    """Let a stopped account sign in again."""
    with transaction.atomic():
        _update(account, is_active=True)
        wrote(
            actor, EDIT, f"account:{account.username}",
            {"is_active": (False, True), "reason": (None, reason)},
        )  # fmt: skip


def give_password(actor: Actor, account: Account, password: str) -> None:
    """Give an account a password that its owner must change when signing in."""
    check_password(account, password)
    with transaction.atomic():
        account.set_password(password)
        _update(account, password=account.password, must_change_password=True)
        end_sessions(account)
        wrote(actor, EDIT, f"account:{account.username}", {"password": (None, "given")})


def change_own_password(actor: Actor, account: Account, old: str, new: str) -> None:
    """Change one's own password.

    Raises:
        InvalidInput: ``wrong_password``, ``same_password`` or ``weak_password``.

    """
    if not account.check_password(old):
        raise InvalidInput(
            "wrong_password",
            "old",
            Text("原口令不对。", "The old password is wrong."),
            Text("请重新输入。", "Type it again."),
        )
    if old == new:
        raise InvalidInput(
            "same_password",
            "new",
            Text("新口令与原口令相同。", "The new password is the old one."),
            Text("请换一个。", "Choose another."),
        )
    check_password(account, new)
    with transaction.atomic():
        account.set_password(new)
        _update(account, password=account.password, must_change_password=False)
        wrote(actor, EDIT, f"account:{account.username}", {"password": (None, "changed")})


def forget_second_factor(actor: Actor, account: Account, reason: str) -> None:
    """Forget the authenticator of an account, whose owner lost it."""
    with transaction.atomic():
        _update(account, second_factor_secret="")
        end_sessions(account)
        wrote(
            actor, EDIT, f"account:{account.username}",
            {"second_factor": ("kept", "forgotten"), "reason": (None, reason)},
        )  # fmt: skip


def check_password(account: Account, password: str) -> None:
    """Check that a password is hard to guess.

    Raises:
        InvalidInput: code ``weak_password``, with what is weak about it.

    """
    try:
        validate_password(password, account)
    except ValidationError as error:
        said = " ".join(error.messages)
        raise InvalidInput(
            "weak_password",
            "password",
            Text(f"口令太弱：{said}", f"The password is weak: {said}"),
            Text("请至少用 12 位，避免常见词。", "Use 12 characters or more, and no common word."),
        ) from None


def account_of(username: str) -> Account:
    """Return the account of a user name.

    Raises:
        NotFound: when there is none.

    """
    found = Account.objects.filter(username__iexact=username).first()
    if found is None:
        raise not_found("account", username)
    return found


def end_sessions(account: Account) -> None:
    """End every session of an account."""
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(account.pk):
            session.delete()


def _update(account: Account, **values: object) -> None:
    changed = Account.objects.filter(pk=account.pk, version=account.version)
    if not changed.update(version=F("version") + 1, **values):
        raise changed_meanwhile("account")
    account.refresh_from_db()
