"""The names that the providers' office uses: kinds of institutions, staff, care, standing."""

from __future__ import annotations

from enum import StrEnum

from yibao.terms.text import Text


class Named(StrEnum):
    """Names each with a label; `choices` is what a form or a model offers."""

    @property
    def label(self) -> Text:
        """The name for people."""
        return _LABELS[type(self).__name__][self.value]

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """List value and Chinese label."""
        return [(member.value, member.label.zh) for member in cls]


class ProviderKind(Named):
    """What an institution is (机构类别), in the words of the policy files."""

    HOSPITAL = "hospital"
    TCM_HOSPITAL = "tcm_hospital"
    CLINIC = "clinic"
    VILLAGE_CLINIC = "village_clinic"
    PHARMACY = "pharmacy"
    OTHER = "other"

    @property
    def of_policy(self) -> str:
        """The name that the fact `provider_kind` of a policy has for it.

        >>> ProviderKind.VILLAGE_CLINIC.of_policy
        'clinic'
        """
        return "clinic" if self is ProviderKind.VILLAGE_CLINIC else self.value


class Nature(Named):
    """Who owns an institution and whether for profit (经营性质)."""

    PUBLIC = "public"
    PRIVATE_NON_PROFIT = "private_non_profit"
    PRIVATE_FOR_PROFIT = "private_for_profit"


class StaffKind(Named):
    """What a member of the staff is (人员类别); each has codes of an own shape."""

    DOCTOR = "doctor"
    NURSE = "nurse"
    PHARMACIST = "pharmacist"
    TECHNICIAN = "technician"


class Standing(Named):
    """Whether what somebody prescribes is paid for (医保支付资格)."""

    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    REMOVED = "removed"


class CareScope(Named):
    """What an agreement covers (协议服务范围)."""

    OUTPATIENT = "outpatient"
    INPATIENT = "inpatient"
    CHRONIC = "chronic"
    PHARMACY = "pharmacy"
    DUAL_CHANNEL = "dual_channel"
    AWAY = "away"
    INTERNET = "internet"
    LONG_TERM_CARE = "long_term_care"


class AgreementState(Named):
    """How an agreement stands on a day (协议状态)."""

    SIGNED = "signed"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    ENDED = "ended"


SCOPE_OF_CARE = {
    "outpatient": CareScope.OUTPATIENT,
    "emergency": CareScope.OUTPATIENT,
    "two_diseases": CareScope.OUTPATIENT,
    "antenatal": CareScope.OUTPATIENT,
    "chronic": CareScope.CHRONIC,
    "inpatient": CareScope.INPATIENT,
    "day_surgery": CareScope.INPATIENT,
    "delivery": CareScope.INPATIENT,
    "pharmacy": CareScope.PHARMACY,
}
"""Which scope a kind of care of the policy files needs; a scope's own name needs itself."""

_LABELS = {
    "ProviderKind": {
        "hospital": Text("医院", "hospital"),
        "tcm_hospital": Text("中医医院", "hospital of Chinese medicine"),
        "clinic": Text("基层医疗机构", "clinic"),
        "village_clinic": Text("村卫生室", "village clinic"),
        "pharmacy": Text("零售药店", "pharmacy"),
        "other": Text("其他", "other"),
    },
    "Nature": {
        "public": Text("公立", "public"),
        "private_non_profit": Text("民营非营利", "private, not for profit"),
        "private_for_profit": Text("民营营利", "private, for profit"),
    },
    "StaffKind": {
        "doctor": Text("医师", "doctor"),
        "nurse": Text("护士", "nurse"),
        "pharmacist": Text("药师", "pharmacist"),
        "technician": Text("药学、技术人员", "pharmaceutical or technical staff"),
    },
    "Standing": {
        "in_force": Text("有效", "in force"),
        "suspended": Text("暂停", "suspended"),
        "removed": Text("终止", "removed"),
    },
    "CareScope": {
        "outpatient": Text("门诊", "out-patient care"),
        "inpatient": Text("住院", "in-patient care"),
        "chronic": Text("门诊慢特病", "chronic and special diseases"),
        "pharmacy": Text("药店购药", "purchase at a pharmacy"),
        "dual_channel": Text("双通道药品", "drugs of the dual channel"),
        "away": Text("异地就医直接结算", "care of people insured elsewhere"),
        "internet": Text("互联网+医疗", "internet care"),
        "long_term_care": Text("长期护理", "long-term care"),
    },
    "AgreementState": {
        "signed": Text("已签订未生效", "signed, not yet in force"),
        "in_force": Text("履行中", "in force"),
        "suspended": Text("中止", "suspended"),
        "ended": Text("终止", "ended"),
    },
}
