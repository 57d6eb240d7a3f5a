"""The region's own files as kinds of imports (本地文件导入)."""

from __future__ import annotations

from yibao.office.catalogue.names import CHARGE_TYPES, CLASSES
from yibao.office.catalogue.services.own_files import (
    CEILING_KINDS,
    write_ceilings,
    write_grey_codes,
    write_local_items,
    write_maps,
    write_payment_rules,
)
from yibao.office.catalogue.services.rules import LEVEL_NAMES
from yibao.office.imports.kind import FileColumn, ImportKind, Reference, RowRule
from yibao.terms.dictionaries import dictionary
from yibao.terms.identifiers import SHAPES
from yibao.terms.levels import LEVEL_GROUPS, LEVELS
from yibao.terms.text import Text

_GROUPS = {level.key: level.label for level in LEVELS} | {
    name: Text(name, name) for name in LEVEL_GROUPS
}
assert set(_GROUPS) == LEVEL_NAMES

_ITEM = FileColumn("med_list_codg", Text("医疗目录编码", "code in the catalogue"), "code", True, 50)
_DIVISION = FileColumn(
    "admdvs",
    Text("医保区划", "division"),
    "code",
    pattern="[1-9][0-9]{5}",
    form=Text("6 位数字；全国留空", "6 digits; empty for the nation"),
)
_FIRST = FileColumn("begndate", Text("开始日期", "first day"), "date")
_LAST = FileColumn("enddate", Text("结束日期", "last day"), "date")
_LEVEL = FileColumn("level_group", Text("机构级别", "level of institutions"), "code", codes=_GROUPS)
_EVIDENCE = FileColumn("evidence", Text("依据", "evidence"), max_length=500)
_KNOWN = Reference(
    ("med_list_codg",),
    "catalogue_item",
    ("code",),
    Text("目录中没有该编码。", "The catalogue has no such code."),
    Text("先导入国家目录。", "Import the national file first."),
)
_ORDER = RowRule(
    "enddate",
    "{enddate}::date < {begndate}::date",
    Text("结束早于开始。", "It ends before it begins."),
    Text("核对开始和结束日期。", "Check both dates."),
)

PAYMENT_RULES = ImportKind(
    code="catalogue.payment_rules",
    label=Text("支付政策", "payment rules"),
    permission="catalogue.price.import",
    layout=(
        _ITEM,
        _DIVISION,
        _FIRST,
        _LAST,
        FileColumn("chrgitm_lv", Text("收费项目等级", "class"), "code", True, 3, codes=CLASSES),
        FileColumn("selfpay_prop", Text("先自付比例", "first-pay share"), "ratio"),
        FileColumn(
            "med_chrgitm_type",
            Text("医疗收费项目类别", "line of the bill"),
            "code",
            codes=CHARGE_TYPES,
        ),
        FileColumn("lmt_used_flag", Text("限制使用标志", "limited in use"), "flag"),
        FileColumn("limited_use", Text("限制使用范围", "limited use")),
        _LEVEL,
        _EVIDENCE,
    ),
    key=("med_list_codg", "admdvs", "begndate"),
    references=(_KNOWN,),
    rules=(_ORDER,),
    write_table=write_payment_rules,
    example={
        "med_list_codg": "002501010150200",
        "admdvs": "990100",
        "begndate": "2025-01-01",
        "chrgitm_lv": "02",
        "selfpay_prop": "10%",
    },
)

PRICE_CEILINGS = ImportKind(
    code="catalogue.price_ceilings",
    label=Text("限价和支付标准", "price ceilings and payment standards"),
    permission="catalogue.price.import",
    layout=(
        _ITEM,
        _DIVISION,
        _FIRST,
        _LAST,
        FileColumn(
            "ceiling_kind",
            Text("限价类型", "kind of ceiling"),
            "code",
            required=True,
            codes=CEILING_KINDS,
            aliases=("hilist_lmtpric_type",),
        ),
        _LEVEL,
        FileColumn(
            "hilist_pric_uplmt_amt",
            Text("上限金额", "price"),
            "price",
            required=True,
            minimum=0,
            maximum=1_000_000_000,
        ),
        _EVIDENCE,
    ),
    key=("med_list_codg", "admdvs", "begndate", "ceiling_kind", "level_group"),
    references=(_KNOWN,),
    rules=(_ORDER,),
    write_table=write_ceilings,
    example={
        "med_list_codg": "002501010150200",
        "admdvs": "990100",
        "begndate": "2025-01-01",
        "ceiling_kind": "ceiling",
        "hilist_pric_uplmt_amt": "12.5",
    },
)

