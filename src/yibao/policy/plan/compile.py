"""Compile a policy into a plan: every rule becomes rows of integers.

What is decided here and not in the kernel: which layers a visit of a scheme and a kind of care can
meet at all (the program), what an index multiplies to, and which steps a layer has. A step that a
layer does not have costs the kernel one comparison.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

import numpy as np

from yibao.policy.law import Adjustment, Bands, Cap, Deductible, Layer, Policy, Quota
from yibao.policy.plan import layout
from yibao.policy.plan.counters import Counters
from yibao.policy.plan.layout import Int, PlanArrays, Rules, Tests
from yibao.policy.plan.lists import Lists, facts_of
from yibao.policy.plan.plan import Plan
from yibao.policy.plan.predicates import Predicates, bit_lines
from yibao.policy.plan.vocabulary import vocabulary
from yibao.policy.values import Row
from yibao.policy.words import LINKED, PROCEDURE, ROUNDING_MODES, ROUNDING_PER
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


@lru_cache(maxsize=64)
def _compiled(policy: _ByHash, allow_unverified: bool) -> Plan:
    return _Compiler(policy.policy, allow_unverified).plan()


class _ByHash:
    """A policy that compares by its content, so that the cache finds equal ones."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy

    def __hash__(self) -> int:
        return hash(self.policy.content_hash)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByHash) and other.policy.content_hash == self.policy.content_hash


def compile_plan(policy: Policy, *, allow_unverified: bool = False) -> Plan:
    """Compile a policy; equal policies give the same plan, compiled once."""
    return _compiled(_ByHash(policy), allow_unverified)


