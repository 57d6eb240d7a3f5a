"""Rights (权限): roles × region × provider, deny by default; and those of the base itself."""

from yibao.office.base.rights.permission import Permission
from yibao.office.base.roles import OFFICERS, Role
from yibao.terms.text import Text

_ADMINISTRATION = frozenset({Role.ADMINISTRATION})
_WATCHING = frozenset({Role.ADMINISTRATION, Role.SUPERVISION})

PERMISSIONS = (
    Permission("base.account.view", Text("查看账户", "See accounts"), _ADMINISTRATION),
    Permission(
        "base.account.edit",
        Text("建立、停用账户", "Make and stop accounts"),
        _ADMINISTRATION,
    ),
    Permission("base.account.export", Text("导出账户", "Export accounts"), _ADMINISTRATION),
    Permission("base.account.reveal", Text("查看完整电话", "See whole phones"), _ADMINISTRATION),
    Permission("base.grant.view", Text("查看授权", "See grants"), _ADMINISTRATION),
    Permission(
        "base.grant.edit",
        Text("授予、收回岗位", "Give and take roles"),
        _ADMINISTRATION,
        second_factor=True,
    ),
    Permission("base.matrix.view", Text("查看权限矩阵", "See the permission matrix"), OFFICERS),
    Permission("base.field.view", Text("查看数据分类分级", "See the field catalogue"), OFFICERS),
    Permission("base.audit.view", Text("查看审计日志", "See the audit log"), _WATCHING),
    Permission("base.audit.export", Text("导出审计日志", "Export the audit log"), _WATCHING),
    Permission(
        "base.auditentry.reveal", Text("查看审计中的人员", "See persons in the log"), _WATCHING
    ),
    Permission("base.job.view", Text("查看全部任务", "See everybody's jobs"), _ADMINISTRATION),
    Permission("base.event.view", Text("查看发件箱", "See the outbox"), _ADMINISTRATION),
    Permission("base.event.edit", Text("重发事件", "Hand events on again"), _ADMINISTRATION),
    Permission(
        "base.seal.view",
        Text("查看封存核验", "See seals and their verification"),
        _WATCHING | {Role.FUND},
    ),
    Permission("base.monitoring.view", Text("查看运行监测", "See monitoring"), _ADMINISTRATION),
    Permission("base.monitoring.edit", Text("调整告警阈值", "Set thresholds"), _ADMINISTRATION),
)
