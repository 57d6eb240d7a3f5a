"""Who may do what with the catalogue (权限): everybody at work may read it."""

from yibao.office.base.rights.permission import Permission
from yibao.office.base.roles import OFFICERS, Role
from yibao.terms.text import Text

_READERS = OFFICERS | {Role.PROVIDER}
_KEEPERS = frozenset({Role.CATALOGUE})
_PRICES = frozenset({Role.CATALOGUE, Role.PROCUREMENT})

PERMISSIONS = (
    Permission("catalogue.item.view", Text("查看目录", "See the catalogue"), _READERS),
    Permission("catalogue.item.import", Text("导入国家目录", "Import national files"), _KEEPERS),
    Permission("catalogue.item.export", Text("导出目录", "Export the catalogue"), _READERS),
    Permission("catalogue.term.view", Text("查看诊断、手术和病种", "See terms"), _READERS),
    Permission("catalogue.term.import", Text("导入分类和病种", "Import terms"), _KEEPERS),
    Permission("catalogue.term.export", Text("导出分类和病种", "Export terms"), _READERS),
    Permission("catalogue.price.edit", Text("设置支付政策、限价", "Set rules, ceilings"), _PRICES),
    Permission("catalogue.price.import", Text("导入支付政策、限价", "Import rules"), _PRICES),
    Permission("catalogue.mapping.view", Text("查看院内对应", "See mappings"), _READERS),
    Permission(
        "catalogue.mapping.edit",
        Text("提出院内对应", "Propose mappings"),
        _KEEPERS | {Role.PROVIDER},
    ),
    Permission("catalogue.mapping.approve", Text("审核院内对应", "Decide mappings"), _KEEPERS),
    Permission("catalogue.mapping.import", Text("导入院内项目", "Import local items"), _KEEPERS),
    Permission("catalogue.mapping.export", Text("导出院内对应", "Export mappings"), _READERS),
)
