"""Words and choices of the providers' registers (用词)."""

from __future__ import annotations

from yibao.office.providers.kinds import (
    AgreementState,
    CareScope,
    Named,
    Nature,
    ProviderKind,
    StaffKind,
    Standing,
)
from yibao.office.screens.register import Tone
from yibao.terms.levels import LEVELS
from yibao.terms.text import Text

CODE = Text("机构编号", "Code")
NAME = Text("机构名称", "Name")
KIND = Text("类别", "Kind")
LEVEL = Text("级别", "Class")
DIVISION = Text("医保区划", "Division")
FIRST = Text("起始", "From")
LAST = Text("截止", "Until")
STATE = Text("状态", "State")
SCOPES = Text("服务范围", "Care covered")
FIND = Text("名称或编号", "Name or code")


def _choices(names: type[Named]) -> tuple[tuple[str, Text], ...]:
    return tuple((name.value, name.label) for name in names)


KINDS = _choices(ProviderKind)
NATURES = _choices(Nature)
STAFF_KINDS = _choices(StaffKind)
STANDINGS = _choices(Standing)
CARE = _choices(CareScope)
STATES = _choices(AgreementState)
LEVEL_CHOICES = tuple((known.key, known.label) for known in LEVELS)
TONES: dict[str, Tone] = {
    "in_force": "green",
    "signed": "azure",
    "suspended": "orange",
    "ended": "secondary",
    "removed": "red",
}
