"""The sentence for each kind of step of the trace (逐步说明)."""

from __future__ import annotations

from yibao.benefit.classify import ClassifiedLine
from yibao.benefit.settlement import Settlement
from yibao.benefit.trace import Step, StepKind
from yibao.benefit.visit import Visit
from yibao.policy.facts import FACTS, FactKind
from yibao.policy.plan import layout
from yibao.policy.plan.layout import LINKS
from yibao.policy.values import Kind, Row, Test
from yibao.policy.wording.conditions import condition, joined
from yibao.policy.wording.labels import name_label
from yibao.policy.wording.numbers import money, number
from yibao.terms.ratio import format_ratio
from yibao.terms.text import Text


def line_sentence(line: ClassifiedLine) -> Text:
    """Say how one line of the bill was classified.

    >>> from datetime import date
    >>> from yibao.benefit.classify import Line
    >>> line = Line("3", date(2022, 3, 1), 10_000, item_class="b")
    >>> line_sentence(ClassifiedLine(line, "main", 0, 0, 400, 9_600, 0)).zh
    '第3行 100元：先行自付4元，政策范围内96元。'
    """
    amount = money(line.line.amount)
    parts = [
        (line.full_self, "全自费", "full self-pay"),
        (line.over_limit, "超限价", "over the limit"),
        (line.first_pay, "先行自付", "first-pay"),
        (line.in_scope, "政策范围内", "in scope"),
    ]
    zh = "，".join(f"{name}{money(fen).zh}" for fen, name, _ in parts if fen)
    en = ", ".join(f"{name} {money(fen).en}" for fen, _, name in parts if fen)
    return Text(
        f"第{line.line.number}行 {amount.zh}：{zh}。",
        f"Line {line.line.number}, {amount.en}: {en}.",
    )


def reason(test: Test, visit: Visit, names: dict[str, dict[str, Text]]) -> Text:
    """Say what of a visit makes a test hold: its own level, not every level of the row."""
    fact = FACTS[test.fact]
    if fact.kind is FactKind.ONE_OF and not test.negated:
        given = visit.facts.get(test.fact, fact.default)
        own = {"scheme": visit.scheme, "care": visit.care}.get(test.fact, given)
        return name_label(test.fact, str(own), names)
    if fact.kind is FactKind.SET and not test.negated:
        held = visit.facts.get(test.fact, frozenset())
        fitting = sorted(test.names & held) if isinstance(held, frozenset) else []
        return joined([name_label(test.fact, name, names) for name in fitting])
    return condition((test,), names)


