"""A layer of the law as a row of integers, and the tables that the row points into."""

from __future__ import annotations

from yibao.policy.law import Adjustment, Bands, Cap, Deductible, Layer, Policy, Quota
from yibao.policy.plan import layout
from yibao.policy.plan.counters import Counters
from yibao.policy.plan.lists import Lists
from yibao.policy.plan.vocabulary import Vocabulary
from yibao.policy.values import Row
from yibao.policy.words import LINKED, ROUNDING_MODES, ROUNDING_PER
from yibao.terms.funds import fund

BASIC_ROLES = frozenset(
    {
        "basic_inpatient",
        "basic_outpatient",
        "chronic",
        "two_diseases",
        "dual_channel",
        "separate_drug",
        "maternity",
    }
)

PARTS = {
    "in_scope": layout.PART_IN_SCOPE,
    "first_pay": layout.PART_FIRST_PAY,
    "over_limit": layout.PART_OVER_LIMIT,
    "full_self": layout.PART_FULL_SELF,
    "total": layout.PART_TOTAL,
    "personal": layout.PART_PERSONAL,
    "paid": layout.PART_PAID,
    "deductible": layout.PART_DEDUCTIBLE,
    "copay": layout.PART_COPAY,
    "above_cap": layout.PART_ABOVE_CAP,
}


