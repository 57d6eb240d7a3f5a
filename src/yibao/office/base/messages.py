"""Messages to accounts (消息中心)."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from yibao.office.base.models import Message
from yibao.office.base.queries import accounts_with
from yibao.office.base.roles import Role
from yibao.terms.text import Text

NOTHING = Text("", "")


def tell(account_id: int, title: Text, body: Text = NOTHING, link: str = "") -> None:
    """Send a message to one account."""
    _send([account_id], title, body, link)


def tell_role(
    role: Role, title: Text, body: Text = NOTHING, *, division: str = "", link: str = ""
) -> int:
    """Send a message to every account that holds `role` over `division`; return how many."""
    accounts = list(
        accounts_with(role, timezone.localdate(), division).values_list("pk", flat=True)
    )
    _send(accounts, title, body, link)
    return len(accounts)


def mark_read(account_id: int, numbers: Iterable[int] | None = None) -> int:
    """Mark messages of an account as read, all of them when `numbers` is None."""
    unread = Message.objects.filter(account=account_id, read_at__isnull=True)
    if numbers is not None:
        unread = unread.filter(pk__in=list(numbers))
    return unread.update(read_at=timezone.now())


def _send(accounts: Iterable[int], title: Text, body: Text, link: str) -> None:
    Message.objects.bulk_create(
        Message(
            account_id=account,
            title_zh=title.zh,
            title_en=title.en,
            body_zh=body.zh,
            body_en=body.en,
            link=link,
        )
        for account in accounts
    )
