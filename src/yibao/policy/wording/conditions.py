"""Conditions of the law as people say them: 在职、三级医院 (适用条件)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from yibao.policy.facts import FACTS, FactKind
from yibao.policy.values import OPEN, Test
from yibao.policy.wording.labels import GROUPS, Names, known_names, name_label
from yibao.policy.wording.numbers import money
from yibao.terms.text import Text

Tests = tuple[Test, ...]

_SET_PREFIX = {
    "filed": Text("已备案", "filed for "),
    "cover": Text("参加", "in "),
    "provider_list": Text("", "on the list: "),
}
_COUNTS = {
    # fact: words before the number, its unit, "and above", words behind it; the English before it
    "age": ("年龄", "周岁", "及以上", "", "age "),
    "ordinal": ("当年第", "次", "及以后", "住院", "admission of the year no. "),
    "continuous_years": ("连续参保", "年", "及以上", "", "continuous years: "),
    "zero_claim_years": ("零报销", "年", "及以上", "", "years without a claim: "),
}


def joined(parts: list[Text], zh: str = "、", en: str = ", ") -> Text:
    """Join texts with a separator in each language.

    >>> joined([Text("在职", "working"), Text("三级医院", "tertiary hospitals")]).zh
    '在职、三级医院'
    """
    return Text(zh.join(part.zh for part in parts), en.join(part.en for part in parts))


def condition(tests: Tests, names: Names, *, dates: bool = False) -> Text:
    """Say for whom and where a row holds; empty where it holds for all.

    Args:
        tests: the row's tests.
        names: what the policy declares under `names`.
        dates: whether to say the days of validity too.

    >>> from yibao.policy.values import Test
    >>> tests = (Test("status", frozenset({"retired"})), Test("age", low=70))
    >>> condition(tests, {}).zh, condition(tests, {}).en
    ('退休、年龄70周岁及以上', 'retired, age 70 and above')

    """
    said = [test_words(test, names) for test in tests if dates or test.fact != "date"]
    return joined([text for text in said if text.en])


def test_words(test: Test, names: Names) -> Text:
    """Say one test."""
    fact = FACTS[test.fact]
    if fact.kind is FactKind.DATE:
        return dates_words(test)
    if fact.kind is FactKind.MONEY:
        return _amount_range(test)
    if fact.kind is FactKind.COUNT:
        return _count_range(test)
    said = names_words(test.fact, test.names, names)
    prefix = _SET_PREFIX.get(test.fact, Text("", ""))
    if test.negated:
        return Text(f"除{prefix.zh}{said.zh}外", f"not {prefix.en}{said.en}")
    return Text(prefix.zh + said.zh, prefix.en + said.en)


def names_words(fact: str, chosen: frozenset[str], names: Names) -> Text:
    """Say several names of a fact; by their groups where they are a whole group.

    >>> names_words("status", frozenset({"working", "flexible"}), {}).zh
    '在职／灵活就业'
    """
    left = set(chosen)
    parts: list[Text] = []
    for members, label in GROUPS.get(fact, ()):
        if members <= left:
            parts.append(label)
            left -= members
    known = [name for name in known_names(fact, names) if name in left]
    parts += [name_label(fact, name, names) for name in [*known, *sorted(left - set(known))]]
    return joined(parts, "／", " or ")


def dates_words(test: Test) -> Text:
    """Say the days on which something holds.

    >>> from datetime import date
    >>> dates_words(Test("date", low=date(2024, 7, 1).toordinal())).zh
    '2024-07-01起'
    """
    first = date.fromordinal(test.low) if test.low > 0 else None
    last = date.fromordinal(test.high) if test.high < OPEN else None
    if first and last:
        return Text(f"{first}至{last}", f"{first} to {last}")
    if first:
        return Text(f"{first}起", f"from {first}")
    return Text(f"至{last}", f"until {last}") if last else Text("", "")


def day_after(last: int) -> date:
    """Return the day after one given as an ordinal."""
    return date.fromordinal(last) + timedelta(days=1)


def _amount_range(test: Test) -> Text:
    label = FACTS[test.fact].label
    over, to = money(test.low - 1), money(test.high)
    if test.low == test.high:
        return Text(f"{label.zh}{to.zh}", f"{label.en} {to.en}")
    if test.low <= 0 and test.high >= OPEN:
        return Text("", "")
    if test.low <= 0:
        return Text(f"{label.zh}不超过{to.zh}", f"{label.en} up to {to.en}")
    if test.high >= OPEN:
        return Text(f"{label.zh}超过{over.zh}", f"{label.en} over {over.en}")
    return Text(f"{label.zh}{over.zh}至{to.zh}", f"{label.en} over {over.en} up to {to.en}")


def _count_range(test: Test) -> Text:
    before, unit, above, behind, en = _COUNTS[test.fact]
    low, high = test.low, test.high
    if high >= OPEN:
        return Text(f"{before}{low}{unit}{above}{behind}", f"{en}{low} and above")
    if low == high:
        return Text(f"{before}{low}{unit}{behind}", f"{en}{low}")
    return Text(f"{before}{low}—{high}{unit}{behind}", f"{en}{low} to {high}")


def case_words(case: Mapping[str, str | int | frozenset[str]], names: Names) -> Text:
    """Say one case; what has its default value is left unsaid.

    >>> case_words({"status": "retired", "category": frozenset(), "age": 70}, {}).zh
    '退休、年龄70周岁'
    """
    parts: list[Text] = []
    for fact, given in case.items():
        known = FACTS[fact]
        if known.kind is FactKind.DATE and isinstance(given, int):
            day = date.fromordinal(given)
            parts.append(Text(f"{day}", f"{day}"))
        elif isinstance(given, int):
            parts.append(test_words(Test(fact, low=given, high=given), names))
        elif given and given != known.default:
            chosen = frozenset({given}) if isinstance(given, str) else given
            parts.append(test_words(Test(fact, chosen), names))
    return joined(parts)
