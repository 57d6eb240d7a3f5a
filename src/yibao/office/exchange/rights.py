"""Who may see messages, and who opens the interface to whom (权限).

A provider sees its own messages. What was asked and answered tells of somebody's health: who only
administers the system does not see it, and who may sign is decided with the second factor.
"""

from yibao.office.base.rights.permission import Permission
from yibao.office.base.roles import Role
from yibao.terms.text import Text

_CARE = frozenset({Role.SETTLEMENT, Role.SUPERVISION, Role.PROVIDER})

PERMISSIONS = (
    Permission(
        "exchange.message.view", Text("查看接口报文", "See messages"), _CARE | {Role.ADMINISTRATION}
    ),
    Permission(
        "exchange.messageentry.reveal",
        Text("查看报文内容", "See what messages asked and were answered"),
        _CARE,
    ),
    Permission(
        "exchange.access.view",
        Text("查看接入方式", "See how providers sign"),
        frozenset({Role.ADMINISTRATION, Role.SETTLEMENT}),
    ),
    Permission(
        "exchange.access.reveal",
        Text("查看完整访问密钥", "See whole access keys"),
        frozenset({Role.ADMINISTRATION}),
    ),
    Permission(
        "exchange.access.edit",
        Text("开通、变更接入方式", "Open the interface to a provider"),
        frozenset({Role.ADMINISTRATION}),
        second_factor=True,
    ),
)
