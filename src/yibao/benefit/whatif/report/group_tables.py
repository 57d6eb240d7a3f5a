"""Tables of groups: sums and ratios, winners and losers (分组表)."""

from __future__ import annotations

from collections.abc import Iterator

from yibao.benefit.whatif import sums
from yibao.benefit.whatif.compare import Comparison
from yibao.benefit.whatif.groups import BY_NAME, CHANGE_LABELS, NO_CHANGE
from yibao.benefit.whatif.report.table import (
    Cell,
    Column,
    Figure,
    Kind,
    Table,
    mean,
    minus,
    quotient,
)
from yibao.benefit.whatif.sums import Grouped
from yibao.terms.text import Text

ALL = Text("全部", "all")
_MONEY, _CHANGE = Kind.MONEY, Kind.CHANGE
COLUMNS = (
    Column("group", Text("分组", "group")),
    Column("visits", Text("就诊", "visits"), Kind.COUNT),
    Column("persons", Text("人数", "persons"), Kind.COUNT),
    Column("bill", Text("总费用", "bill"), _MONEY),
    Column("in_scope_a", Text("政策范围内 A", "in scope, A"), _MONEY, brief=False),
    Column("in_scope_b", Text("政策范围内 B", "in scope, B"), _MONEY, brief=False),
    Column("fund_a", Text("基金支付 A", "funds, A"), _MONEY),
    Column("fund_b", Text("基金支付 B", "funds, B"), _MONEY),
    Column("fund_change", Text("基金变化", "funds, change"), _CHANGE),
    Column("hospital_a", Text("医院负担 A", "hospitals, A"), _MONEY, brief=False),
    Column("hospital_b", Text("医院负担 B", "hospitals, B"), _MONEY, brief=False),
    Column("hospital_change", Text("医院变化", "hospitals, change"), _CHANGE, brief=False),
    Column("personal_a", Text("个人负担 A", "persons, A"), _MONEY, brief=False),
    Column("personal_b", Text("个人负担 B", "persons, B"), _MONEY, brief=False),
    Column("personal_change", Text("个人变化", "persons, change"), _CHANGE),
    Column("change_per_person", Text("人均变化", "per person"), _CHANGE),
    Column("ratio_a", Text("实际报销比 A", "effective ratio, A"), Kind.RATIO),
    Column("ratio_b", Text("实际报销比 B", "effective ratio, B"), Kind.RATIO),
    Column("ratio_change", Text("变化", "change"), Kind.POINTS),
    Column("scope_ratio_a", Text("范围内报销比 A", "ratio in scope, A"), Kind.RATIO),
    Column("scope_ratio_b", Text("范围内报销比 B", "ratio in scope, B"), Kind.RATIO),
    Column("scope_ratio_change", Text("变化", "change"), Kind.POINTS, brief=False),
)
_WHO = (
    Column("grouping", Text("分组口径", "grouping")),
    Column("group", Text("分组", "group")),
    Column("persons", Text("人数", "persons"), Kind.COUNT),
)
_CHANGES = (
    Column("gainers", Text("少付人数", "pay less"), Kind.COUNT),
    Column("gainers_share", Text("占比", "share"), Kind.RATIO),
    Column("losers", Text("多付人数", "pay more"), Kind.COUNT),
    Column("losers_share", Text("占比", "share"), Kind.RATIO),
    Column("unchanged", Text("不变人数", "no change"), Kind.COUNT, brief=False),
    Column("gains", Text("少付合计", "gains"), _CHANGE),
    Column("losses", Text("多付合计", "losses"), _CHANGE),
    Column("mean_gain", Text("少付者人均", "mean gain"), _CHANGE),
    Column("mean_loss", Text("多付者人均", "mean loss"), _CHANGE),
    Column("largest_gain", Text("最多少付", "largest gain"), _CHANGE),
    Column("largest_loss", Text("最多多付", "largest loss"), _CHANGE),
)


def labelled(comparison: Comparison, name: str) -> list[tuple[Text, int]]:
    """Name the groups of a grouping, with the row of each; what is not known comes last."""
    grouped = comparison.groups[name]
    order = sorted(range(len(grouped.codes)), key=lambda at: _rank(int(grouped.codes[at])))
    return [(comparison.traits.label(name, int(grouped.codes[at])), at) for at in order]


def _rank(code: int) -> tuple[bool, int]:
    return code < 0, code


def group_table(comparison: Comparison, name: str) -> Table:
    """Return sums and ratios by group, and the total below."""
    grouped, label = comparison.groups[name], BY_NAME[name].label
    rows = [group_row(said, grouped, at) for said, at in labelled(comparison, name)]
    return Table(
        f"by_{name}",
        Text(f"按{label.zh}", f"By {label.en}"),
        (Column("group", label), *COLUMNS[1:]),
        (*rows, group_row(ALL, comparison.total, 0)),
    )


def group_row(label: Text, grouped: Grouped, at: int) -> tuple[Cell, ...]:
    """Return the cells of a group, in the order of `COLUMNS`."""
    own = [int(number) for number in grouped.sums[at]]
    persons = int(grouped.persons[at])
    bill = own[sums.BILL]
    pairs = {name: own[first : first + 2] for name, first in _PAIRS.items()}
    cells: list[Cell] = [label, own[sums.VISITS], persons, bill, *pairs["in_scope"]]
    for name in ("fund", "hospital", "personal"):
        a, b = pairs[name]
        cells += [a, b, b - a]
    cells.append(mean(pairs["personal"][1] - pairs["personal"][0], persons))
    for parts in ([bill, bill], pairs["in_scope"]):
        before, after = map(quotient, pairs["fund"], parts)
        cells += [before, after, minus(after, before)]
    return tuple(cells)


