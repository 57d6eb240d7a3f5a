"""The facts of a visit that the law may ask about (事实), and the names each may take."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from yibao.terms.levels import LEVEL_GROUPS, LEVELS
from yibao.terms.text import Text


class FactKind(StrEnum):
    """How a fact is asked about."""

    ONE_OF = "one_of"
    SET = "set"
    COUNT = "count"
    MONEY = "money"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact: its kind, its names (none: declared by the policy), its value if none is given."""

    name: str
    kind: FactKind
    label: Text
    names: tuple[str, ...] = ()
    default: str = ""
    of_line: bool = False

    @property
    def declared(self) -> bool:
        """Whether the names come from the policy's own `names` section."""
        return self.kind in (FactKind.ONE_OF, FactKind.SET) and not self.names


def _one_of(name: str, zh: str, en: str, names: str, default: str = "", line: bool = False) -> Fact:
    return Fact(name, FactKind.ONE_OF, Text(zh, en), tuple(names.split()), default, line)


def _number(name: str, kind: FactKind, zh: str, en: str) -> Fact:
    return Fact(name, kind, Text(zh, en))


_SCHEMES = "310 320 330 340 350 360 370 380 390 391 392 399 410 510"
_STATUS = "working retired veteran_worker flexible adult elderly student child newborn"
_ITEMS = (
    "drug herb preparation exam special_exam treatment relaxed_item bed material "
    "domestic_implant imported_implant service other"
)
_TAGS = "none negotiated dual_channel separate essential temporary_catalogue antenatal"

FACTS: dict[str, Fact] = {
    fact.name: fact
    for fact in (
        _one_of("scheme", "险种", "scheme", _SCHEMES),
        Fact("care", FactKind.ONE_OF, Text("医疗类别", "care")),
        _one_of("status", "人员状态", "status", _STATUS),
        Fact(
            "level",
            FactKind.ONE_OF,
            Text("机构级别", "level"),
            tuple(level.key for level in LEVELS),
        ),
        _one_of(
            "provider_kind",
            "机构类别",
            "kind of provider",
            "hospital tcm_hospital clinic pharmacy other",
            "hospital",
        ),
        _one_of(
            "place",
            "就医地",
            "place of care",
            "in_county in_city in_province out_of_province",
            "in_city",
        ),
        _one_of(
            "filing",
            "异地备案",
            "filing for care away",
            "not_needed none long_term referral emergency temporary",
            "not_needed",
        ),
        _one_of(
            "link",
            "与上次住院的关系",
            "link to the stay before",
            "none up down continued split same_cycle",
            "none",
        ),
        _one_of("premium_class", "缴费档次", "premium class", "single low middle high", "single"),
        _one_of("rank", "公务员职级", "rank", "none section county bureau", "none"),
        _one_of(
            "delivery",
            "生育方式",
            "delivery",
            "none natural assisted caesarean miscarriage antenatal",
            "none",
        ),
        _one_of("signed", "签约", "signed with the family doctor", "no yes", "no"),
        Fact("disease", FactKind.ONE_OF, Text("病种", "disease"), (), "none"),
        Fact("filed", FactKind.SET, Text("备案病种", "filed diseases")),
        Fact("category", FactKind.SET, Text("身份类别", "category")),
        Fact("cover", FactKind.SET, Text("其他保障", "other cover")),
        Fact("provider_list", FactKind.SET, Text("机构名单", "list of providers")),
        Fact("event", FactKind.SET, Text("事件", "event")),
        _number("age", FactKind.COUNT, "年龄", "age"),
        _number("ordinal", FactKind.COUNT, "年度住院次序", "ordinal of the admission"),
        _number("continuous_years", FactKind.COUNT, "连续参保年限", "continuous years"),
        _number("zero_claim_years", FactKind.COUNT, "零报销年数", "years without a claim"),
        _number("total", FactKind.MONEY, "总费用", "the bill"),
        _number("annual_wage", FactKind.MONEY, "年工资", "annual wage"),
        _number("annual_pension", FactKind.MONEY, "年养老金", "annual pension"),
        _number("monthly_wage", FactKind.MONEY, "月工资", "monthly wage"),
        _number("premium", FactKind.MONEY, "个人缴费", "own premium"),
        _number("carried_over", FactKind.MONEY, "上年结转", "carried over from last year"),
        _number("date", FactKind.DATE, "政策日期", "date of the policy"),
        _one_of("class", "目录类别", "class", "a b c", line=True),
        _one_of("item", "项目类别", "kind of item", _ITEMS, line=True),
        _one_of("tag", "项目标记", "tag", _TAGS, "none", line=True),
        _one_of("limited", "限制使用", "limited use", "no approved refused", "no", line=True),
    )
}

NAMES_OF = {"disease": "disease", "filed": "disease"}
"""Which part of `names` declares the names of a fact, where it is not the fact's own name."""


def expand(fact: str, name: str) -> tuple[str, ...]:
    """Turn a level group into its levels; any other name stands for itself.

    >>> expand("status", "retired")
    ('retired',)
    """
    if fact == "level" and name in LEVEL_GROUPS:
        return LEVEL_GROUPS[name]
    return (name,)
