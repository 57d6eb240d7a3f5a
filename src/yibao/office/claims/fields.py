"""Class and level of every column of the claims' tables (数据分类分级)."""

from yibao.office.base.field import DataClass, Field
from yibao.office.base.masks import MaskKind
from yibao.terms.text import Text

_H, _M, _P = DataClass.HEALTH, DataClass.MONEY, DataClass.PERSON
_S, _I, _A = DataClass.SYSTEM, DataClass.INSTITUTION, DataClass.PUBLIC
_Rows = dict[tuple[DataClass, int], tuple[str, ...]]

_KEY = {(_S, 1): ("id|行号|Row",)}
_DETAILS = "details|其他信息|What else was sent"
_PARTS = (
    "full_self_fen|全自费|Wholly paid by oneself",
    "over_limit_fen|超限价自费|Above the limit of the price",
    "first_pay_fen|先行自付|First paid by oneself",
    "in_scope_fen|政策范围内|Within scope",
)
_ITEM = (
    "item|医疗目录编码|National code of the item",
    "local_item|院内编码|The provider's own code",
    "item_name|目录名称|Name of the item",
    "price_e6|单价|Price",
    "quantity_e4|数量|Quantity",
    "chrgitm_lv|收费项目等级|Class of the item",
    "med_chrgitm_type|医疗收费项目类别|Kind of charge",
    "list_type|目录类别|Kind of catalogue",
    "limited|限制使用|Restriction of use",
    "tag|单列标记|Tag",
    "department|开单科室|Department",
    "doctor|开单医师|Doctor",
)
_COLUMNS: dict[str, _Rows] = {
    "visit": {
        **_KEY,
        (_A, 1): (
            "division|就医地医保区划|Division of care",
            "insured_division|参保地医保区划|Division of insurance",
        ),
        (_I, 2): ("provider|定点医药机构|Institution",),
        (_P, 3): ("person|人员编号|Person", "insutype|险种类型|Scheme"),
        (_H, 3): (
            "number|就诊ID|Number of the visit",
            "setting|就诊方式|Setting",
            "med_type|医疗类别|Kind of care",
            "own_number|住院/门诊号|The provider's own number",
            "begins_at|开始时间|Begins",
            "begins_on|开始日期|First day",
            "ends_at|结束时间|Ends",
            "state|状态|State",
            "department|科室编码|Department",
            "doctor|医师编码|Doctor",
        ),
        (_H, 4): (
            "disease|病种编码|Disease",
            "disease_fact|政策病种|Disease as the policy calls it",
            "delivery|生育方式|Delivery",
            _DETAILS,
        ),
        (_S, 2): ("registered_at|登记时间|Registered", "changed_at|变更时间|Changed"),
    },
    "diagnosis": {
        **_KEY,
        (_H, 4): (
            "visit|就诊|Visit",
            "stage|阶段|Stage",
            "place|诊断排序号|Place",
            "kind|诊断类别|Kind of diagnosis",
            "is_main|主诊断|Main diagnosis",
            "code|诊断代码|Code",
            "name|诊断名称|Name",
            "department|诊断科室|Department",
            "doctor|诊断医师编码|Doctor",
            "doctor_name|诊断医师姓名|Name of the doctor",
            "diagnosed_at|诊断时间|Diagnosed",
        ),
    },
    "batch": {
        **_KEY,
        (_M, 3): (
            "visit|就诊|Visit",
            "number|收费批次号|Batch",
            "day|费用日期|Day of the charges",
            "line_count|明细数|Lines",
            "total_fen|金额|Amount",
            "bill|分类合计|Sums by part",
            "settlement_id|结算|Settlement",
        ),
        (_S, 2): ("classified_under|分类依据|Classified under",),
    },
    "line": {
        (_H, 4): (
            "visit_on|就诊日期|First day of the visit",
            "visit_id|就诊|Visit",
            "number|费用明细流水号|Number of the line",
            "batch_id|批次|Batch",
            "charged_at|费用发生时间|Charged",
            *_ITEM,
            _DETAILS,
        ),
        (_M, 3): (
            "amount_fen|金额|Amount",
            "ceiling_e6|限价|Limit of the price",
            "listed_ppm|目录先自付比例|Share in the catalogue",
            "first_pay_ppm|先自付比例|First paid by oneself, share",
            "track|支付轨道|Track",
            *_PARTS,
            "rule_row|规则行|Row of the rule",
        ),
        (_S, 2): ("taken_at|接收时间|Taken",),
    },
    "reversedline": {
        (_H, 4): (
            "number|费用明细流水号|Number of the line",
            "charged_at|费用发生时间|Charged",
            *_ITEM,
            _DETAILS,
        ),
        (_M, 3): (
            "settlement_id|撤销的结算|Settlement undone",
            "amount_fen|金额|Amount",
            "ceiling_e6|限价|Limit of the price",
            "listed_ppm|目录先自付比例|Share in the catalogue",
            "first_pay_ppm|先自付比例|First paid by oneself, share",
            "track|支付轨道|Track",
            *_PARTS,
            "rule_row|规则行|Row of the rule",
        ),
        (_S, 2): ("taken_at|接收时间|Taken",),
    },
    "settlement": {
        **_KEY,
        (_I, 2): ("provider|定点医药机构|Institution",),
        (_P, 3): (
            "person|人员编号|Person",
            "insutype|险种类型|Scheme",
            "psn_type|人员类别|Kind of person",
        ),
        (_A, 1): ("division|统筹区|Pooling area",),
        (_H, 3): (
            "visit|就诊|Visit",
            "setting|就诊方式|Setting",
            "med_type|医疗类别|Kind of care",
            "care|待遇类别|Kind of care in the policy",
            "begins_on|开始日期|First day",
            "ends_on|结束日期|Last day",
        ),
        (_H, 4): ("facts|事实|Facts of the visit",),
        (_M, 3): (
            "number|结算ID|Number of the settlement",
            "settled_at|结算时间|Settled",
            "settled_on|结算日期|Day of the settlement",
            "benefit_year|待遇年度|Benefit year",
            "mid_stay|中途结算|In the middle of a stay",
            "sender_id|医药机构结算ID|The provider's own number",
            "invoice|发票号|Invoice",
            "clr_type|清算类别|Kind of clearing",
            "clr_way|清算方式|Way of clearing",
            "reverses|撤销的结算|Reverses",
            "total_fen|总费用|Total",
            *_PARTS,
            "deductible_fen|实付起付线|Deductible",
            "fund_fen|基金支付|Paid by the funds",
            "hospital_fen|医院负担|Borne by the provider",
            "personal_fen|个人负担|Borne by the person",
            "account_fen|个人账户|Paid from accounts",
            "shared_fen|共济账户|Paid from accounts of relatives",
            "cash_fen|现金|Cash",
            "balance_fen|账户余额|Balance of the account",
            "bill|费用|The bill by part",
            "before|结算前累计|Accumulators before",
            "entry|记账凭证|Entry",
        ),
        (_S, 2): ("plan|方案杂凑|Plan", "layout_id|累计布局|Layout"),
    },
    "payer": {
        (_M, 3): (
            "settlement_id|结算|Settlement",
            "fund_pay_type|基金支付类型|Fund",
            "amount_fen|支付金额|Amount",
        ),
    },
    "difference": {
        **_KEY,
        (_P, 3): ("person|人员编号|Person",),
        (_A, 1): ("division|统筹区|Pooling area",),
        (_M, 3): (
            "settlement|结算|Settlement",
            "cause|起因|Cause",
            "before_fen|原个人负担|Borne by the person before",
            "after_fen|重算个人负担|Borne by the person now",
            "state|状态|State",
            "remark|处理说明|Remark",
        ),
        (_S, 2): (
            "found_at|产生时间|Found",
            "closed_at|处理时间|Closed",
            "closed_by|处理人|Closed by",
        ),
    },
    "accountuse": {
        (_P, 3): ("owner|账户所有人|Owner of the account",),
        (_M, 3): (
            "settlement_id|结算|Settlement",
            "amount_fen|支付金额|Amount",
            "balance_fen|支付后余额|Balance afterwards",
        ),
    },
    "accumulator": {
        (_P, 3): ("person|人员编号|Person", "insutype|险种类型|Scheme"),
        (_M, 3): (
            "benefit_year|待遇年度|Benefit year",
            "numbers|累计数|Numbers",
            "settlement_id|最后一次结算|Last settlement",
        ),
        (_S, 2): ("layout_id|累计布局|Layout",),
    },
    "layout": {
        (_S, 1): ("id|行号|Row", "digest|杂凑|Digest", "slots|槽位|Slots"),
    },
    "plan": {
        (_S, 1): ("hash|杂凑|Digest", "first_used_at|首次使用|First used"),
        (_A, 1): ("region|医保区划|Division", "files|政策文件|Policy files"),
    },
}

SHEET_NAME, SHEET_CERTIFICATE = "claims.settlement.name", "claims.settlement.certificate_number"
"""What the bill in one sheet says of the person; no column: it is read from the person."""
_READ = (
    Field(SHEET_NAME, Text("结算单姓名", "Name on the bill"), _P, 3, MaskKind.NAME),
    Field(
        SHEET_CERTIFICATE,
        Text("结算单证件号码", "Certificate on the bill"),
        _P,
        4,
        MaskKind.RESIDENT_NUMBER,
    ),
)


def _field(model: str, line: str, data_class: DataClass, level: int) -> Field:
    name, zh, en = line.split("|")
    return Field(f"claims.{model}.{name}", Text(zh, en), data_class, level)


FIELDS = (
    *(
        _field(model, line, data_class, level)
        for model, groups in _COLUMNS.items()
        for (data_class, level), lines in groups.items()
        for line in lines
    ),
    *_READ,
)
