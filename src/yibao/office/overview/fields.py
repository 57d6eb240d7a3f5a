"""Class and level of every column of the overview's tables (数据分类分级)."""

from yibao.office.base.field import DataClass, Field
from yibao.terms.text import Text

_COLUMNS = {
    "area": ("division|区划|Division", "name|名称|Name"),
    "peoplecount": (
        "id|行号|Row",
        "division|参保地|Division of insurance",
        "insutype|险种类型|Scheme",
        "age_from|年龄段|Ages from",
        "persons|人数|Persons",
        "counted_on|统计日期|Counted on",
    ),
    "caresum": (
        "id|行号|Row",
        "settled_on|结算日期|Settled on",
        "division|参保地|Division of insurance",
        "insutype|险种类型|Scheme",
        "setting|就诊方式|Setting",
        "settlements|结算数|Settlements",
        "total_fen|总费用|Total",
        "fund_fen|基金支付|Paid by funds",
        "personal_fen|个人负担|Personal part",
    ),
}


def _field(model: str, said: str) -> Field:
    name, zh, en = said.split("|")
    return Field(f"overview.{model}.{name}", Text(zh, en), DataClass.PUBLIC, 2)


FIELDS = tuple(_field(model, said) for model, columns in _COLUMNS.items() for said in columns)
