"""Class and level of every column of the providers' tables (数据分类分级)."""

from yibao.office.base.field import DataClass, Field
from yibao.office.base.masks import MaskKind
from yibao.terms.text import Text

_MASKS = {
    "bankaccount.number": MaskKind.BANK_ACCOUNT,
    "staffmember.name": MaskKind.NAME,
    "institution.phone": MaskKind.PHONE,
    "institution.responsible": MaskKind.NAME,
}
_CLASSES = {
    "bankaccount": (DataClass.MONEY, 3),
    "staffmember": (DataClass.PERSON, 3),
    "staffstanding": (DataClass.PERSON, 2),
    "institution": (DataClass.INSTITUTION, 1),
    "institutionlevel": (DataClass.INSTITUTION, 1),
    "institutionlisting": (DataClass.INSTITUTION, 1),
    "department": (DataClass.INSTITUTION, 1),
    "agreement": (DataClass.INSTITUTION, 2),
    "agreementscope": (DataClass.INSTITUTION, 2),
    "agreementsuspension": (DataClass.INSTITUTION, 2),
}
_LEVELS = {"institution.phone": 2, "institution.responsible": 2}
_SYSTEM = {
    "id": Text("行号", "Row"),
    "name_words": Text("名称检索词", "Words of the name"),
    "name_key": Text("名称拼音", "Pinyin of the name"),
    "version": Text("版本", "Version"),
}
_DURING = "during|有效期|Days it holds"
_COLUMNS = {
    "institution": (
        "code|定点医药机构编号|Code",
        "name|定点医药机构名称|Name",
        "kind|机构类别|Kind",
        "type|定点医疗服务机构类型|National type",
        "nature|经营性质|Ownership",
        "division|医保区划|Division",
        "credit_code|统一社会信用代码|Credit code",
        "address|地址|Address",
        "phone|联系电话|Phone",
        "responsible|负责人|Responsible",
        "closed_on|停业日期|Closed on",
        *("name_words", "name_key", "version"),
    ),
    "institutionlevel": (
        _DURING,
        "institution|机构|Institution",
        "hosp_lv|医院等级|National class",
        "level|机构级别|Class",
        "evidence|依据文件|Evidence",
    ),
    "institutionlisting": (
        _DURING,
        "institution|机构|Institution",
        "name|名单|List",
        "evidence|依据文件|Evidence",
    ),
    "bankaccount": (
        _DURING,
        "institution|机构|Institution",
        "holder|户名|Holder",
        "bank|开户行|Bank",
        "number|账号|Account number",
    ),
    "department": (
        _DURING,
        "institution|机构|Institution",
        "code|医院科室编码|Code in the hospital",
        "name|医院科室名称|Name",
        "national_code|科别|National code",
        "beds|批准床位数量|Beds approved",
    ),
    "agreement": (
        _DURING,
        "number|协议编号|Number",
        "institution|机构|Institution",
        "signed_on|签订日期|Signed on",
        "ended_on|终止日期|Ended on",
        "end_reason|终止原因|Reason of the end",
        "version",
    ),
    "agreementscope": (
        _DURING,
        "agreement|协议|Agreement",
        "institution|机构|Institution",
        "scope|服务范围|Care covered",
    ),
    "agreementsuspension": (
        _DURING,
        "agreement|协议|Agreement",
        "scope|服务范围|Care covered",
        "reason|原因|Reason",
        "document|文书号|Document",
    ),
    "staffmember": (
        _DURING,
        "code|人员编码|Code",
        "name|姓名|Name",
        "kind|人员类别|Kind",
        "institution|机构|Institution",
        "department|医院科室编码|Department",
        "title|职称|Title",
        *("name_words", "version"),
    ),
    "staffstanding": (
        _DURING,
        "code|人员编码|Code",
        "state|资格状态|Standing",
        "reason|原因|Reason",
        "document|文书号|Document",
    ),
}


def _field(model: str, line: str) -> Field:
    name, _, labels = line.partition("|")
    code = f"{model}.{name}"
    if not labels:
        return Field(f"providers.{code}", _SYSTEM[name], DataClass.SYSTEM, 2)
    zh, _, en = labels.partition("|")
    data_class, level = _CLASSES[model]
    level = _LEVELS.get(code, level)
    return Field(f"providers.{code}", Text(zh, en), data_class, level, _MASKS.get(code))


FIELDS = tuple(_field(model, line) for model, lines in _COLUMNS.items() for line in ("id", *lines))