class _Compiler:
    def __init__(self, policy: Policy, allow_unverified: bool) -> None:
        self.policy = policy
        self.allow_unverified = allow_unverified
        self.vocabulary = vocabulary(policy)
        self.predicates = Predicates(self.vocabulary)
        self.lists = Lists(self.predicates, policy.indices, allow_unverified)
        diseases = self.vocabulary.codes["disease"]
        self.counters = Counters(len(diseases), len(self.vocabulary.codes["level"]))
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
        self.parts: list[list[int]] = []
        self.bands: list[list[int]] = []
        self.caps: list[list[int]] = []
        self.cap_counters: list[int] = []
        self.quotas: list[list[int]] = []
        self.quota_rows: list[list[int]] = []

    def plan(self) -> Plan:
        """Compile everything, then lay out what needs all tests to be known."""
        policy = self.policy
        procedure = self._procedure()
        track_whens = [
            self.lists.condition(track.when, policy.lines.covered.rows[0], of_line=True)
            for track in policy.lines.tracks
        ]
        layer_rows = [self._layer(layer) for layer in self.layers]
        links = [self._links(layer) for layer in self.layers]
        overall = [
            [self.lists.add(ceiling.share), *self._parts(ceiling.of)] for ceiling in policy.overall
        ]
        programs, table, spans, members = self._programs()
        lists, rows, needs, behind = self.lists.layout()
        words = self.predicates.words
        one_of, one_of_lines = self.predicates.one_of(False)
        line_one_of, line_lines = self.predicates.one_of(True)
        line_one_of[:, 1] += len(one_of_lines)
        numbers, breaks, number_lines = self.predicates.numbers(False)
        line_numbers, line_breaks, line_number_lines = self.predicates.numbers(True)
        line_numbers[:, 1] += len(breaks)
        line_numbers[:, 3] += len(number_lines)
        counters, year_slots, slots = self.counters.layout()
        arrays = PlanArrays(
            rules=Rules(lists, rows, needs),
            tests=Tests(
                one_of=one_of,
                one_of_bits=bit_lines(one_of_lines + line_lines, words),
                numbers=numbers,
                breaks=np.array(breaks + line_breaks, dtype=np.int64),
                number_bits=bit_lines(number_lines + line_number_lines, words),
                sets=self.predicates.sets(),
                line_one_of=line_one_of,
                line_numbers=line_numbers,
            ),
            adjusts=_int(self.adjust_rows, 5),
            parts=_int(self.parts, 3),
            layers=_int(layer_rows, len(layout.LAYER_COLUMNS)),
            link_lists=_int(links, len(layout.LINKS)),
            bands=_int(self.bands, 3),
            caps=_int(self.caps, 7),
            cap_counters=np.array(self.cap_counters, dtype=np.int64),
            counters=counters,
            year_slots=year_slots,
            quotas=_int(self.quotas, 5),
            quota_rows=_int(self.quota_rows, 3),
            overall=_int(overall, 3),
            programs=table,
            program_spans=_int(spans, 2),
            program_layers=np.array(members, dtype=np.int64),
            procedure=np.array(procedure, dtype=np.int64),
            track_whens=np.array(track_whens, dtype=np.int64),
            stays=np.array([int(c.stay) for c in policy.care_types.values()], dtype=np.int64),
        )
        text = f"{policy.content_hash}:{int(self.allow_unverified)}"
        return Plan(
            policy=policy,
            vocabulary=self.vocabulary,
            arrays=arrays,
            layers=self.layers,
            programs=programs,
            required=self._required(programs),
            tracks=self.tracks,
            lists=tuple(self.lists.entries),
            rows=behind,
            adjustments=tuple(self.adjustments),
            slots=slots,
            words=words,
            allow_unverified=self.allow_unverified,
            hash=hashlib.sha256(text.encode()).hexdigest(),
        )

    def _procedure(self) -> list[int]:
        """Take in the lists that belong to no layer; the order is that of `layout.P_…`."""
        policy = self.policy

        def word(key: str) -> int:
            return self.lists.add(policy.procedure[key], PROCEDURE[key])

        return [
            word("over_limit_borne_by"),
            self.lists.add(policy.lines.covered, ("yes", "no"), of_line=True),
            self.lists.add(policy.lines.first_pay, ("catalogue",), of_line=True),
            self.lists.add(policy.lines.away_first_pay),
        ]

    def _layer(self, layer: Layer) -> list[int]:
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
            *self._parts(layer.base),
            *deductible,
            chain if chain == layout.NONE else self._chain_slot(chain),
            *axis,
            self.lists.add(layer.fixed),
            int(layer.remainder == "hospital"),
            *self._adjusts(layer.adjust),
            *self._cap_span(layer),
            self.lists.add(floor.share) if floor else layout.NONE,
            *(self._parts(floor.of) if floor else (0, 0)),
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

    def _links(self, layer: Layer) -> list[int]:
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
        first = len(self.bands)
        assert len(bands.list) <= layout.BANDS_MAX, "more bands than the kernel has room for"
        for band in bands.list:
            self.bands.append(
                [self.lists.add(band.over), self.lists.add(band.to), self.lists.add(band.pay)]
            )
        axis = layout.AXIS_YEAR if bands.axis == "year" else layout.AXIS_VISIT
        begins = layout.FROM_ZERO if bands.begins == "zero" else layout.FROM_DEDUCTIBLE
        return [axis, begins, counter, first, len(self.bands)]

    def _parts(self, base: tuple[tuple[int, str], ...]) -> tuple[int, int]:
        first = len(self.parts)
        for sign, name in base:
            head, _, tail = name.partition(".")
            argument = layout.NONE
            if tail:
                argument = self.tracks.index(tail) if head == "in_scope" else self.index[tail]
            self.parts.append([sign, PARTS[head], argument])
        return first, len(self.parts)

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
        first = len(self.caps)
        # Rows of one layer must lie together: adjustments and quotas keep their own tables.
        self.caps += [self._cap(layer, cap) for cap in layer.caps]
        return first, len(self.caps)

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

    def _programs(
        self,
    ) -> tuple[dict[tuple[str, str], tuple[int, ...]], Int, list[list[int]], list[int]]:
        schemes, care = self.vocabulary.schemes, self.vocabulary.care
        table = np.full((len(schemes) or 1, len(care) or 1), layout.NONE, dtype=np.int64)
        programs: dict[tuple[str, str], tuple[int, ...]] = {}
        spans: list[list[int]] = []
        members: list[int] = []
        for scheme, scheme_code in schemes.items():
            for kind, care_code in care.items():
                program = tuple(
                    position
                    for position, layer in enumerate(self.layers)
                    if scheme in layer.schemes and kind in layer.care
                )
                if not program:
                    continue
                programs[scheme, kind] = program
                table[scheme_code, care_code] = len(spans)
                spans.append([len(members), len(members) + len(program)])
                members += program
        return programs, table, spans, members

    def _required(
        self, programs: dict[tuple[str, str], tuple[int, ...]]
    ) -> dict[tuple[str, str], frozenset[str]]:
        by_layer = [_facts_of_layer(layer) for layer in self.layers]
        away = self.policy.lines.away_first_pay
        common = {fact for row in (away.rows if away else ()) for fact in facts_of(row)}
        return {
            key: frozenset(common.union(*(by_layer[position] for position in program)))
            for key, program in programs.items()
        }


def _as_condition_of(layer: Layer, like: Row) -> Row:
    return Row(layer.when, like.operand, like.provenance, layer.mark)


def _facts_of_layer(layer: Layer) -> set[str]:
    facts = {test.fact for test in layer.when}
    for row in rows_of(layer):
        facts |= facts_of(row)
    adjustments = [*layer.adjust, *(a for cap in layer.caps for a in cap.adjust)]
    if layer.deductible:
        adjustments += layer.deductible.adjust
    return facts | {a.of for a in adjustments if a.of}


def rows_of(layer: Layer) -> list[Row]:
    """Return every row of every value of a layer."""
    values = [layer.fixed, layer.floor.share if layer.floor else None]
    adjustments = list(layer.adjust)
    if layer.deductible:
        rule = layer.deductible
        values += [rule.amount, rule.year_ceiling, rule.within_days, *rule.linked.values()]
        adjustments += rule.adjust
    for band in layer.bands.list if layer.bands else ():
        values += [band.over, band.to, band.pay]
    for cap in layer.caps:
        values.append(cap.limit)
        adjustments += cap.adjust
        if cap.quota:
            values += [cap.quota.plus, cap.quota.at_most, *cap.quota.diseases.values()]
    for adjustment in adjustments:
        values += [adjustment.operand, adjustment.at_most]
    return [row for value in values if value is not None for row in value.rows]


def _int(rows: list[list[int]], columns: int) -> Int:
    return np.array(rows, dtype=np.int64).reshape(-1, columns)
