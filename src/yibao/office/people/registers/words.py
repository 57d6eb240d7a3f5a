"""Words and choices of the people's registers (用词)."""

from __future__ import annotations

from yibao.office.people.names import offered
from yibao.office.screens.language import said
from yibao.office.screens.register import Tone
from yibao.policy.facts import FACTS
from yibao.terms.dictionaries import dictionary
from yibao.terms.text import Text

NUMBER = Text("人员编号", "Number")
NAME = Text("姓名", "Name")
CERTIFICATE = Text("证件号码", "Certificate")
SEX = Text("性别", "Sex")
BIRTH = Text("出生日期", "Birth")
DIVISION = Text("参保地区划", "Division")
SCHEME = Text("险种", "Scheme")
TYPE = Text("人员类别", "Kind of person")
FIRST = Text("起始", "From")
LAST = Text("截止", "Until")
STATE = Text("状态", "State")
REASON = Text("原因", "Reason")
CATEGORY = Text("身份类别", "Category")
DISEASE = Text("病种", "Disease")
EMPLOYER = Text("单位", "Employer")

Choices = list[tuple[str, Text]]

STATES = (
    ("0", Text("未参保", "Not insured")),
    ("1", Text("正常参保", "Insured")),
    ("2", Text("暂停参保", "Suspended")),
    ("3", Text("无效参保", "Void")),
    ("4", Text("终止参保", "Ended")),
)
TONES: dict[str, Tone] = {
    "0": "secondary",
    "1": "green",
    "2": "orange",
    "3": "red",
    "4": "secondary",
}


def national(field: str) -> Choices:
    """Return the national codes of a field with their names."""
    known = dictionary(field).codes.values()
    return [(code.code, code.label) for code in known if code.scope == "national"]


def of_policy(kind: str) -> Choices:
    """Return the names that the region's policy knows."""
    return list(offered(kind).items())


FILINGS = (
    ("long_term", Text("异地长期居住", "living elsewhere")),
    ("referral", Text("转诊转院", "referred elsewhere")),
    ("emergency", Text("异地急诊", "emergency elsewhere")),
    ("temporary", Text("临时外出就医", "away for a while")),
)
PREMIUM_CLASSES = (
    ("single", Text("统一档", "one class")),
    ("low", Text("低档", "low")),
    ("middle", Text("中档", "middle")),
    ("high", Text("高档", "high")),
)
RANKS = (
    ("none", Text("无", "none")),
    ("section", Text("科级及以下", "section")),
    ("county", Text("县处级", "county")),
    ("bureau", Text("厅局级", "bureau")),
)
assert [name for name, _ in PREMIUM_CLASSES] == list(FACTS["premium_class"].names)
assert [name for name, _ in RANKS] == list(FACTS["rank"].names)


def called(field: str, code: str) -> str:
    """Return the name of a national code in the language of the request."""
    return said(dictionary(field).label(code)) if code else ""
