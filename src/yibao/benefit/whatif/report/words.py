"""Sentences and figures of a report (报告文字): large sums, shares, the result in one paragraph."""

from __future__ import annotations

from dataclasses import dataclass

from yibao.benefit.whatif import sums
from yibao.benefit.whatif.compare import Comparison
from yibao.benefit.whatif.equity import gini
from yibao.benefit.whatif.groups import NO_CHANGE
from yibao.benefit.whatif.report.table import mean, quotient
from yibao.terms.money import FEN_PER_YUAN
from yibao.terms.text import Text

HYPOTHESIS = Text("假设方案 · 测算", "hypothesis · simulation")
SIMULATION = Text("测算", "simulation")


def mark(comparison: Comparison) -> Text:
    """Return what stands on every page: that this is no settlement, and whether B is made up."""
    return HYPOTHESIS if comparison.laws.hypothetical else SIMULATION


def large(fen: int) -> Text:
    """Say a sum as people say large ones.

    >>> large(31_026_803_000).zh, large(-31_026_803).en
    ('3.10 亿元', '−¥310 thousand')
    """
    sign, yuan = "−" if fen < 0 else "", abs(fen) / FEN_PER_YUAN
    if yuan >= 1e8:
        zh = f"{yuan / 1e8:,.2f} 亿元"
    elif yuan >= 1e4:
        zh = f"{yuan / 1e4:,.2f} 万元"
    else:
        zh = f"{yuan:,.2f} 元"
    if yuan >= 1e6:
        en = f"¥{yuan / 1e6:,.2f} million"
    elif yuan >= 1e5:
        en = f"¥{yuan / 1e3:,.0f} thousand"
    else:
        en = f"¥{yuan:,.2f}"
    return Text(sign + zh, sign + en)


def signed(fen: int) -> Text:
    """Say a change of a sum, with its sign.

    >>> signed(500).zh
    '+5.00 元'
    """
    said = large(fen)
    return Text(f"+{said.zh}", f"+{said.en}") if fen > 0 else said


def percent(share: float | None, *, sign: bool = False) -> str:
    """Say a share to a tenth of a percent.

    >>> percent(0.125), percent(-0.01, sign=True), percent(None)
    ('12.5%', '−1.0%', '–')
    """
    if share is None:
        return "–"
    return (f"{share:+.1%}" if sign else f"{share:.1%}").replace("-", "−")


@dataclass(frozen=True, slots=True)
class Tile:
    """A key figure: what it is, the figure, what stands below it."""

    label: Text
    figure: Text
    below: Text


def tiles(comparison: Comparison) -> list[Tile]:
    """Return the key figures."""
    total = [int(number) for number in comparison.total.sums[0]]
    persons = int(comparison.total.persons[0])
    gainers, losers = int(comparison.total.gainers[0]), int(comparison.total.losers[0])
    gains, losses = (int(number) for number in comparison.total.changes[0, :2])
    ratios = [quotient(total[sums.FUND_A + law], total[sums.BILL]) or 0.0 for law in (0, 1)]
    a, b = (gini(amounts) for amounts in comparison.personal)
    points = f"{(ratios[1] - ratios[0]) * 100:+.2f}".replace("-", "−")
    ratio = f"{percent(ratios[0])} → {percent(ratios[1])}"
    return [
        _money_tile(Text("基金支付变化", "funds pay"), total, sums.FUND_A),
        _money_tile(Text("个人负担变化", "persons pay"), total, sums.PERSONAL_A),
        Tile(
            Text("实际报销比例", "effective reimbursement ratio"),
            Text(ratio, ratio),
            Text(f"{points} 个百分点", f"{points} percentage points"),
        ),
        _persons_tile(Text("多付的人", "pay more"), losers, persons, mean(losses, losers)),
        _persons_tile(Text("少付的人", "pay less"), gainers, persons, mean(gains, gainers)),
        Tile(
            Text("个人负担基尼系数", "Gini of personal payments"),
            Text(f"{a:.4f} → {b:.4f}", f"{a:.4f} → {b:.4f}"),
            Text("有就诊的人；越大越不均", "persons with a visit; higher is less equal"),
        ),
    ]


