"""Who may see visits, bills and settlements (权限).

A provider sees what happened at its own place, the insured what happened to them. Lines and
diagnoses tell of somebody's health: who only moves money does not see them.
"""

from yibao.office.base.rights.permission import Permission
from yibao.office.base.roles import Role
from yibao.terms.text import Text

_CARE = frozenset({Role.SETTLEMENT, Role.BENEFITS, Role.SUPERVISION, Role.PROVIDER, Role.INSURED})
_MONEY = frozenset({Role.FUND, Role.PAYMENT})
_OFFICE = frozenset({Role.SETTLEMENT, Role.BENEFITS, Role.SUPERVISION, Role.FUND})

PERMISSIONS = (
    Permission("claims.visit.view", Text("查看就诊", "See visits"), _CARE),
    Permission("claims.line.view", Text("查看费用明细与诊断", "See lines and diagnoses"), _CARE),
    Permission("claims.settlement.view", Text("查看结算", "See settlements"), _CARE | _MONEY),
    Permission(
        "claims.settlement.reveal",
        Text("查看结算单上的完整姓名与证件", "See whole names and certificates on bills"),
        frozenset({Role.SETTLEMENT, Role.BENEFITS, Role.PROVIDER, Role.INSURED}),
    ),
    Permission(
        "claims.settlement.export",
        Text("导出结算", "Export settlements"),
        _OFFICE,
    ),
    Permission("claims.difference.view", Text("查看重算差额", "See differences"), _OFFICE),
    Permission(
        "claims.difference.edit",
        Text("处理重算差额", "Settle differences with persons"),
        frozenset({Role.SETTLEMENT}),
    ),
)
