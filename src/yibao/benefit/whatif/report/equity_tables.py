"""Tables of equity: indices of inequality, and the curves behind them (公平性表).

docs/algorithms/whatif.md §6.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yibao.benefit.whatif import sums
from yibao.benefit.whatif.compare import Comparison
from yibao.benefit.whatif.equity import (
    Theil,
    concentration,
    cumulative,
    gini,
    gini_with_zeros,
    lorenz,
    theil,
)
from yibao.benefit.whatif.groups import UNKNOWN
from yibao.benefit.whatif.report.table import Cell, Column, Kind, Table
from yibao.terms.text import Text

_INDEX = (
    Column("measure", Text("指标", "index")),
    Column("key", Text("键", "key"), brief=False),
    Column("a", Text("方案 A", "law A"), Kind.INDEX),
    Column("b", Text("方案 B", "law B"), Kind.INDEX),
    Column("change", Text("变化", "change"), Kind.INDEX),
)
_FIRST = {"fund": sums.FUND_A, "personal": sums.PERSONAL_A}


@dataclass(frozen=True, slots=True)
class Incomes:
    """Income groups, the poorest first: their names, persons, and amounts under A and B."""

    labels: tuple[Text, ...]
    persons: tuple[int, ...]
    insured: bool
    """Whether `persons` are the insured of the register; else those with a visit."""
    amounts: dict[str, tuple[tuple[int, ...], tuple[int, ...]]]


def incomes(comparison: Comparison) -> Incomes | None:
    """Return what income groups pay and are paid; None where no column gives them."""
    grouped = comparison.groups.get("income_group")
    if grouped is None:
        return None
    register = comparison.population
    counted = register.by_income_group if register else {}
    values = comparison.traits.values["income_group"]
    at = {int(code): row for row, code in enumerate(grouped.codes) if code != UNKNOWN}
    codes = [c for c in range(len(values)) if c in at or counted.get(values[c], 0)]
    persons = [int(grouped.persons[at[c]]) if c in at else 0 for c in codes]
    if counted:
        persons = [counted.get(values[code], 0) for code in codes]

    def of(first: int) -> tuple[int, ...]:
        return tuple(int(grouped.sums[at[c], first]) if c in at else 0 for c in codes)

    return Incomes(
        tuple(comparison.traits.label("income_group", code) for code in codes),
        tuple(persons),
        bool(counted),
        {name: (of(first), of(first + 1)) for name, first in _FIRST.items()},
    )


def index_table(comparison: Comparison) -> Table:
    """Return the indices of inequality under A and B."""
    rows: list[tuple[Cell, ...]] = []

    def add(key: str, label: Text, a: float, b: float) -> None:
        rows.append((label, key, a, b, b - a))

    own = [gini(amounts) for amounts in comparison.personal]
    add("gini_with_visit", _GINI["gini_with_visit"], *own)
    if comparison.population is not None:
        persons = int(comparison.total.persons[0]), comparison.population.persons
        whole = [gini_with_zeros(one, *persons) for one in own]
        add("gini_insured", _GINI["gini_insured"], *whole)
    poor = incomes(comparison)
    if poor is not None:
        for name, label in _CONCENTRATION.items():
            indices = [concentration(poor.persons, amounts) for amounts in poor.amounts[name]]
            add(f"concentration_{name}", label, *indices)
    by_county = theils(comparison)
    if by_county is not None:
        for part, label in _THEIL.items():
            add(f"theil_{part}", label, *(getattr(one, part) for one in by_county))
    title = Text("不平等指标", "Indices of inequality")
    return Table("indices", title, _INDEX, tuple(rows), _persons_behind(poor))


_GINI = {
    "gini_with_visit": Text(
        "个人负担基尼系数（就诊者）", "Gini, personal payments, persons with a visit"
    ),
    "gini_insured": Text("个人负担基尼系数（全体参保人）", "Gini, personal payments, all insured"),
}
_CONCENTRATION = {
    "fund": Text("基金支付集中指数（按收入组）", "concentration index, paid by funds"),
    "personal": Text("个人负担集中指数（按收入组）", "concentration index, personal payments"),
}
_THEIL = {
    "whole": Text("个人负担泰尔指数", "Theil index, personal payments"),
    "within": Text("　区县内", "  within counties"),
    "between": Text("　区县间", "  between counties"),
}


def _persons_behind(poor: Incomes | None) -> Text | None:
    if poor is None:
        return Text(
            "参保人文件没有 income_group，未计算集中指数。",
            "Persons bring no income_group: no concentration index.",
        )
    if poor.insured:
        return Text(
            "集中指数的人口份额按全体参保人计。", "Concentration indices: shares of all insured."
        )
    return Text(
        "集中指数的人口份额按有就诊的人计。",
        "Concentration indices: shares of persons with a visit.",
    )


def theils(comparison: Comparison) -> tuple[Theil, Theil] | None:
    """Return the Theil index by county under A and B; None where no column gives counties."""
    if comparison.entropy is None:
        return None
    grouped = comparison.groups["county"]
    assert np.array_equal(grouped.codes, comparison.entropy.codes), "the same counties"
    a, b = (
        theil(
            grouped.persons,
            grouped.sums[:, sums.PERSONAL_A + law],
            comparison.entropy.amounts[:, law],
        )
        for law in (0, 1)
    )
    return a, b


def lorenz_table(comparison: Comparison) -> Table:
    """Return the Lorenz curves of personal payments."""
    rows: list[tuple[Cell, ...]] = []
    for law, amounts in zip("AB", comparison.personal, strict=True):
        rows += [(law, *point) for point in lorenz(amounts)]
    return Table(
        "lorenz",
        Text("洛伦兹曲线：个人负担", "Lorenz curves: personal payments"),
        (
            Column("law", Text("方案", "law")),
            Column("persons", Text("人口累计", "persons, cumulative"), Kind.INDEX),
            Column("amount", Text("负担累计", "payments, cumulative"), Kind.INDEX),
        ),
        tuple(rows),
    )


def concentration_table(comparison: Comparison) -> Table | None:
    """Return the concentration curves by income group; None without income groups."""
    poor = incomes(comparison)
    if poor is None:
        return None
    labels = (Text("起点", "origin"), *poor.labels)
    persons = (0, *poor.persons)
    curves = [cumulative(poor.persons)]
    curves += [cumulative(amounts) for name in _FIRST for amounts in poor.amounts[name]]
    return Table(
        "concentration",
        Text("集中曲线：按收入组", "Concentration curves: by income group"),
        (
            Column("group", Text("收入组（从低到高）", "income group, lowest first")),
            Column("persons", Text("人数", "persons"), Kind.COUNT),
            Column("persons_share", Text("人口累计", "persons, cumulative"), Kind.INDEX),
            Column("fund_a", Text("基金支付累计 A", "funds, A"), Kind.INDEX),
            Column("fund_b", Text("基金支付累计 B", "funds, B"), Kind.INDEX),
            Column("personal_a", Text("个人负担累计 A", "persons, A"), Kind.INDEX),
            Column("personal_b", Text("个人负担累计 B", "persons, B"), Kind.INDEX),
        ),
        tuple(zip(labels, persons, *curves, strict=True)),
        _persons_behind(poor),
    )