def _money_tile(label: Text, total: list[int], first: int) -> Tile:
    a, b = total[first : first + 2]
    before, after, relative = large(a), large(b), percent(quotient(b - a, a), sign=True)
    below = Text(f"{before.zh} → {after.zh}，{relative}", f"{before.en} → {after.en}, {relative}")
    return Tile(label, signed(b - a), below)


def _persons_tile(label: Text, count: int, persons: int, each: int | None) -> Tile:
    share = percent(quotient(count, persons))
    said = large(abs(each or 0))
    return Tile(
        label,
        Text(f"{count:,} 人", f"{count:,}"),
        Text(f"占 {share}，人均 {said.zh}", f"{share} of persons, {said.en} each"),
    )


def result(comparison: Comparison) -> Text:
    """Say the result in one paragraph."""
    total = [int(number) for number in comparison.total.sums[0]]
    fund = total[sums.FUND_B] - total[sums.FUND_A]
    own = total[sums.PERSONAL_B] - total[sums.PERSONAL_A]
    hospital = total[sums.HOSPITAL_B] - total[sums.HOSPITAL_A]
    losers, gainers = int(comparison.total.losers[0]), int(comparison.total.gainers[0])
    same = int(comparison.total.classes[0, NO_CHANGE])
    year, visits = comparison.year, total[sums.VISITS]
    zh = [
        f"按 {year} 年度同样的 {visits:,} 笔就诊测算，方案 B 与方案 A 相比，"
        f"基金支付{_more_zh(fund)}，个人负担{_more_zh(own)}",
        f"，医院负担{_more_zh(hospital)}" if hospital else "",
        f"；{losers:,} 人多付，{gainers:,} 人少付，{same:,} 人不变。就医行为假定不变。",
    ]
    en = [
        f"On the same {visits:,} visits of {year}, under law B funds pay {_more_en(fund)} and "
        f"persons pay {_more_en(own)} than under law A",
        f", hospitals {_more_en(hospital)}" if hospital else "",
        f"; {losers:,} persons pay more, {gainers:,} less, {same:,} the same. Nobody's behaviour "
        "is taken to change.",
    ]
    return Text("".join(zh), "".join(en))


def _more_zh(fen: int) -> str:
    if fen == 0:
        return "不变"
    return f"{'增加' if fen > 0 else '减少'} {large(abs(fen)).zh}"


def _more_en(fen: int) -> str:
    if fen == 0:
        return "no more and no less"
    return f"{large(abs(fen)).en} {'more' if fen > 0 else 'less'}"


def coverage(comparison: Comparison) -> Text:
    """Say which visits count, and which could not be compared."""
    refused = comparison.refused.counted
    by = {name: sum(n for reason, n in refused.items() if reason.by == name) for name in _BY}
    provisional = comparison.groups["certainty"]
    at = provisional.codes.tolist().index(1) if 1 in provisional.codes else None
    unsure = 0 if at is None else int(provisional.sums[at, sums.VISITS])
    visits = int(comparison.total.sums[0, sums.VISITS])
    zh = (
        f"计入 {visits:,} 笔两个方案都能结算的就诊，其中 {unsure:,} 笔待定"
        "（此人此前有就诊未能结算）。"
        f"未计入：仅 A 不能结算 {by['a']:,} 笔，仅 B 不能结算 {by['b']:,} 笔，两案都不能结算 "
        f"{by['both']:,} 笔，其他待遇年度 {comparison.other_years:,} 笔。"
    )
    en = (
        f"{visits:,} visits count, settled under both laws; {unsure:,} of them are provisional (an "
        f"earlier visit of the person was refused). Not counted: {by['a']:,} refused under A only, "
        f"{by['b']:,} under B only, {by['both']:,} under both, {comparison.other_years:,} of other "
        "benefit years."
    )
    return Text(zh, en)


_BY = ("a", "b", "both")