class Narrator:
    """Says the steps of one settlement in words."""

    def __init__(self, settlement: Settlement) -> None:
        self.settlement = settlement
        self.names = settlement.plan.policy.names

    def say(self, step: Step) -> Text | None:
        """Return the sentence of a step; a step that changed nothing has none."""
        if step.kind in ADJUSTED:
            return self.adjusted(step)
        return getattr(self, step.kind.name.lower())(step)  # type: ignore[no-any-return]

    def away(self, step: Step) -> Text:
        """Say what was paid first for care away."""
        scope, moved = money(step.before), money(step.after)
        ratio = format_ratio(step.extra)
        return Text(
            f"异地就医先行自付：{scope.zh}×{ratio}＝{moved.zh}。",
            f"Care away, paid first: {scope.en} × {ratio} = {moved.en}.",
        )

    def adjusted(self, step: Step) -> Text | None:
        """Say what an adjustment changed."""
        if step.before == step.after:
            return None
        kind, what = ADJUSTED[step.kind]
        before, after = number(step.before, kind), number(step.after, kind)
        whom = self.whom(step.row)
        label = step.adjustment.label if step.adjustment else None
        why = Text(f"{label.zh}：", f"{label.en}: ") if label else Text("", "")
        return Text(
            f"{why.zh}{what.zh}由{before.zh}调整为{after.zh}{whom.zh}。",
            f"{why.en}{what.en} becomes {after.en} instead of {before.en}{whom.en}.",
        )

    def whom(self, row: Row | None) -> Text:
        """Say in brackets why the row fits this visit; nothing if it holds for all."""
        asked = {} if row is None else {t.fact: t for t in row.tests if t.fact != "date"}
        own = [reason(test, self.settlement.visit, self.names) for test in asked.values()]
        whom = joined([text for text in own if text.zh])
        return Text(f"（{whom.zh}）" if whom.zh else "", f" ({whom.en})" if whom.en else "")

    def layer(self, step: Step) -> Text:
        """Say what enters a layer."""
        base = money(step.before)
        return Text(f"进入本层的费用{base.zh}。", f"{base.en} enter this layer.")

    def entry_cap(self, step: Step) -> Text:
        """Say what a cap on cost keeps out."""
        limit, room = money(step.extra), money(step.after)
        whom = self.whom(step.row)
        return Text(
            f"纳入费用限额{limit.zh}{whom.zh}，还可纳入{room.zh}，超出部分不纳入。",
            f"At most {limit.en}{whom.en} may enter; {room.en} are left, the rest stays out.",
        )

    def deductible(self, step: Step) -> Text:
        """Say the deductible as the law sets it."""
        if step.after == 0:
            return Text(
                f"不设起付线{self.whom(step.row).zh}。",
                f"There is no deductible{self.whom(step.row).en}.",
            )
        amount, whom = money(step.after), self.whom(step.row)
        return Text(f"起付标准{amount.zh}{whom.zh}。", f"The deductible is {amount.en}{whom.en}.")

    def link(self, step: Step) -> Text:
        """Say what a linked stay still owes."""
        how = name_label("link", LINKS[step.where], self.names)
        after = money(step.after)
        if step.extra == layout.LINK_WAIVED:
            return Text(f"{how.zh}：不再设起付线。", f"{how.en}: no further deductible.")
        return Text(
            f"{how.zh}：起付线连续计算，尚需{after.zh}。",
            f"{how.en}: the deductible counts on, {after.en} are still due.",
        )

    def still_due(self, step: Step) -> Text | None:
        """Say what of the deductible is borne now."""
        if step.before == 0 and step.after == 0:
            return None
        borne, taken = money(step.before), money(step.after)
        if step.before:
            return Text(
                f"本期已负担起付{borne.zh}，本次负担{taken.zh}。",
                f"{borne.en} were borne before; {taken.en} are borne now.",
            )
        return Text(f"本次负担起付{taken.zh}。", f"{taken.en} of it are borne now.")

    def band(self, step: Step) -> Text:
        """Say what one band pays; of a layer with one ratio, not where on the axis."""
        start, cost = money(step.before), money(step.after)
        ratio, whom = format_ratio(step.extra), self.whom(step.row)
        end = money(step.before + step.after)
        bands = self.settlement.plan.policy.layers[step.layer].bands
        if bands is not None and len(bands.list) == 1:
            return Text(
                f"{cost.zh}按{ratio}支付{whom.zh}。", f"{cost.en} are paid at {ratio}{whom.en}."
            )
        return Text(
            f"{start.zh}至{end.zh}的{cost.zh}，按{ratio}支付{whom.zh}。",
            f"{cost.en} between {start.en} and {end.en} are paid at {ratio}{whom.en}.",
        )

    def fixed(self, step: Step) -> Text:
        """Say what a fixed sum pays."""
        amount, paid, whom = money(step.extra), money(step.after), self.whom(step.row)
        return Text(
            f"定额{amount.zh}{whom.zh}，支付{paid.zh}。",
            f"The fixed sum is {amount.en}{whom.en}; {paid.en} are paid.",
        )

    def fund_cap(self, step: Step) -> Text:
        """Say what a cap on pay cuts off."""
        limit, before, room = money(step.extra), money(step.before), money(step.after)
        whom = self.whom(step.row)
        return Text(
            f"应支付{before.zh}，限额{limit.zh}{whom.zh}尚余{room.zh}，只支付{room.zh}。",
            f"Of {before.en} only {room.en} are paid, which is left of the cap of {limit.en}"
            f"{whom.en}.",
        )

    def floor(self, step: Step) -> Text:
        """Say what a floor raises."""
        before, least, ratio = money(step.before), money(step.after), format_ratio(step.extra)
        return Text(
            f"保底{ratio}：由{before.zh}提高到{least.zh}。",
            f"At least {ratio}: {least.en} instead of {before.en}.",
        )

    def paid(self, step: Step) -> Text:
        """Say where the layer's base went."""
        made = self.settlement.layer(step.layer)
        parts = [
            (made.deductible, "起付", "deductible"),
            (made.copay, "按比例自付", "copay"),
            (made.above_cap, "限额以上", "above the cap"),
            (made.paid, "本层支付", "paid"),
        ]
        base = money(step.extra)
        zh = "＋".join(f"{name}{money(fen).zh}" for fen, name, _ in parts if fen)
        en = " + ".join(f"{name} {money(fen).en}" for fen, _, name in parts if fen)
        return Text(f"{base.zh}＝{zh}。", f"{base.en} = {en}.")

    def overall(self, step: Step) -> Text:
        """Say what an overall ceiling takes back."""
        most, back = money(step.after), money(step.extra)
        return Text(
            f"各层合计不超过{most.zh}：本层少支付{back.zh}。",
            f"All layers together pay at most {most.en}: this one gives back {back.en}.",
        )


ADJUSTED = {
    StepKind.ADJUST_AMOUNT: (Kind.MONEY, Text("起付标准", "the deductible")),
    StepKind.ADJUST_RATIO: (Kind.RATIO, Text("支付比例", "the ratio")),
    StepKind.ADJUST_LIMIT: (Kind.MONEY, Text("限额", "the cap")),
}
