"""What a row says, as people say it: 88%, 650元, 职工年平均工资的6倍 (规定)."""

from __future__ import annotations

from collections.abc import Mapping

from yibao.policy.facts import FACTS
from yibao.policy.law import Named
from yibao.policy.values import Fixed, Indexed, Kind, Linear, Row, Unknown, Unlimited, Word
from yibao.policy.wording.labels import INDICES, WORDS
from yibao.policy.wording.numbers import decimal, number
from yibao.terms.text import Text

UNKNOWN = Text("未知", "unknown")
NO_LIMIT = Text("不设限", "no limit")


def operand(row: Row, kind: Kind, indices: Mapping[str, Named] | None = None) -> Text:
    """Say what a row gives.

    Args:
        row: the row of a decision list.
        kind: what its value measures.
        indices: the policy's indices, for their labels.

    >>> from yibao.policy import load_policy
    >>> value = load_policy("cn").procedure["policy_date"]
    >>> operand(value.rows[0], value.kind).zh
    '出院日'

    """
    given = row.operand
    if isinstance(given, Unknown):
        return UNKNOWN
    if isinstance(given, Unlimited):
        return NO_LIMIT
    if isinstance(given, Fixed):
        return number(given.number, kind)
    if isinstance(given, Word):
        return WORDS.get(given.word, Text(given.word, given.word))
    if isinstance(given, Linear):
        return _linear(given, kind)
    return multiple(given, indices or {})


def multiple(given: Indexed, indices: Mapping[str, Named]) -> Text:
    """Say a multiple of an index.

    >>> multiple(Indexed(60_000, "average_wage"), {}).zh
    '职工年平均工资的6倍'
    """
    own = indices.get(given.of)
    label = own.label if own else INDICES.get(given.of, Text(given.of, given.of))
    if given.times_e4 < 10_000 and given.times_e4 % 10 == 0:
        share = number(given.times_e4 * 100, Kind.RATIO)
        return Text(f"{label.zh}的{share.zh}", f"{share.en} of the {label.en}")
    times = decimal(given.times_e4)
    return Text(f"{label.zh}的{times.zh}倍", f"{times.en} times the {label.en}")


def _linear(given: Linear, kind: Kind) -> Text:
    label = FACTS[given.of].label
    if given.per_million:
        share = number(given.each, Kind.RATIO)
        return Text(f"{label.zh}的{share.zh}", f"{share.en} of the {label.en}")
    plus, each = number(given.plus, kind), number(given.each, kind)
    return Text(f"{plus.zh}＋{label.zh}×{each.zh}", f"{plus.en} + {label.en} × {each.en}")
