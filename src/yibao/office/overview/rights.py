"""Who may see the region at a glance: every officer; sums tell of nobody."""

from yibao.office.base.rights.permission import Permission
from yibao.office.base.roles import Role
from yibao.terms.text import Text

PERMISSIONS = (
    Permission(
        "overview.region.view",
        Text("查看区域概览", "See the region at a glance"),
        frozenset(role for role in Role if role.is_officer),
    ),
)
