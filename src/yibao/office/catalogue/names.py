"""The kinds of what the catalogue holds (目录种类), and how the interface calls them."""

from __future__ import annotations

from enum import StrEnum

from yibao.terms.dictionaries import dictionary
from yibao.terms.text import Text


class ItemKind(StrEnum):
    """What may stand on a bill, and reagents (收费项目种类)."""

    WESTERN_DRUG = "western_drug"
    PATENT_DRUG = "patent_drug"
    HERBAL_PIECE = "herbal_piece"
    HERBAL_GRANULE = "herbal_granule"
    PREPARATION = "preparation"
    SERVICE = "service"
    CONSUMABLE = "consumable"
    REAGENT = "reagent"

    @property
    def label(self) -> Text:
        """Its name for people.

        >>> ItemKind.SERVICE.label.zh
        '医疗服务项目'
        """
        return _ITEMS[self][0]

    @property
    def list_type(self) -> str:
        """The kind of list (目录类别) of the interface; empty for what is not charged.

        >>> ItemKind.PATENT_DRUG.list_type, ItemKind.CONSUMABLE.list_type
        ('101', '301')
        """
        return _ITEMS[self][1]


_ITEMS = {
    ItemKind.WESTERN_DRUG: (Text("西药", "western drug"), "101"),
    ItemKind.PATENT_DRUG: (Text("中成药", "Chinese patent drug"), "101"),
    ItemKind.HERBAL_PIECE: (Text("中药饮片", "herbal piece"), "102"),
    ItemKind.HERBAL_GRANULE: (Text("中药配方颗粒", "herbal granule"), "106"),
    ItemKind.PREPARATION: (Text("医疗机构制剂", "hospital preparation"), "103"),
    ItemKind.SERVICE: (Text("医疗服务项目", "medical service"), "201"),
    ItemKind.CONSUMABLE: (Text("医用耗材", "medical consumable"), "301"),
    ItemKind.REAGENT: (Text("体外诊断试剂", "in-vitro reagent"), ""),
}


class TermKind(StrEnum):
    """What diagnoses, operations and lists of diseases are (分类与病种)."""

    DIAGNOSIS = "diagnosis"
    OPERATION = "operation"
    CHRONIC_DISEASE = "chronic_disease"
    BY_DISEASE = "by_disease"
    DAY_SURGERY = "day_surgery"
    MORPHOLOGY = "morphology"
    TCM_DISEASE = "tcm_disease"
    TCM_SYNDROME = "tcm_syndrome"
    REAGENT_INDICATOR = "reagent_indicator"
    REAGENT_CODE = "reagent_code"
    REAGENT_CLASS = "reagent_class"

    @property
    def label(self) -> Text:
        """Its name for people.

        >>> TermKind.DIAGNOSIS.label.zh
        '疾病诊断'
        """
        return _TERMS[self]


_TERMS = {
    TermKind.DIAGNOSIS: Text("疾病诊断", "diagnosis"),
    TermKind.OPERATION: Text("手术操作", "operation"),
    TermKind.CHRONIC_DISEASE: Text("门诊慢特病", "chronic or special disease"),
    TermKind.BY_DISEASE: Text("按病种付费病种", "disease paid by case"),
    TermKind.DAY_SURGERY: Text("日间手术病种", "day surgery"),
    TermKind.MORPHOLOGY: Text("肿瘤形态学", "tumour morphology"),
    TermKind.TCM_DISEASE: Text("中医疾病", "disease of Chinese medicine"),
    TermKind.TCM_SYNDROME: Text("中医证候", "syndrome of Chinese medicine"),
    TermKind.REAGENT_INDICATOR: Text("试剂检测指标", "what a reagent measures"),
    TermKind.REAGENT_CODE: Text("试剂产品编码", "code of a reagent"),
    TermKind.REAGENT_CLASS: Text("试剂分类", "class of reagents"),
}


class MappingState(StrEnum):
    """How far the mapping of a local code is (对应状态)."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Text:
        """Its name for people.

        >>> MappingState.PROPOSED.label.zh
        '待审核'
        """
        return _STATES[self]


_STATES = {
    MappingState.PROPOSED: Text("待审核", "proposed"),
    MappingState.APPROVED: Text("已通过", "approved"),
    MappingState.REFUSED: Text("未通过", "refused"),
    MappingState.WITHDRAWN: Text("已撤回", "withdrawn"),
}


class CeilingKind(StrEnum):
    """What a limit of price is (限价类型)."""

    CEILING = "ceiling"
    PAYMENT_STANDARD = "payment_standard"

    @property
    def label(self) -> Text:
        """Its name for people.

        >>> CeilingKind.CEILING.label.zh
        '最高限价'
        """
        return _CEILINGS[self]


_CEILINGS = {
    CeilingKind.CEILING: Text("最高限价", "price ceiling"),
    CeilingKind.PAYMENT_STANDARD: Text("医保支付标准", "payment standard"),
}

CLASSES = {code: dictionary("chrgitm_lv").label(code) for code in ("01", "02", "03")}
"""甲, 乙, 丙: the class of an item (收费项目等级) by its national code."""

CHARGE_TYPES = {code: known.label for code, known in dictionary("med_chrgitm_type").codes.items()}
"""The line of the bill that an item is summed in (医疗收费项目类别), by its national code."""