_PAIRS = {
    "in_scope": sums.IN_SCOPE_A,
    "fund": sums.FUND_A,
    "hospital": sums.HOSPITAL_A,
    "personal": sums.PERSONAL_A,
}


def total_table(comparison: Comparison) -> Table:
    """Return the total, a line for each measure: A, B, the difference."""
    cells = dict(
        zip(
            (column.key for column in COLUMNS),
            group_row(ALL, comparison.total, 0),
            strict=True,
        )
    )
    lines = (
        ("fund", Text("基金支付", "paid by funds"), _MONEY, _CHANGE),
        ("hospital", Text("医院负担", "borne by hospitals"), _MONEY, _CHANGE),
        ("personal", Text("个人负担", "borne by persons"), _MONEY, _CHANGE),
        ("in_scope", Text("政策范围内费用", "cost in scope"), _MONEY, _CHANGE),
        ("ratio", Text("实际报销比例", "effective reimbursement ratio"), Kind.RATIO, Kind.POINTS),
        ("scope_ratio", Text("政策范围内报销比例", "ratio in scope"), Kind.RATIO, Kind.POINTS),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            Text("总费用", "bill"),
            *(Figure(_MONEY, _int(cells["bill"])) for _ in "AB"),
            Figure(_CHANGE, 0),
            Figure(Kind.RELATIVE, 0.0),
        )
    ]
    for key, label, kind, of_change in lines:
        a, b = _float(cells[f"{key}_a"]), _float(cells[f"{key}_b"])
        change = minus(b, a)
        relative = change / a if kind is _MONEY and change is not None and a else None
        figures = Figure(kind, a), Figure(kind, b), Figure(of_change, change)
        rows.append((label, *figures, Figure(Kind.RELATIVE, relative)))
    return Table(
        "total",
        Text("总账", "Totals"),
        (
            Column("measure", Text("项目", "measure")),
            Column("a", Text("方案 A", "law A"), _MONEY),
            Column("b", Text("方案 B", "law B"), _MONEY),
            Column("change", Text("变化", "change"), _CHANGE),
            Column("relative", Text("变化率", "relative"), Kind.RELATIVE),
        ),
        tuple(rows),
    )


def _int(cell: Cell) -> int:
    assert isinstance(cell, int)
    return cell


def _float(cell: Cell) -> float | None:
    assert cell is None or isinstance(cell, int | float)
    return cell


def change_table(comparison: Comparison) -> Table:
    """Return how many persons pay less and more, by size."""
    counted = comparison.total.classes[0].tolist()
    persons = int(comparison.total.persons[0])
    return Table(
        "sizes",
        Text("个人全年负担的变化", "Change of what a person pays in the year"),
        (
            Column("size", Text("变化", "change")),
            Column("persons", Text("人数", "persons"), Kind.COUNT),
            Column("share", Text("占比", "share"), Kind.RATIO),
        ),
        tuple(
            (label, count, quotient(count, persons))
            for label, count in zip(CHANGE_LABELS, counted, strict=True)
        ),
    )


def winners_table(comparison: Comparison) -> Table:
    """Return who gains and who loses, by every group."""
    rows = [
        (said, group, *_change_cells(grouped, at))
        for said, group, grouped, at in _every_group(comparison)
    ]
    return Table(
        "winners_and_losers",
        Text("各组的受益与受损", "Who gains and who loses, by group"),
        (*_WHO, *_CHANGES),
        tuple(rows),
    )


def sizes_table(comparison: Comparison) -> Table:
    """Return the sizes of changes by every group."""
    sizes = tuple(
        Column(f"class_{at - NO_CHANGE:+d}".replace("+0", "0"), label, Kind.COUNT)
        for at, label in enumerate(CHANGE_LABELS)
    )
    rows = [
        (said, group, int(grouped.persons[at]), *grouped.classes[at].tolist())
        for said, group, grouped, at in _every_group(comparison)
    ]
    title = Text("各组按变化大小的人数", "Persons by size of the change, by group")
    return Table("sizes_by_group", title, (*_WHO, *sizes), tuple(rows))


def _every_group(comparison: Comparison) -> Iterator[tuple[Text, Text, Grouped, int]]:
    yield ALL, ALL, comparison.total, 0
    for name, grouped in comparison.groups.items():
        for label, at in labelled(comparison, name):
            yield BY_NAME[name].label, label, grouped, at


def _change_cells(grouped: Grouped, at: int) -> tuple[Cell, ...]:
    persons = int(grouped.persons[at])
    gainers, losers = int(grouped.gainers[at]), int(grouped.losers[at])
    gains, losses, largest_gain, largest_loss = grouped.changes[at].tolist()
    return (
        *(persons, gainers, quotient(gainers, persons), losers, quotient(losers, persons)),
        *(persons - gainers - losers, gains, losses),
        *(mean(gains, gainers), mean(losses, losers), largest_gain, largest_loss),
    )
