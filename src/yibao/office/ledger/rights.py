"""Who may do what in the ledger (账务权限)."""

from yibao.office.base.rights.permission import Permission
from yibao.office.base.roles import Role
from yibao.terms.text import Text

_FUND = frozenset({Role.FUND})
_READING = frozenset({Role.FUND, Role.PAYMENT, Role.SETTLEMENT, Role.SUPERVISION})
_PERSONAL = frozenset(
    {Role.FUND, Role.ENROLMENT, Role.BENEFITS, Role.SETTLEMENT, Role.SUPERVISION, Role.INSURED}
)

PERMISSIONS = (
    Permission("ledger.entry.view", Text("查看凭证", "See entries"), _READING),
    Permission("ledger.entry.edit", Text("冲销凭证", "Reverse entries"), _FUND, second_factor=True),
    Permission("ledger.entry.export", Text("导出凭证", "Export entries"), _FUND),
    Permission("ledger.account.view", Text("查看账户与明细账", "See accounts"), _READING),
    Permission("ledger.account.export", Text("导出账户", "Export accounts"), _FUND),
    Permission("ledger.period.view", Text("查看会计期间", "See periods"), _READING),
    Permission(
        "ledger.period.approve",
        Text("开账、结账", "Open and close periods"),
        _FUND,
        second_factor=True,
    ),
    Permission("ledger.trial.view", Text("查看试算平衡表", "See trial balances"), _READING),
    Permission("ledger.personal.view", Text("查看个人账户", "See personal accounts"), _PERSONAL),
    Permission("ledger.personal.edit", Text("开户、销户", "Open and close accounts"), _FUND),
    Permission(
        "ledger.seal.edit",
        Text("核验账务与封存", "Verify books and seals"),
        frozenset({Role.FUND, Role.ADMINISTRATION, Role.SUPERVISION}),
    ),
)
