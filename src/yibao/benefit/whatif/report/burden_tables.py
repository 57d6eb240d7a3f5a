"""Tables of burdens: heavy payments, gaps between groups (负担与差距表).

docs/algorithms/whatif.md §6.
"""

from __future__ import annotations

from yibao.benefit.whatif import sums
from yibao.benefit.whatif.burden import SHARES, SUMS
from yibao.benefit.whatif.compare import Comparison
from yibao.benefit.whatif.groups import BY_NAME
from yibao.benefit.whatif.report.group_tables import labelled
from yibao.benefit.whatif.report.table import Cell, Column, Kind, Table, minus, quotient
from yibao.terms.money import FEN_PER_YUAN
from yibao.terms.text import Text

PERSONS_LEAST = 30
"""Groups of fewer persons are left out where the highest is compared with the lowest."""


def heavy_table(comparison: Comparison) -> Table:
    """Return how many persons bear much, and by how much it is more."""
    heavy = comparison.heavy
    of_income = comparison.traits.has_income
    kind = Kind.RATIO if of_income else Kind.MONEY
    rows: list[tuple[Cell, ...]] = []
    for at in range(heavy.heads.shape[1]):
        heads = [int(number) for number in heavy.heads[:, at]]
        over = [float(number) for number in heavy.over[:, at]]
        shares = [quotient(number, heavy.persons) for number in heads]
        means = [_mean(one, heavy.persons, of_income) for one in over]
        positive = [_mean(o, n, of_income) for o, n in zip(over, heads, strict=True)]
        label = _threshold(at, of_income)
        rows.append((label, *heads, *shares, minus(shares[1], shares[0]), *means, *positive))
    return Table(
        "heavy_payments",
        _HEAVY_TITLE[of_income],
        (
            Column("threshold", Text("标准", "threshold")),
            Column("heads_a", Text("人数 A", "persons, A"), Kind.COUNT),
            Column("heads_b", Text("人数 B", "persons, B"), Kind.COUNT),
            Column("share_a", Text("发生率 A", "headcount, A"), Kind.RATIO),
            Column("share_b", Text("发生率 B", "headcount, B"), Kind.RATIO),
            Column("share_change", Text("变化", "change"), Kind.POINTS),
            Column("over_a", Text("平均超出 A", "overshoot, A"), kind),
            Column("over_b", Text("平均超出 B", "overshoot, B"), kind),
            Column("positive_a", Text("超出者平均 A", "mean positive, A"), kind),
            Column("positive_b", Text("超出者平均 B", "mean positive, B"), kind),
        ),
        tuple(rows),
        _heavy_note(comparison),
    )


_HEAVY_TITLE = {
    True: Text("灾难性卫生支出", "Catastrophic payments"),
    False: Text(
        "高额个人负担（不是灾难性支出率）", "High personal payments (no catastrophic rate)"
    ),
}


def _threshold(at: int, of_income: bool) -> Text:
    if of_income:
        return Text(f"超过收入的 {SHARES[at]}%", f"over {SHARES[at]}% of income")
    yuan = SUMS[at] // FEN_PER_YUAN
    return Text(f"超过 {yuan:,} 元", f"over ¥{yuan:,}")


def _mean(over: float, persons: int, of_income: bool) -> Cell:
    if not persons:
        return None
    return over / persons if of_income else round(over / persons)


def _heavy_note(comparison: Comparison) -> Text:
    heavy = comparison.heavy
    if not comparison.traits.has_income:
        return Text(
            "参保人文件没有 disposable_income，收入未知，无法计算灾难性支出；此处以全年个人负担的"
            "固定标准代替。平均超出按全部就诊者计。",
            "Persons bring no disposable_income: income is not known, and catastrophic payments "
            "cannot be told. Fixed sums of yearly payments stand in their place. Overshoot: mean "
            "over all persons with a visit.",
        )
    return Text(
        f"收入为家庭人均年可支配收入。{heavy.left_out:,} 人没有正的收入，未计入。平均超出按全部"
        "计入者计。",
        f"Income is the household's per head and year. {heavy.left_out:,} persons without a "
        "positive income are left out. Overshoot: mean over all others.",
    )


def gap_table(comparison: Comparison) -> Table:
    """Return the highest and the lowest effective ratio of each grouping."""
    rows = []
    for name in comparison.groups:
        cells = [_extremes(comparison, name, law) for law in (0, 1)]
        if name not in ("certainty", "bill") and cells[0] and cells[1]:
            rows.append((BY_NAME[name].label, *cells[0], *cells[1]))
    columns = [
        Column(f"{key}_{law.lower()}", Text(f"{zh} {law}", f"{en}, {law}"), kind)
        for law in ("A", "B")
        for key, zh, en, kind in (
            ("highest", "最高", "highest", Kind.TEXT),
            ("highest_ratio", "实际报销比", "ratio", Kind.RATIO),
            ("lowest", "最低", "lowest", Kind.TEXT),
            ("lowest_ratio", "实际报销比", "ratio", Kind.RATIO),
            ("quotient", "高÷低", "high ÷ low", Kind.INDEX),
        )
    ]
    return Table(
        "gaps",
        Text("组间差距：实际报销比例", "Gaps between groups: effective ratio"),
        (Column("grouping", Text("分组口径", "grouping")), *columns),
        tuple(rows),
        Text(
            f"只比较至少 {PERSONS_LEAST} 人的组。", f"Groups of at least {PERSONS_LEAST} persons."
        ),
    )


def _extremes(comparison: Comparison, name: str, law: int) -> tuple[Cell, ...]:
    grouped = comparison.groups[name]
    found: list[tuple[float, Text]] = []
    for label, at in labelled(comparison, name):
        ratio = quotient(int(grouped.sums[at, sums.FUND_A + law]), int(grouped.sums[at, sums.BILL]))
        if ratio is not None and int(grouped.persons[at]) >= PERSONS_LEAST:
            found.append((ratio, label))
    if len(found) < 2:
        return ()
    highest, lowest = max(found, key=_ratio), min(found, key=_ratio)
    apart = highest[0] / lowest[0] if lowest[0] else None
    return highest[1], highest[0], lowest[1], lowest[0], apart


def _ratio(found: tuple[float, Text]) -> float:
    return found[0]
