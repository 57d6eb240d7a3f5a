"""What each layer of security paid of a settlement, and why (各层待遇)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yibao import benefit
from yibao.benefit.explain import Sentence, explain
from yibao.benefit.settlement import LayerResult
from yibao.benefit.trace import Step, StepKind, trace
from yibao.policy.law import Layer
from yibao.policy.provenance import Provenance, Status
from yibao.policy.wording.labels import ROLES
from yibao.terms.funds import fund
from yibao.terms.ratio import format_ratio
from yibao.terms.text import Text


@dataclass(frozen=True, slots=True)
class Note:
    """A source as a footnote (出处), with its address where it has one."""

    number: int
    text: Text
    url: str
    status: Status


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence; `note` is the number of its source, 0 where arithmetic needs none."""

    text: Text
    note: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """What of the cost was paid at one ratio (in parts per million)."""

    cost_fen: int
    ratio_ppm: int

    @property
    def ratio(self) -> str:
        """The ratio in percent."""
        return format_ratio(self.ratio_ppm)


@dataclass(frozen=True, slots=True)
class LayerShown:
    """One layer: base = deductible + copay + above the cap + paid, in fen."""

    name: str
    label: Text
    role: Text
    payer: Text
    made: LayerResult
    stretches: tuple[Stretch, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """The bill, every layer, the outcome, and the sources of all they say."""

    bill: tuple[Said, ...]
    layers: tuple[LayerShown, ...]
    outcome: tuple[Said, ...]
    notes: tuple[Note, ...]
    status: str
    """As what the person was insured: fact `status` of the policy."""

    @property
    def paid_fen(self) -> int:
        """What all layers paid together."""
        return sum(layer.made.paid for layer in self.layers)


class Notes:
    """Numbers sources in the order in which they are first needed."""

    def __init__(self) -> None:
        self._found: dict[str, Note] = {}

    def said(self, sentences: Iterable[Sentence]) -> tuple[Said, ...]:
        """Return sentences with the numbers of their sources."""
        return tuple(Said(each.text, self._number(each)) for each in sentences)

    @property
    def listed(self) -> tuple[Note, ...]:
        """The footnotes so far."""
        return tuple(self._found.values())

    def _number(self, sentence: Sentence) -> int:
        cited, origin = sentence.citation, sentence.provenance
        if cited is None or origin is None:
            return 0
        note = self._found.get(cited.zh)
        if note is None:
            note = Note(len(self._found) + 1, cited, _address(origin), origin.status)
            self._found[cited.zh] = note
        return note.number


def explained(settlement: benefit.Settlement) -> Explained:
    """Explain a settlement layer by layer, each sentence with the number of its source."""
    notes = Notes()
    sections = explain(settlement)
    bill = notes.said(sections[0].sentences)
    steps = trace(settlement)
    seen = {step.layer for step in steps}
    # `explain` has a section for every layer with a step, in the order of the plan.
    layers = [layer for layer in settlement.plan.layers if layer.name in seen]
    shown = tuple(
        _shown(settlement, layer, steps, notes.said(section.sentences))
        for layer, section in zip(layers, sections[1:-1], strict=True)
    )
    outcome = notes.said(sections[-1].sentences)
    status = str(settlement.visit.facts.get("status", ""))
    return Explained(bill, shown, outcome, notes.listed, status)


def _shown(
    settlement: benefit.Settlement, layer: Layer, steps: Sequence[Step], said: tuple[Said, ...]
) -> LayerShown:
    stretches = tuple(
        Stretch(step.after, step.extra)
        for step in steps
        if step.layer == layer.name and step.kind is StepKind.BAND
    )
    made = settlement.layer(layer.name)
    role = ROLES.get(layer.role, Text(layer.role, layer.role))
    return LayerShown(layer.name, layer.label, role, fund(layer.fund).label, made, stretches, said)


def _address(origin: Provenance) -> str:
    url = origin.source.url
    return url if url.startswith(("https://", "http://")) else ""
