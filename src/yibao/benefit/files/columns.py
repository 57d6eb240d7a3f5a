"""The columns of the three files that a run reads: claims, persons, lines (文件字段).

Names are those of the national tables; a fact that has no national column comes under its own
name. docs/guides/files.md shows these tables, and a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from yibao.policy.facts import FACTS, FactKind
from yibao.terms.text import Text


class Kind(StrEnum):
    """What stands in a column."""

    KEY = "key"
    """Text or a whole number that names something."""
    CODE = "code"
    DATE = "date"
    TIME = "time"
    """A date with or without the time of day."""
    MONEY = "money"
    """Yuan as a decimal; or whole fen, under the name with `_fen` behind it."""
    NUMBER = "number"
    DECIMAL = "decimal"
    """An exact number with a fraction: no floating number."""
    NAMES = "names"
    """A list of names, or one text with semicolons between them."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its national name, what stands in it, what it means."""

    name: str
    kind: Kind
    label: Text
    required: bool = False


def _column(name: str, kind: Kind, zh: str, en: str, required: bool = False) -> Column:
    return Column(name, kind, Text(zh, en), required)


def _by_name(*columns: Column) -> dict[str, Column]:
    return {column.name: column for column in columns}


def _fact_columns(names: tuple[str, ...]) -> tuple[Column, ...]:
    kinds = {
        FactKind.ONE_OF: Kind.CODE,
        FactKind.SET: Kind.NAMES,
        FactKind.COUNT: Kind.NUMBER,
        FactKind.MONEY: Kind.MONEY,
    }
    return tuple(Column(name, kinds[FACTS[name].kind], FACTS[name].label) for name in names)


OF_VISIT = ("level", "provider_kind", "place", "filing", "link", "delivery", "signed", "disease")
OF_PERSON = (
    "status",
    "premium_class",
    "rank",
    "age",
    "continuous_years",
    "zero_claim_years",
    "annual_wage",
    "annual_pension",
    "monthly_wage",
    "premium",
    "carried_over",
    "filed",
    "category",
    "cover",
)
_MORE_OF_VISIT = ("provider_list", "event")

PERSON_CODES = _by_name(
    _column("psn_type", Kind.CODE, "人员类别", "kind of person: gives the status"),
    _column("brdy", Kind.DATE, "出生日期", "date of birth: gives the age"),
    _column("psn_idet_type", Kind.NAMES, "人员身份类别", "identities: gives the category"),
    _column("cvlserv_flag", Kind.CODE, "公务员标志", "civil servant: gives the cover"),
)

AMOUNTS = ("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt")
"""The four parts of a bill, in the order of `layout.AMOUNT_COLUMNS`."""

CLAIMS = _by_name(
    _column("setl_id", Kind.KEY, "结算ID", "number of the settlement; unique", required=True),
    _column("psn_no", Kind.KEY, "人员编号", "number of the person", required=True),
    _column("insutype", Kind.CODE, "险种类型", "scheme", required=True),
    _column("med_type", Kind.CODE, "医疗类别", "kind of care; or `care` by its own name"),
    Column("care", Kind.CODE, FACTS["care"].label),
    _column("setl_time", Kind.TIME, "结算时间", "time of settlement", required=True),
    _column("begndate", Kind.DATE, "开始日期", "first day; else the day of settlement"),
    _column("enddate", Kind.DATE, "结束日期", "last day; else the day of settlement"),
    _column("fixmedins_code", Kind.KEY, "定点医药机构编号", "number of the institution"),
    _column("hosp_lv", Kind.CODE, "医院等级", "class of the institution: gives the level"),
    _column("medfee_sumamt", Kind.MONEY, "医疗费总额", "the bill"),
    _column("fulamt_ownpay_amt", Kind.MONEY, "全自费金额", "paid in full by the person"),
    _column("overlmt_selfpay", Kind.MONEY, "超限价自费费用", "above the price ceiling"),
    _column("preselfpay_amt", Kind.MONEY, "先行自付金额", "paid first by the person"),
    _column("inscp_scp_amt", Kind.MONEY, "符合政策范围金额", "within the policy's scope"),
    *_fact_columns(OF_VISIT + _MORE_OF_VISIT),
    *PERSON_CODES.values(),
    *_fact_columns(OF_PERSON),
)

PERSONS = _by_name(
    _column("psn_no", Kind.KEY, "人员编号", "number of the person", required=True),
    _column("insutype", Kind.CODE, "险种类型", "scheme; if given, a claim must have the same"),
    _column("begndate", Kind.DATE, "开始日期", "first day on which the row holds"),
    _column("enddate", Kind.DATE, "结束日期", "last day on which the row holds"),
    *PERSON_CODES.values(),
    *_fact_columns(OF_PERSON),
    _column("gend", Kind.CODE, "性别", "sex (what-if only)"),
    _column("insu_admdvs", Kind.CODE, "参保地医保区划", "county of insurance (what-if only)"),
    _column("income_group", Kind.CODE, "收入组", "income group (what-if only)"),
    _column("disposable_income", Kind.MONEY, "可支配收入", "yearly, a head (what-if only)"),
)

LINES = _by_name(
    _column("setl_id", Kind.KEY, "结算ID", "number of the settlement", required=True),
    _column("psn_no", Kind.KEY, "人员编号", "number of the person; saves a join"),
    _column("feedetl_sn", Kind.KEY, "费用明细流水号", "number of the line", required=True),
    _column("fee_ocur_time", Kind.TIME, "费用发生时间", "time of the charge", required=True),
    _column("chrgitm_lv", Kind.CODE, "收费项目等级", "class A, B, C; or `class`"),
    Column("class", Kind.CODE, FACTS["class"].label),
    _column("med_chrgitm_type", Kind.CODE, "医疗收费项目类别", "kind of item; or `item`"),
    Column("item", Kind.CODE, FACTS["item"].label),
    Column("tag", Kind.CODE, FACTS["tag"].label),
    Column("limited", Kind.CODE, FACTS["limited"].label),
    _column("det_item_fee_sumamt", Kind.MONEY, "明细项目费用总额", "amount", required=True),
    _column("cnt", Kind.DECIMAL, "数量", "quantity; 1 if not given"),
    _column("pric", Kind.DECIMAL, "单价", "price; if given, price × quantity is the amount"),
    _column("pric_uplmt_amt", Kind.DECIMAL, "定价上限金额", "price ceiling"),
    _column("selfpay_prop", Kind.DECIMAL, "自付比例", "the item's own first-pay ratio, 0 to 1"),
)
