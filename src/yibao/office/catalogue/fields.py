"""Class and level of every column of the catalogue (数据分类分级): almost all of it is public."""

from __future__ import annotations

from yibao.office.base.field import DataClass, Field
from yibao.terms.text import Text

_DATED = (
    ("during", "有效期", "Days it holds"),
    ("digest", "内容摘要", "Digest"),
    ("import_id", "导入编号", "Import"),
)
_NAMED = (
    ("name", "名称", "Name"),
    ("name_words", "名称检索词", "Words of the name"),
    ("name_key", "拼音首字母", "Pinyin key"),
)
_VERSION = (
    *_DATED,
    ("version", "版本号", "Version"),
    ("version_name", "版本名称", "Name of the version"),
    ("record_number", "唯一记录号", "Record number"),
    ("name", "名称", "Name"),
    ("is_valid", "有效标志", "Valid"),
    ("details", "其他列", "Other columns"),
)
_COLUMNS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "item": (
        ("code", "医疗目录编码", "Code"),
        ("kind", "种类", "Kind"),
        ("list_type", "目录类别", "Kind of list"),
        *_NAMED,
        ("is_demo", "演示", "Invented"),
    ),
    "itemversion": (
        ("item", "项目", "Item"),
        *_VERSION,
        ("specification", "规格", "Specification"),
        ("dosage_form", "剂型", "Dosage form"),
        ("unit", "计价单位", "Pricing unit"),
        ("pack", "包装规格", "Pack"),
        ("manufacturer", "生产企业", "Manufacturer"),
        ("approval_number", "批准文号", "Approval number"),
        ("content", "内涵", "Content"),
        ("limited_text", "限制使用范围", "Limited use"),
    ),
    "paymentrule": (
        ("item", "项目", "Item"),
        *_DATED,
        ("division", "医保区划", "Division"),
        ("chrgitm_lv", "收费项目等级", "Class"),
        ("first_pay_ppm", "先自付比例", "First-pay share"),
        ("med_chrgitm_type", "医疗收费项目类别", "Line of the bill"),
        ("is_limited", "限制使用标志", "Limited in use"),
        ("limited_text", "限制使用范围", "Limited use"),
        ("level_group", "限定机构级别", "Levels of institutions"),
        ("evidence", "依据", "Evidence"),
        ("is_demo", "演示", "Invented"),
    ),
    "priceceiling": (
        ("item", "项目", "Item"),
        *_DATED,
        ("division", "医保区划", "Division"),
        ("kind", "限价类型", "Kind"),
        ("level_group", "机构级别", "Levels of institutions"),
        ("price_e6", "价格", "Price"),
        ("evidence", "依据", "Evidence"),
        ("is_demo", "演示", "Invented"),
    ),
    "term": (
        ("kind", "种类", "Kind"),
        ("code", "编码", "Code"),
        ("division", "医保区划", "Division"),
        *_NAMED,
    ),
    "termversion": (
        ("term", "编码", "Code"),
        *_VERSION,
        ("parent_code", "上级编码", "Code above"),
        ("parent_name", "上级名称", "Name above"),
        ("is_grey", "灰码", "Grey code"),
    ),
    "termmap": (
        ("kind", "种类", "Kind"),
        ("source", "来源版本", "Source"),
        ("old_code", "原编码", "Old code"),
        ("new_code", "新编码", "New code"),
    ),
    "localitem": (
        ("provider", "定点医药机构编号", "Provider"),
        ("code", "院内编码", "Local code"),
        ("name", "院内名称", "Local name"),
        ("list_type", "目录类别", "Kind of list"),
        ("specification", "规格", "Specification"),
        ("dosage_form", "剂型", "Dosage form"),
        ("unit", "计价单位", "Pricing unit"),
        ("manufacturer", "生产企业", "Manufacturer"),
        ("approval_number", "批准文号", "Approval number"),
        ("price_e6", "单价", "Price"),
        ("is_active", "在用", "In use"),
        ("is_demo", "演示", "Invented"),
    ),
    "mapping": (
        *_DATED,
        ("local_item", "院内项目", "Local item"),
        ("item", "目录项目", "Item"),
        ("state", "状态", "State"),
        ("proposed_by", "提出账号", "Proposed by"),
        ("proposed_name", "提出人", "Who proposed"),
        ("proposed_at", "提出时间", "Proposed"),
        ("decided_by", "审核账号", "Decided by"),
        ("decided_name", "审核人", "Who decided"),
        ("decided_at", "审核时间", "Decided"),
        ("reason", "审核意见", "Reason"),
    ),
    "certificate": (
        ("certificate_id", "注册证ID", "Certificate"),
        ("number", "注册备案号", "Registration number"),
        ("product_name", "注册备案产品名称", "Product"),
        ("registrant", "注册备案人", "Registrant"),
        ("device_class", "管理类别", "Class of device"),
        ("approved_on", "批准日期", "Approved"),
        ("valid_from", "生效日期", "Valid from"),
        ("expires_on", "有效期至", "Expires"),
        ("is_valid", "有效标志", "Valid"),
        ("details", "其他列", "Other columns"),
        ("digest", "内容摘要", "Digest"),
        ("import_id", "导入编号", "Import"),
    ),
    "certificatelink": (
        ("link_id", "试剂关联ID", "Link"),
        ("item", "试剂产品", "Product"),
        ("certificate", "注册证", "Certificate"),
        ("device_identifier", "医疗器械唯一标识码", "Device identifier"),
        ("is_valid", "有效标志", "Valid"),
        ("details", "其他列", "Other columns"),
        ("digest", "内容摘要", "Digest"),
        ("import_id", "导入编号", "Import"),
    ),
}
_CLASSES = {
    "localitem": (DataClass.INSTITUTION, 2),
    "mapping": (DataClass.INSTITUTION, 2),
}
_SYSTEM = frozenset(("id", "digest", "import_id", "name_words", "name_key"))


def _field(model: str, name: str, label: Text) -> Field:
    data_class, level = _CLASSES.get(model, (DataClass.PUBLIC, 1))
    if name in _SYSTEM:
        data_class = DataClass.SYSTEM
    return Field(f"catalogue.{model}.{name}", label, data_class, level)


FIELDS = tuple(
    _field(model, name, Text(zh, en))
    for model, columns in _COLUMNS.items()
    for name, zh, en in (("id", "序号", "Key"), *columns)
)
