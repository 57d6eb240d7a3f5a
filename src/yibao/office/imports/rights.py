"""Who may see imports (权限); importing itself is a permission of the office that declares it."""

from yibao.office.base.rights.permission import Permission
from yibao.office.base.roles import OFFICERS, Role
from yibao.terms.text import Text

PERMISSIONS = (
    Permission(
        "imports.import.view",
        Text("查看本人的导入记录和问题", "See one's imports and their problems"),
        OFFICERS | {Role.PROVIDER},
    ),
)