class LayerColumns:
    """Turns layers into columns; collects adjustments, parts, bands, caps and quotas on the way."""

    def __init__(
        self, policy: Policy, vocabulary: Vocabulary, lists: Lists, counters: Counters
    ) -> None:
        self.policy = policy
        self.vocabulary = vocabulary
        self.lists = lists
        self.counters = counters
        self.layers = tuple(policy.layers[name] for name in policy.stack)
        self.tracks = ("main", *(track.name for track in policy.lines.tracks))
        self.index = {layer.name: position for position, layer in enumerate(self.layers)}
        # A ceiling over the year counts what every layer of its counter took.
        self.ceilings = {
            layer.deductible.counter
            for layer in self.layers
            if layer.deductible and layer.deductible.year_ceiling
        }
        self.adjustments: list[Adjustment] = []
        self.adjust_rows: list[list[int]] = []
        self.part_rows: list[list[int]] = []
        self.band_rows: list[list[int]] = []
        self.cap_rows: list[list[int]] = []
        self.cap_counters: list[int] = []
        self.quotas: list[list[int]] = []
        self.quota_rows: list[list[int]] = []

    def columns(self, layer: Layer) -> list[int]:
        """Return the row of a layer, in the order of `layout.LAYER_COLUMNS`."""
        kind = fund(layer.fund).kind
        like = layer.rounding.mode.rows[0]
        deductible = self._deductible(layer, layer.deductible)
        chain = self.counters.chain(layer.name) if self._has_chain(layer) else layout.NONE
        axis = self._axis(layer, layer.bands)
        floor = layer.floor
        return [
            self.lists.condition(layer.when, _as_condition_of(layer, like)),
            layout.PAYER_HOSPITAL if kind == "hospital" else layout.PAYER_FUND,
            int(layer.role in BASIC_ROLES),
            self.tracks.index(layer.track),
            *self.parts(layer.base),
            *deductible,
            chain if chain == layout.NONE else self._chain_slot(chain),
            *axis,
            self.lists.add(layer.fixed),
            int(layer.remainder == "hospital"),
            *self._adjusts(layer.adjust),
            *self._cap_span(layer),
            self.lists.add(floor.share) if floor else layout.NONE,
            *(self.parts(floor.of) if floor else (0, 0)),
            self.lists.add(layer.rounding.mode, ROUNDING_MODES),
            self.lists.add(layer.rounding.unit),
            self.lists.add(layer.rounding.per, ROUNDING_PER),
        ]

    def _chain_slot(self, chain: int) -> int:
        return self.counters.first_chain + chain * layout.CHAIN_SLOTS

    def _has_chain(self, layer: Layer) -> bool:
        """Say whether the layer remembers stays: it asks something that counts per stay."""
        care = self.policy.care_types
        bands = layer.bands
        per_stay = (
            layer.deductible is not None
            or layer.fixed is not None
            or any(cap.per == "visit" for cap in layer.caps)
            or (bands is not None and bands.axis == "visit" and len(bands.list) > 1)
        )
        return per_stay and any(care[name].stay for name in layer.care)

    def links(self, layer: Layer) -> list[int]:
        """Return, for each kind of link, the list that says what a linked stay owes."""
        own = layer.deductible.linked if layer.deductible else {}
        lists = [layout.NONE]
        for link in layout.LINKS[1:]:
            value = own.get(link) or self.policy.procedure[link]
            lists.append(self.lists.add(value, LINKED))
        return lists

    def _deductible(self, layer: Layer, rule: Deductible | None) -> list[int]:
        """Columns `deductible` to `links`."""
        if rule is None:
            none = layout.NONE
            return [none, none, 0, 0, none, none, none, self.index[layer.name]]
        by_disease = rule.per == "disease_year"
        period = "year" if by_disease else rule.per
        name = f"deductible:{rule.counter}"
        counter = self.counters.add(name, period, layer.mark, by_disease)
        ceiling = layout.NONE
        if rule.counter in self.ceilings:
            ceiling = self.counters.add(f"ceiling:{rule.counter}", "year", layer.mark)
        return [
            self.lists.add(rule.amount),
            counter,
            *self._adjusts(rule.adjust),
            self.lists.add(rule.year_ceiling),
            ceiling,
            self.lists.add(rule.within_days),
            self.index[layer.name],
        ]

    def _axis(self, layer: Layer, bands: Bands | None) -> list[int]:
        """Columns `axis` to `bands_end`."""
        if bands is None:
            return [0, 0, layout.NONE, 0, 0]
        counter = layout.NONE
        if bands.axis == "year":
            counter = self.counters.add(f"axis:{bands.counter}", "year", layer.mark)
        first = len(self.band_rows)
        assert len(bands.list) <= layout.BANDS_MAX, "more bands than the kernel has room for"
        for band in bands.list:
            self.band_rows.append(
                [self.lists.add(band.over), self.lists.add(band.to), self.lists.add(band.pay)]
            )
        axis = layout.AXIS_YEAR if bands.axis == "year" else layout.AXIS_VISIT
        begins = layout.FROM_ZERO if bands.begins == "zero" else layout.FROM_DEDUCTIBLE
        return [axis, begins, counter, first, len(self.band_rows)]

    def parts(self, base: tuple[tuple[int, str], ...]) -> tuple[int, int]:
        """Take in the parts of a base; return where they stand."""
        first = len(self.part_rows)
        for sign, name in base:
            head, _, tail = name.partition(".")
            argument = layout.NONE
            if tail:
                argument = self.tracks.index(tail) if head == "in_scope" else self.index[tail]
            self.part_rows.append([sign, PARTS[head], argument])
        return first, len(self.part_rows)

    def _adjusts(self, adjustments: tuple[Adjustment, ...]) -> tuple[int, int]:
        first = len(self.adjust_rows)
        for adjustment in adjustments:
            self.adjustments.append(adjustment)
            self.adjust_rows.append(
                [
                    layout.OPERATIONS.index(adjustment.operation),
                    self.lists.add(adjustment.operand),
                    layout.COLUMN[adjustment.of] if adjustment.of else layout.NONE,
                    adjustment.above,
                    self.lists.add(adjustment.at_most),
                ]
            )
        return first, len(self.adjust_rows)

    def _cap_span(self, layer: Layer) -> tuple[int, int]:
        first = len(self.cap_rows)
        self.cap_rows += [self._cap(layer, cap) for cap in layer.caps]
        return first, len(self.cap_rows)

    def _cap(self, layer: Layer, cap: Cap) -> list[int]:
        separate = cap.quota is not None and cap.quota.combine == "separate"
        names = [f"{cap.on}:{counter}" for counter in cap.counters]
        first = len(self.cap_counters)
        for name in names:
            self.cap_counters.append(self.counters.add(name, cap.per, layer.mark, separate))
        return [
            layout.ON_FUND if cap.on == "fund" else layout.ON_COST,
            self.lists.add(cap.limit),
            layout.NONE if cap.quota is None else self._quota(cap.quota),
            *self._adjusts(cap.adjust),
            first,
            len(self.cap_counters),
        ]

    def _quota(self, quota: Quota) -> int:
        first = len(self.quota_rows)
        one_of, filed = self.vocabulary.codes["disease"], self.vocabulary.codes["filed"]
        for disease, value in quota.diseases.items():
            self.quota_rows.append([one_of[disease], filed[disease], self.lists.add(value)])
        self.quotas.append(
            [
                layout.COMBINES.index(quota.combine),
                self.lists.add(quota.plus),
                self.lists.add(quota.at_most),
                first,
                len(self.quota_rows),
            ]
        )
        return len(self.quotas) - 1


def _as_condition_of(layer: Layer, like: Row) -> Row:
    return Row(layer.when, like.operand, like.provenance, layer.mark)
