"""Class and level of every column of the people's tables (数据分类分级)."""

from yibao.office.base.field import DataClass, Field
from yibao.office.base.masks import MaskKind
from yibao.terms.text import Text

_MASKS = {
    "person.certificate_number": MaskKind.RESIDENT_NUMBER,
    "person.name": MaskKind.NAME,
    "person.phone": MaskKind.PHONE,
    "person.address": MaskKind.ADDRESS,
    "certificate.number": MaskKind.RESIDENT_NUMBER,
}
_CLASSES = {
    "person": (DataClass.PERSON, 3),
    "certificate": (DataClass.PERSON, 4),
    "enrolment": (DataClass.PERSON, 3),
    "enrolmentpause": (DataClass.PERSON, 3),
    "identity": (DataClass.PERSON, 3),
    "cover": (DataClass.PERSON, 3),
    "diseaseregistration": (DataClass.HEALTH, 4),
    "awayfiling": (DataClass.HEALTH, 3),
    "doctorcontract": (DataClass.HEALTH, 3),
    "figure": (DataClass.MONEY, 3),
    "accountsharing": (DataClass.PERSON, 3),
}
_LEVELS = {"person.certificate_number": 4}
_SYSTEM = {
    "id": Text("行号", "Row"),
    "name_words": Text("姓名检索词", "Words of the name"),
    "name_key": Text("姓名拼音", "Pinyin of the name"),
    "version": Text("版本", "Version"),
    "family": Text("险种组", "Family of schemes"),
}
_DATED = ("during|有效期|Days it holds", "person|人员|Person")
_COLUMNS = {
    "person": (
        "number|人员编号|Number",
        "certificate_type|证件类型|Kind of certificate",
        "certificate_number|证件号码|Certificate",
        "name|姓名|Name",
        "sex|性别|Sex",
        "birth|出生日期|Birth",
        "death|死亡日期|Death",
        "nationality|民族|Nationality",
        "division|参保地医保区划|Division of insurance",
        "phone|联系电话|Phone",
        "address|联系地址|Address",
        "registered_on|登记日期|Registered on",
        "merged_into|并入编号|Merged into",
        *("name_words", "name_key", "version"),
    ),
    "certificate": ("person|人员|Person", "type|证件类型|Kind", "number|证件号码|Number"),
    "enrolment": (
        *_DATED,
        "insutype|险种类型|Scheme",
        "psn_type|人员类别|Kind of person",
        "division|参保地医保区划|Division of insurance",
        "employer|单位编号|Employer",
        "employer_name|单位名称|Name of the employer",
        "premium_class|缴费档次|Premium class",
        "rank|公务员职级|Rank",
        "benefits_from|待遇开始日期|Benefits from",
        "end_reason|终止原因|Reason of the end",
        "void|无效|Void",
        "family",
    ),
    "enrolmentpause": (
        _DATED[0],
        "enrolment|参保记录|Enrolment",
        "kind|类型|Kind",
        "reason|原因|Reason",
    ),
    "identity": (
        *_DATED,
        "category|身份类别|Category",
        "psn_idet_type|人员身份类别|National category",
        "evidence|认定文件|Evidence",
        "source|认定部门|Department",
        "end_reason|退出原因|Reason of the end",
    ),
    "cover": (*_DATED, "cover|补充保障|Cover", "carrier|承办机构|Carrier"),
    "diseaseregistration": (
        *_DATED,
        "disease|病种|Disease",
        "opsp_dise_code|门慢门特病种目录代码|National code",
        "institution|鉴定机构|Institution",
        "doctor|诊断医师|Doctor",
        "evidence|鉴定材料|Evidence",
        "end_reason|注销原因|Reason of the end",
    ),
    "awayfiling": (
        *_DATED,
        "kind|备案类型|Kind",
        "destination|就医地医保区划|Destination",
        "reason|备案原因|Reason",
        "filed_on|备案日期|Filed on",
    ),
    "doctorcontract": (*_DATED, "institution|签约机构|Institution", "doctor|签约医师|Doctor"),
    "figure": (*_DATED, "name|参数|Name", "amount|数值|Value"),
    "accountsharing": (
        "during|有效期|Days it holds",
        "person|账户所有人|Owner of the account",
        "member|共济成员|Who may use it",
        "end_reason|解除原因|Reason of the end",
    ),
}


def _field(model: str, line: str) -> Field:
    name, _, labels = line.partition("|")
    code = f"{model}.{name}"
    if not labels:
        return Field(f"people.{code}", _SYSTEM[name], DataClass.SYSTEM, 2)
    zh, _, en = labels.partition("|")
    data_class, level = _CLASSES[model]
    level = _LEVELS.get(code, level)
    return Field(f"people.{code}", Text(zh, en), data_class, level, _MASKS.get(code))


FIELDS = tuple(_field(model, line) for model, lines in _COLUMNS.items() for line in ("id", *lines))
