"""Pages, badges and search of the base (页面、角标与检索)."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest

from yibao.office.base.models import Account
from yibao.office.base.queries import accounts_within, unread_messages
from yibao.office.screens.addresses import row_address
from yibao.office.screens.hooks import Badge, Hit, Page, SearchSource
from yibao.office.screens.rights import Granted
from yibao.terms.text import Text

PAGES = (
    Page(
        "base.matrix", Text("权限矩阵", "Permission matrix"), "base", "/base/matrix/",
        "base.matrix.view", "table",
    ),
    Page(
        "base.fields", Text("数据分类分级", "Field catalogue"), "base", "/base/fields/",
        "base.field.view", "list-details",
    ),
    Page(
        "base.seals", Text("封存核验", "Seals"), "base", "/base/seals/", "base.seal.view",
        "shield-lock",
    ),
    Page(
        "base.monitoring", Text("运行监测", "Monitoring"), "base", "/base/monitoring/",
        "base.monitoring.view", "activity",
    ),
    Page("base.jobs", Text("我的任务", "My jobs"), "base", "/base/jobs/", None, "list-check"),
)  # fmt: skip


def _unread(request: HttpRequest) -> int:
    return unread_messages(request.user.pk) if request.user.pk else 0


BADGES = (Badge("base.messages", Text("消息", "Messages"), "bell", "/base/messages/", _unread),)


def _find_accounts(granted: Granted, text: str, limit: int) -> list[Hit]:
    within = accounts_within(granted.reach("base.account.view"))
    found = within.filter(Q(username__istartswith=text) | Q(name__startswith=text)).distinct()
    return [_hit(account) for account in found.order_by("username")[:limit]]


def _hit(account: Account) -> Hit:
    return Hit(account.name, account.username, row_address("base.account", account.pk))


SEARCH = (
    SearchSource(
        "base.account", Text("账户", "Accounts"), "base.account.view", _find_accounts, "user-cog"
    ),
)
