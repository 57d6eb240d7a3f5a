"""The class and level of a column (数据分类分级), and how it is masked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from yibao.office.base.masks import MaskKind
from yibao.terms.text import Text


class DataClass(StrEnum):
    """What a column tells of (数据分类)."""

    PERSON = "person"
    HEALTH = "health"
    MONEY = "money"
    INSTITUTION = "institution"
    PUBLIC = "public"
    SYSTEM = "system"

    @property
    def label(self) -> Text:
        """Its name for people.

        >>> DataClass.HEALTH.label.zh
        '诊疗信息'
        """
        return _CLASSES[self]


_CLASSES = {
    DataClass.PERSON: Text("个人信息", "Of a person"),
    DataClass.HEALTH: Text("诊疗信息", "Of health"),
    DataClass.MONEY: Text("资金信息", "Of money"),
    DataClass.INSTITUTION: Text("机构信息", "Of an institution"),
    DataClass.PUBLIC: Text("公开信息", "Public"),
    DataClass.SYSTEM: Text("系统信息", "Of the system"),
}

LEVELS = {
    1: Text("1 级 · 可公开", "1 · may be public"),
    2: Text("2 级 · 内部", "2 · internal"),
    3: Text("3 级 · 敏感", "3 · sensitive"),
    4: Text("4 级 · 核心", "4 · most sensitive"),
}
"""How much harm a leak would do (数据分级)."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column: ``office.model.field``, its class and level, its mask.

    Raises:
        ValueError: for a level that does not exist; a programmer's mistake.

    >>> Field("people.person.name", Text("姓名", "Name"), DataClass.PERSON, 3, MaskKind.NAME).level
    3

    """

    code: str
    label: Text
    data_class: DataClass
    level: int
    mask: MaskKind | None = None

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise ValueError(f"{self.code}: no level {self.level}")
