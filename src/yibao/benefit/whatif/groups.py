"""The groupings of visits and persons, and the names of their groups (分组口径).

docs/algorithms/whatif.md §3. A group is a number within its grouping; 0 is "not known" where the
files give it as text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from yibao.policy.wording.conditions import joined
from yibao.terms.money import FEN_PER_YUAN
from yibao.terms.text import Text

UNKNOWN = -1
NOT_KNOWN = Text("未知", "not known")

AGE_FROM = (0, 6, 18, 45, 60, 70, 80)
"""The first year of age of each band."""
BILL_UP_TO = tuple(yuan * FEN_PER_YUAN for yuan in (1_000, 5_000, 20_000, 50_000, 100_000))
"""The last fen of each band of a person's bills; the last band has no end."""

CHANGE_UP_TO = tuple(yuan * FEN_PER_YUAN for yuan in (100, 1_000, 5_000, 20_000))
"""The last fen of each size of a change; a larger one is of the last size."""
SIZES = len(CHANGE_UP_TO) + 1
CHANGE_CLASSES = 2 * SIZES + 1
"""Classes of change: gains from the largest, none, losses to the largest."""
NO_CHANGE = SIZES


@dataclass(frozen=True, slots=True)
class Grouping:
    """A way of dividing visits: its name, what people call it, whether it is of the person."""

    name: str
    label: Text
    of_person: bool


GROUPINGS = (
    Grouping("scheme", Text("险种", "scheme"), of_person=False),
    Grouping("care", Text("医疗类别", "care"), of_person=False),
    Grouping("level", Text("医院等级", "level of the institution"), of_person=False),
    Grouping("income_group", Text("收入组", "income group"), of_person=True),
    Grouping("category", Text("人员身份", "identity"), of_person=True),
    Grouping("age", Text("年龄段", "age"), of_person=True),
    Grouping("sex", Text("性别", "sex"), of_person=True),
    Grouping("county", Text("参保区县", "county"), of_person=True),
    Grouping("bill", Text("个人全年总费用", "person's bills of the year"), of_person=True),
    Grouping("certainty", Text("结算状态", "state of the settlement"), of_person=False),
)
BY_NAME = {one.name: one for one in GROUPINGS}

AGE_LABELS = (
    *(Text(f"{first}–{end - 1} 岁", f"{first}–{end - 1}") for first, end in pairwise(AGE_FROM)),
    Text(f"{AGE_FROM[-1]} 岁及以上", f"{AGE_FROM[-1]} and over"),
)
CERTAINTY_LABELS = (Text("确定", "certain"), Text("待定", "provisional"))
NO_CATEGORY = Text("无特殊身份", "no special identity")


def _yuan(fen: int) -> Text:
    yuan = fen // FEN_PER_YUAN
    zh = f"{yuan // 10_000} 万" if yuan % 10_000 == 0 else f"{yuan:,} "
    return Text(f"{zh}元", f"¥{yuan:,}")


def _bands(bounds: tuple[int, ...]) -> tuple[Text, ...]:
    """Name the bands between bounds, each up to and including its own."""
    said = [_yuan(bound) for bound in bounds]
    first = Text(f"{said[0].zh}及以下", f"up to {said[0].en}")
    last = Text(f"{said[-1].zh}以上", f"over {said[-1].en}")
    inner = [_between(low, high) for low, high in pairwise(said)]
    return (first, *inner, last)


def _between(low: Text, high: Text) -> Text:
    """Name a stretch; a unit that both ends have is said once."""
    unit = " 万元" if low.zh.endswith(" 万元") else " 元"
    first = low.zh.removesuffix(unit) if high.zh.endswith(unit) else low.zh
    return Text(f"{first}–{high.zh}", f"{low.en}–{high.en[1:]}")


BILL_LABELS = _bands(BILL_UP_TO)


def _change_labels() -> tuple[Text, ...]:
    sizes = _bands(CHANGE_UP_TO)
    gains = [Text(f"少付 {size.zh}", f"pays less: {size.en}") for size in reversed(sizes)]
    losses = [Text(f"多付 {size.zh}", f"pays more: {size.en}") for size in sizes]
    return (*gains, Text("不变", "no change"), *losses)


CHANGE_LABELS = _change_labels()


def category_label(mask: int, names: Mapping[str, int], labels: Mapping[str, Text]) -> Text:
    """Name a set of identities: who has exactly these.

    >>> poor = {"destitute": Text("特困人员", "destitute")}
    >>> category_label(1, {"destitute": 0}, poor).zh, category_label(0, {"destitute": 0}, poor).zh
    ('特困人员', '无特殊身份')
    """
    held = [labels.get(name, Text(name, name)) for name, bit in names.items() if mask >> bit & 1]
    return joined(held) if held else NO_CATEGORY
