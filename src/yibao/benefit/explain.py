"""Explain a settlement yuan by yuan, in Chinese and English, each sentence with its article.

The words are made from the trace, so nothing is said that the kernel did not do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yibao.benefit.classify import ClassifiedLine
from yibao.benefit.sentences import Narrator, line_sentence
from yibao.benefit.settlement import Settlement
from yibao.benefit.trace import Step, StepKind, trace
from yibao.policy.plan import Plan
from yibao.policy.provenance import Provenance, Status
from yibao.policy.wording.numbers import money
from yibao.terms.text import Text


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and the rule it rests on; arithmetic that needs no rule has none."""

    text: Text
    provenance: Provenance | None = None

    @property
    def citation(self) -> Text | None:
        """The source as a reader would look it up, with a warning where it is weak."""
        if self.provenance is None:
            return None
        cited = self.provenance.cite()
        mark = STATUS_MARK[self.provenance.status]
        return Text(f"{cited}{mark.zh}", f"{cited}{mark.en}")


STATUS_MARK = {
    Status.VERIFIED: Text("", ""),
    Status.SECONDARY: Text("（据汇编）", " (by a compilation)"),
    Status.UNVERIFIED: Text("（未经核实）", " (unverified)"),
    Status.ASSUMED: Text("（假定）", " (assumed)"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """What one layer did, or the bill, or the outcome."""

    title: Text
    sentences: tuple[Sentence, ...]


def explain(settlement: Settlement, lines: Sequence[ClassifiedLine] = ()) -> tuple[Section, ...]:
    """Explain a settlement; with its classified lines, each line too."""
    plan = settlement.plan
    steps = trace(settlement)
    sections = [_bill(settlement, lines, steps)]
    for layer in plan.layers:
        own = [step for step in steps if step.layer == layer.name]
        if own:
            sentences = tuple(_sentences(settlement, own))
            sections.append(Section(layer.label, sentences))
    sections.append(_outcome(settlement))
    return tuple(sections)


def _bill(
    settlement: Settlement, lines: Sequence[ClassifiedLine], steps: Sequence[Step]
) -> Section:
    plan, narrator = settlement.plan, Narrator(settlement)
    sentences = [Sentence(line_sentence(line), _line_rule(plan, line)) for line in lines]
    sentences += [
        Sentence(narrator.away(step), step.row.provenance if step.row else None)
        for step in steps
        if step.kind is StepKind.AWAY
    ]
    total, full = money(settlement.total), money(settlement.full_self)
    over, first = money(settlement.over_limit), money(settlement.first_pay)
    scope = money(settlement.in_scope)
    sentences.append(
        Sentence(
            Text(
                f"总费用{total.zh}＝全自费{full.zh}＋超限价{over.zh}＋先行自付{first.zh}"
                f"＋政策范围内{scope.zh}。",
                f"The bill of {total.en} = full self-pay {full.en} + over limit {over.en} + "
                f"first-pay {first.en} + in scope {scope.en}.",
            )
        )
    )
    return Section(Text("费用", "The bill"), tuple(sentences))


def _line_rule(plan: Plan, line: ClassifiedLine) -> Provenance | None:
    return plan.rows[line.row].provenance if line.row >= 0 else None


def _sentences(settlement: Settlement, steps: Sequence[Step]) -> Iterator[Sentence]:
    narrator = Narrator(settlement)
    for step in steps:
        text = narrator.say(step)
        if text is not None:
            yield Sentence(text, step.row.provenance if step.row else None)


def _outcome(settlement: Settlement) -> Section:
    fund, hospital = money(settlement.fund), money(settlement.hospital)
    person, total = money(settlement.personal), money(settlement.total)
    text = Text(
        f"基金支付{fund.zh}＋医院负担{hospital.zh}＋个人负担{person.zh}＝总费用{total.zh}。",
        f"Funds {fund.en} + hospital {hospital.en} + person {person.en} = the bill {total.en}.",
    )
    return Section(Text("结果", "Outcome"), (Sentence(text),))
