"""Tables of funds, of single persons, and of what could not be compared (基金、人员与未比较)."""

from __future__ import annotations

from yibao.benefit.whatif.compare import Comparison
from yibao.benefit.whatif.extremes import Extreme
from yibao.benefit.whatif.payers import Paid
from yibao.benefit.whatif.report.table import Cell, Column, Kind, Table, quotient
from yibao.terms.funds import SUMMARY_LABELS, fund
from yibao.terms.text import Text

_ALL_FUNDS = Text("基金合计", "all funds")
BY = {
    "a": Text("仅 A 不能结算", "refused under A only"),
    "b": Text("仅 B 不能结算", "refused under B only"),
    "both": Text("两案都不能结算", "refused under both"),
}
_PAID = (
    Column("visits_a", Text("支付笔数 A", "visits, A"), Kind.COUNT),
    Column("visits_b", Text("支付笔数 B", "visits, B"), Kind.COUNT),
    Column("persons_a", Text("受益人数 A", "persons, A"), Kind.COUNT),
    Column("persons_b", Text("受益人数 B", "persons, B"), Kind.COUNT),
    Column("paid_a", Text("支付 A", "paid, A"), Kind.MONEY),
    Column("paid_b", Text("支付 B", "paid, B"), Kind.MONEY),
    Column("change", Text("变化", "change"), Kind.CHANGE),
    Column("relative", Text("变化率", "relative"), Kind.RELATIVE),
)


def fund_table(comparison: Comparison) -> Table:
    """Return what each fund pays, by the summary field it is reported in."""
    a, b = (payers.by_field for payers in comparison.payers)
    rows = [
        (label, name, *_paid_cells(a.get(name, Paid()), b.get(name, Paid())))
        for name, label in SUMMARY_LABELS.items()
        if a.get(name, Paid()).fen or b.get(name, Paid()).fen
    ]
    whole = [sum(one.fen for one in paid.values()) for paid in (a, b)]
    total: tuple[Cell, ...] = (
        _ALL_FUNDS,
        "fund_pay_sumamt",
        None,
        None,
        None,
        None,
        *_money(*whole),
    )
    return Table(
        "funds",
        Text("按基金", "By fund"),
        (
            Column("fund", Text("基金", "fund")),
            Column("field", Text("字段", "field"), brief=False),
            *_PAID,
        ),
        (*rows, total),
    )


def layer_table(comparison: Comparison) -> Table:
    """Return what each layer pays; layers that pay nothing under either law are left out."""
    a, b = (payers.by_layer for payers in comparison.payers)
    rows = []
    for name in dict.fromkeys((*a, *b)):
        before, after = a.get(name, Paid()), b.get(name, Paid())
        if before.fen or after.fen:
            label, payer = _layer(comparison, name)
            rows.append((label, name, payer, *_paid_cells(before, after)))
    return Table(
        "layers",
        Text("按待遇层", "By layer"),
        (
            Column("layer", Text("待遇层", "layer")),
            Column("key", Text("键", "key"), brief=False),
            Column("payer", Text("支付方", "payer"), brief=False),
            *_PAID,
        ),
        tuple(rows),
    )


def _layer(comparison: Comparison, name: str) -> tuple[Text, Text]:
    laws = comparison.laws
    layers = laws.a.policy.layers
    layer = layers[name] if name in layers else laws.b.policy.layers[name]
    return layer.label, fund(layer.fund).label


def _paid_cells(a: Paid, b: Paid) -> tuple[Cell, ...]:
    return a.visits, b.visits, a.persons, b.persons, *_money(a.fen, b.fen)


def _money(a: int, b: int) -> tuple[Cell, ...]:
    return a, b, b - a, quotient(b - a, a)


_EXTREME = (
    Column("psn_no", Text("人员编号", "person")),
    Column("scheme", Text("险种", "scheme"), brief=False),
    Column("age", Text("年龄段", "age"), brief=False),
    Column("visits", Text("就诊", "visits"), Kind.COUNT),
    Column("bill", Text("全年总费用", "bills"), Kind.MONEY),
    Column("personal_a", Text("个人负担 A", "pays, A"), Kind.MONEY),
    Column("personal_b", Text("个人负担 B", "pays, B"), Kind.MONEY),
    Column("change", Text("变化", "change"), Kind.CHANGE),
    Column("setl_id", Text("变化最大的结算", "visit that changes most")),
    Column("visit_bill", Text("该笔费用", "its bill"), Kind.MONEY),
    Column("visit_change", Text("该笔变化", "its change"), Kind.CHANGE),
)
_EXTREME_NOTE = Text(
    "按人排列。逐条说明一笔：先用 yibao settle 结算同一文件，再 yibao explain 输出文件夹 结算ID。",
    "By person. To have a visit told: settle the same file with yibao settle, then yibao explain "
    "FOLDER SETL_ID.",
)


def extreme_tables(comparison: Comparison) -> tuple[Table, Table]:
    """Return the persons who lose most and those who gain most."""
    found = comparison.extremes
    losses = Text("多付最多的人员", "Largest losses")
    gains = Text("少付最多的人员", "Largest gains")
    return (
        _extreme_table(comparison, "largest_losses", losses, found.losses),
        _extreme_table(comparison, "largest_gains", gains, found.gains),
    )


def _extreme_table(
    comparison: Comparison, key: str, title: Text, found: tuple[Extreme, ...]
) -> Table:
    label = comparison.traits.label
    rows: list[tuple[Cell, ...]] = [
        (
            one.psn_no,
            label("scheme", one.scheme),
            label("age", one.age),
            *(one.visits, one.bill, one.personal_a, one.personal_b, one.change),
            *(one.setl_id, one.visit_bill, one.visit_change),
        )
        for one in found
    ]
    return Table(key, title, _EXTREME, tuple(rows), _EXTREME_NOTE)


def refused_table(comparison: Comparison) -> Table:
    """Return how many visits could not be compared, by reason."""
    counted = comparison.refused.counted
    rows = [
        (BY[reason.by], reason.code, reason.field, reason.words, count)
        for reason, count in sorted(
            counted.items(), key=lambda one: (-(one[0].by != "both"), -one[1], one[0])
        )
    ]
    return Table(
        "not_compared",
        Text("未能比较的就诊", "Visits that could not be compared"),
        (
            Column("by", Text("范围", "by")),
            Column("code", Text("代码", "code"), brief=False),
            Column("field", Text("字段", "field")),
            Column("reason", Text("原因与处理", "why, and what to do")),
            Column("visits", Text("笔数", "visits"), Kind.COUNT),
        ),
        tuple(rows),
    )


def refused_visits_table(comparison: Comparison) -> Table:
    """Return the visits that one law alone refuses."""
    rows = [
        (BY[one.reason.by], one.setl_id, one.psn_no, one.reason.field, one.reason.words)
        for one in comparison.refused.listed
    ]
    return Table(
        "refused_under_one_law",
        Text("仅一案不能结算的就诊", "Visits refused under one law only"),
        (
            Column("by", Text("范围", "by")),
            Column("setl_id", Text("结算ID", "visit")),
            Column("psn_no", Text("人员编号", "person")),
            Column("field", Text("字段", "field")),
            Column("reason", Text("原因与处理", "why, and what to do")),
        ),
        tuple(rows),
    )