_PROVIDER = f"{SHAPES['hospital'].pattern.pattern}|{SHAPES['pharmacy'].pattern.pattern}"

LOCAL_ITEMS = ImportKind(
    code="catalogue.local_items",
    label=Text("院内项目和对应", "local items and mappings"),
    permission="catalogue.mapping.import",
    layout=(
        FileColumn(
            "fixmedins_code",
            Text("定点医药机构编号", "provider"),
            "code",
            required=True,
            pattern=_PROVIDER,
            form=SHAPES["hospital"].form,
        ),
        FileColumn("medins_list_codg", Text("院内编码", "local code"), "code", True, 50),
        FileColumn("medins_list_name", Text("院内名称", "local name"), "text", True, 200),
        FileColumn(
            "list_type",
            Text("目录类别", "kind of list"),
            "code",
            required=True,
            codes={code: known.label for code, known in dictionary("list_type").codes.items()},
        ),
        FileColumn(
            "med_list_codg", Text("医疗目录编码", "code in the catalogue"), "code", False, 50
        ),
        _FIRST,
        _LAST,
        FileColumn("spec", Text("规格", "specification"), max_length=500),
        FileColumn("dosform", Text("剂型", "dosage form"), max_length=200),
        FileColumn("prcunt", Text("计价单位", "pricing unit"), max_length=100),
        FileColumn("prodentp_name", Text("生产企业名称", "manufacturer"), max_length=500),
        FileColumn("aprvno", Text("批准文号", "approval number"), max_length=500),
        FileColumn("pric", Text("单价", "price"), "price", minimum=0),
    ),
    key=("fixmedins_code", "medins_list_codg"),
    references=(_KNOWN,),
    rules=(_ORDER,),
    write_table=write_local_items,
)

_CLASSIFICATION = FileColumn(
    "kind",
    Text("种类", "kind"),
    "code",
    required=True,
    codes={
        "diagnosis": Text("疾病诊断", "diagnosis"),
        "operation": Text("手术操作", "operation"),
    },
)

GREY_CODES = ImportKind(
    code="catalogue.grey_codes",
    label=Text("灰码", "grey codes"),
    permission="catalogue.term.import",
    layout=(
        _CLASSIFICATION,
        FileColumn("code", Text("编码", "code"), "code", required=True, max_length=50),
        FileColumn("is_grey", Text("灰码", "grey"), "flag"),
    ),
    key=("kind", "code"),
    references=(
        Reference(
            ("kind", "code"),
            "catalogue_term",
            ("kind", "code"),
            Text("没有该编码。", "There is no such code."),
            Text("先导入分类目录。", "Import the classification first."),
        ),
    ),
    write_table=write_grey_codes,
)

TERM_MAPS = ImportKind(
    code="catalogue.term_maps",
    label=Text("新旧编码对照", "codes that replaced older ones"),
    permission="catalogue.term.import",
    layout=(
        _CLASSIFICATION,
        FileColumn("source", Text("来源版本", "source"), "code", required=True, max_length=40),
        FileColumn("old_code", Text("原编码", "old code"), "code", required=True, max_length=50),
        FileColumn("new_code", Text("新编码", "new code"), "code", required=True, max_length=50),
    ),
    key=("kind", "source", "old_code"),
    references=(
        Reference(
            ("kind", "new_code"),
            "catalogue_term",
            ("kind", "code"),
            Text("没有该新编码。", "There is no such new code."),
            Text("先导入分类目录。", "Import the classification first."),
        ),
    ),
    write_table=write_maps,
)

OWN = (PAYMENT_RULES, PRICE_CEILINGS, LOCAL_ITEMS, TERM_MAPS, GREY_CODES)
