"""The shapes of the national codes (医保信息业务编码), each with how surely it is known.

A shape is `verified` when its length and its parts were seen in a published text or in real
codes, `inferred` when only part of that was. An inferred shape may refuse a good code: a caller
may choose to warn only.
"""

import re
from dataclasses import dataclass

from yibao.terms.errors import InvalidInput
from yibao.terms.tables import rows
from yibao.terms.text import Text


@dataclass(frozen=True, slots=True)
class Shape:
    """How one kind of code looks.

    Args:
        key: the name of the kind in this project.
        label: its name for people.
        pattern: the regular expression that the whole code matches.
        form: the parts in words.
        example: a code of that shape; empty where none is published.
        confidence: ``verified`` or ``inferred``.

    >>> SHAPES["doctor"].example
    'D220172023129'

    """

    key: str
    label: Text
    pattern: re.Pattern[str]
    form: Text
    example: str
    confidence: str

    def matches(self, code: str) -> bool:
        """Say whether `code` has this shape.

        >>> SHAPES["hospital"].matches("H43010300001")
        True
        """
        return self.pattern.fullmatch(code) is not None


def _read() -> dict[str, Shape]:
    return {
        row["key"]: Shape(
            row["key"],
            Text(row["name_zh"], row["name_en"]),
            re.compile(row["pattern"]),
            Text(row["form_zh"], row["form_en"]),
            row["example"],
            row["confidence"],
        )
        for row in rows("identifiers", "shapes.csv")
    }


SHAPES: dict[str, Shape] = _read()
"""Every shape by its key, from ``standards/identifiers/shapes.csv``, which names the sources."""

ITEM_KINDS = (
    "western_drug",
    "patent_drug",
    "herbal_piece",
    "herbal_granule",
    "consumable",
    "service",
)
"""The kinds a charge line may have; no code has the shape of two."""

PROVIDER_KINDS = ("hospital", "pharmacy")


def check_shape(key: str, code: str, field: str) -> str:
    """Return `code` if it has the shape named `key`.

    Raises:
        InvalidInput: code ``invalid_<key>``.
        KeyError: when there is no such shape; a caller's mistake.

    >>> check_shape("chronic_disease", "M00001", "opsp_dise_code")
    'M00001'

    """
    shape = SHAPES[key]
    if isinstance(code, str) and shape.matches(code):
        return code
    hint_zh = f"，如 {shape.example}" if shape.example else ""
    hint_en = f", such as {shape.example}" if shape.example else ""
    raise InvalidInput(
        f"invalid_{key}",
        field,
        Text(f"“{code}”不是{shape.label.zh}代码。", f"{code!r} is no code of a {shape.label.en}."),
        Text(f"应为{shape.form.zh}{hint_zh}。", f"It has {shape.form.en}{hint_en}."),
    )


def kind_of_item(code: str, field: str = "med_list_codg") -> str:
    """Return which of `ITEM_KINDS` an item of the catalogue (目录) is, by the shape of its code.

    Raises:
        InvalidInput: code ``unknown_item_shape``.

    >>> kind_of_item("XJ01XDT045A001010104642"), kind_of_item("001101000010000-100000002")
    ('western_drug', 'service')

    """
    return _kind(code, field, ITEM_KINDS, "unknown_item_shape", Text("目录项目", "item"))


def kind_of_provider(code: str, field: str = "fixmedins_code") -> str:
    """Return ``hospital`` or ``pharmacy`` (定点医药机构) by the shape of its code.

    Raises:
        InvalidInput: code ``unknown_provider_shape``.

    >>> kind_of_provider("H43010300001")
    'hospital'

    """
    what = Text("定点医药机构", "provider")
    return _kind(code, field, PROVIDER_KINDS, "unknown_provider_shape", what)


def _kind(code: str, field: str, keys: tuple[str, ...], error: str, what: Text) -> str:
    if isinstance(code, str):
        for key in keys:
            if SHAPES[key].matches(code):
                return key
    forms_zh = "；".join(f"{SHAPES[key].label.zh}：{SHAPES[key].form.zh}" for key in keys)
    forms_en = "; ".join(f"{SHAPES[key].label.en}: {SHAPES[key].form.en}" for key in keys)
    raise InvalidInput(
        error,
        field,
        Text(f"“{code}”不像任何{what.zh}代码。", f"{code!r} has the shape of no {what.en}."),
        Text(f"可用：{forms_zh}。", f"Known are {forms_en}."),
    )
