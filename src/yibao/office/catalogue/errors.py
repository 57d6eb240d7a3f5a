"""What the catalogue's office refuses, in words."""

from __future__ import annotations

from datetime import date

from yibao.office.base.errors import Conflict, NotFound
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text


def unknown_item(code: str) -> NotFound:
    """Say that the catalogue has no such code."""
    return NotFound(
        "unknown_item",
        "med_list_codg",
        Text(f"目录中没有“{code}”。", f"The catalogue has no code {code!r}."),
        Text("核对医疗目录编码。", "Check the code."),
    )


def unknown_local_item(number: object) -> NotFound:
    """Say that no provider has such an item."""
    return NotFound(
        "unknown_local_item",
        "medins_list_codg",
        Text(f"没有院内项目“{number}”。", f"There is no local item {number}."),
        Text("核对机构编号和院内编码。", "Check the provider and its code."),
    )


def unknown_mapping(number: object) -> NotFound:
    """Say that there is no such mapping."""
    return NotFound(
        "unknown_mapping",
        "mapping",
        Text(f"没有对应记录 {number}。", f"There is no mapping {number}."),
        Text("核对编号。", "Check the number."),
    )


def already_decided(state: Text, by: str) -> Conflict:
    """Say that a mapping was decided by somebody already."""
    return Conflict(
        "already_decided",
        "mapping",
        Text(f"该对应{state.zh}（{by}）。", f"This mapping is {state.en} ({by})."),
        Text("查看结果；需要时重新提出。", "See the outcome; propose anew where needed."),
    )


def own_proposal() -> InvalidInput:
    """Say that nobody decides what they proposed themselves."""
    return InvalidInput(
        "own_proposal",
        "mapping",
        Text("不能审核自己提出的对应。", "Nobody decides a mapping that they proposed."),
        Text("请他人审核。", "Ask somebody else."),
    )


def already_mapped(code: str, item: str, first: date) -> Conflict:
    """Say that the local code has an approved mapping on a day of these."""
    return Conflict(
        "already_mapped",
        "medins_list_codg",
        Text(
            f"院内编码“{code}”自 {first} 起已对应 {item}。",
            f"From {first} the local code {code!r} is mapped to {item}.",
        ),
        Text("选择“替换原对应”，或改起止日期。", "Replace that mapping, or change the dates."),
    )


def no_reason() -> InvalidInput:
    """Say that a refusal needs a reason."""
    return InvalidInput(
        "no_reason",
        "reason",
        Text("未通过须写明原因。", "A refusal needs a reason."),
        Text("填写审核意见。", "Write why."),
    )


def other_kind(list_type: str, item: str) -> InvalidInput:
    """Say that a local item and a national one are of different lists."""
    return InvalidInput(
        "other_kind",
        "med_list_codg",
        Text(f"目录类别不同：{list_type} 与 {item}。", f"Other lists: {list_type} and {item}."),
        Text("选同一类别的项目。", "Choose an item of the same list."),
    )
