"""Words and choices of the claims' registers (用词)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from yibao.office.claims.models.visit import Setting, VisitState
from yibao.office.screens.register import DateRange, Tone
from yibao.terms.dictionaries import dictionary
from yibao.terms.text import Text

NAME = Text("姓名", "Name")
PERSON = Text("人员编号", "Person")
PROVIDER = Text("定点医药机构", "Institution")
INSTITUTION = Text("机构编号", "Institution's code")
SCHEME = Text("险种", "Scheme")
SETTING = Text("就诊方式", "Setting")
CARE = Text("医疗类别", "Kind of care")
STATE = Text("状态", "State")
BEGINS, ENDS = Text("开始日期", "First day"), Text("结束日期", "Last day")
TOTAL = Text("总费用", "Total")
FUND = Text("基金支付", "Funds")
SETTLED = Text("结算时间", "Settled")
VISIT = Text("就诊ID", "Visit")
NUMBER = Text("结算ID", "Settlement")

Choices = list[tuple[str, Text]]

SETTINGS = (
    (Setting.OUTPATIENT.value, Text("门诊", "out-patient")),
    (Setting.INPATIENT.value, Text("住院", "in-patient")),
    (Setting.PHARMACY.value, Text("药店", "pharmacy")),
)
STATES = (
    (VisitState.OPEN.value, Text("在诊", "open")),
    (VisitState.DISCHARGED.value, Text("已出院", "discharged")),
    (VisitState.SETTLED.value, Text("已结算", "settled")),
    (VisitState.WITHDRAWN.value, Text("已撤销", "withdrawn")),
)
STATE_TONES: dict[str, Tone] = {
    VisitState.OPEN.value: "azure",
    VisitState.DISCHARGED.value: "yellow",
    VisitState.SETTLED.value: "green",
    VisitState.WITHDRAWN.value: "secondary",
}
KINDS = (
    ("settled", Text("已结算", "settled")),
    ("mid_stay", Text("中途结算", "mid-stay")),
    ("reversed", Text("已被撤销", "reversed")),
    ("reversal", Text("撤销单", "reversal")),
)
KIND_TONES: dict[str, Tone] = {
    "settled": "green",
    "mid_stay": "azure",
    "reversed": "orange",
    "reversal": "red",
}
STAGES = {
    "outpatient": Text("门诊", "out-patient"),
    "admission": Text("入院", "admission"),
    "discharge": Text("出院", "discharge"),
}


def national(name: str) -> Choices:
    """Return the national codes of a dictionary with their names."""
    known = dictionary(name).codes.values()
    return [(code.code, code.label) for code in known if code.scope == "national"]


def schemes() -> Choices:
    """Return the schemes that settle care."""
    return national("insutype")


def kinds_of_care() -> Choices:
    """Return every kind of care that has a name."""
    return [(code.code, code.label) for code in dictionary("med_type").codes.values()]


def on_days(rows: QuerySet[Any], field: str, days: DateRange) -> QuerySet[Any]:
    """Keep the rows whose date lies between two days, both included."""
    if days.first is not None:
        rows = rows.filter(**{f"{field}__gte": days.first})
    return rows if days.last is None else rows.filter(**{f"{field}__lte": days.last})


def day_of(moment: datetime | None) -> date | None:
    """Return the day of a moment in China."""
    return None if moment is None else timezone.localtime(moment).date()
