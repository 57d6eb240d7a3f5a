"""Who may do what with institutions, staff and agreements (权限)."""

from yibao.office.base.rights.permission import Permission
from yibao.office.base.roles import OFFICERS, Role
from yibao.terms.text import Text

_AGENCY = frozenset({Role.SETTLEMENT, Role.BENEFITS, Role.SUPERVISION})
_KEEPERS = frozenset({Role.SETTLEMENT})

PERMISSIONS = (
    Permission(
        "providers.institution.view",
        Text("查看定点医药机构", "See institutions"),
        OFFICERS | {Role.PROVIDER},
    ),
    Permission(
        "providers.institution.edit", Text("登记、变更机构", "Register institutions"), _KEEPERS
    ),
    Permission(
        "providers.institution.reveal",
        Text("查看负责人与电话", "See who is responsible, and the phone"),
        _AGENCY | {Role.PROVIDER},
    ),
    Permission("providers.institution.import", Text("导入机构", "Import institutions"), _KEEPERS),
    Permission("providers.institution.export", Text("导出机构", "Export institutions"), _AGENCY),
    Permission(
        "providers.account.view",
        Text("查看机构收款账户", "See bank accounts"),
        frozenset({Role.SETTLEMENT, Role.PAYMENT, Role.FUND, Role.PROVIDER}),
    ),
    Permission(
        "providers.account.edit",
        Text("变更机构收款账户", "Change bank accounts"),
        frozenset({Role.PAYMENT}),
        second_factor=True,
    ),
    Permission(
        "providers.bankaccount.reveal",
        Text("查看完整账号", "See whole account numbers"),
        frozenset({Role.PAYMENT}),
    ),
    Permission(
        "providers.department.view", Text("查看科室", "See departments"), OFFICERS | {Role.PROVIDER}
    ),
    Permission("providers.department.edit", Text("开设、撤销科室", "Open departments"), _KEEPERS),
    Permission(
        "providers.staff.view",
        Text("查看医师、护士、药师", "See staff"),
        OFFICERS | {Role.PROVIDER},
    ),
    Permission("providers.staff.edit", Text("登记医师、护士、药师", "Register staff"), _KEEPERS),
    Permission(
        "providers.staff.approve",
        Text("暂停、终止、恢复支付资格", "Suspend and restore standings"),
        frozenset({Role.SUPERVISION}),
    ),
    Permission(
        "providers.staffmember.reveal",
        Text("查看完整姓名", "See whole names of staff"),
        _AGENCY | {Role.PROVIDER},
    ),
    Permission(
        "providers.agreement.view", Text("查看协议", "See agreements"), OFFICERS | {Role.PROVIDER}
    ),
    Permission(
        "providers.agreement.edit", Text("签订、终止协议", "Sign and end agreements"), _KEEPERS
    ),
    Permission(
        "providers.agreement.approve",
        Text("中止、恢复协议", "Suspend and resume agreements"),
        frozenset({Role.SETTLEMENT, Role.SUPERVISION}),
    ),
)
