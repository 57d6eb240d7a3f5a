"""Compile a policy into a plan: every rule becomes rows of integers.

What is decided here and not in the kernel: which layers a visit of a scheme and a kind of care can
meet at all (the program), what an index multiplies to, and which steps a layer has. A step that a
layer does not have costs the kernel one comparison.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

import numpy as np

from yibao.policy.law import Policy
from yibao.policy.plan import layout
from yibao.policy.plan.columns import LayerColumns
from yibao.policy.plan.counters import Counters
from yibao.policy.plan.layout import Int, PlanArrays, Rules, Tests
from yibao.policy.plan.lists import Lists, facts_of
from yibao.policy.plan.plan import Plan
from yibao.policy.plan.predicates import Predicates, bit_lines
from yibao.policy.plan.used import facts_of_layer
from yibao.policy.plan.vocabulary import vocabulary
from yibao.policy.words import PROCEDURE


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
        codes = self.vocabulary.codes
        self.counters = Counters(len(codes["disease"]), len(codes["level"]))
        self.columns = LayerColumns(policy, self.vocabulary, self.lists, self.counters)
        self.layers = self.columns.layers

    def plan(self) -> Plan:
        """Take in every rule, then lay out the arrays, once all tests are known."""
        programs, table, spans, members = self._programs()
        tables = self._tables()
        lists, rows, needs, behind = self.lists.layout()
        counters, year_slots, slots = self.counters.layout()
        arrays = PlanArrays(
            rules=Rules(lists, rows, needs),
            tests=self._tests(),
            **tables,
            counters=counters,
            year_slots=year_slots,
            programs=table,
            program_spans=_int(spans, 2),
            program_layers=np.array(members, dtype=np.int64),
        )
        text = f"{self.policy.content_hash}:{int(self.allow_unverified)}"
        return Plan(
            policy=self.policy,
            vocabulary=self.vocabulary,
            arrays=arrays,
            layers=self.layers,
            programs=programs,
            required=self._required(programs),
            tracks=self.columns.tracks,
            lists=tuple(self.lists.entries),
            rows=behind,
            adjustments=tuple(self.columns.adjustments),
            slots=slots,
            words=self.predicates.words,
            allow_unverified=self.allow_unverified,
            hash=hashlib.sha256(text.encode()).hexdigest(),
        )

    def _tables(self) -> dict[str, Int]:
        """Lay out what the rules of lines, layers and ceilings became."""
        policy, columns = self.policy, self.columns
        procedure = self._procedure()
        track_whens = [
            self.lists.condition(track.when, policy.lines.covered.rows[0], of_line=True)
            for track in policy.lines.tracks
        ]
        layers = [columns.columns(layer) for layer in self.layers]
        links = [columns.links(layer) for layer in self.layers]
        overall = [
            [self.lists.add(ceiling.share), *columns.parts(ceiling.of)]
            for ceiling in policy.overall
        ]
        stays = [int(care.stay) for care in policy.care_types.values()]
        return {
            "adjusts": _int(columns.adjust_rows, 5),
            "parts": _int(columns.part_rows, 3),
            "layers": _int(layers, len(layout.LAYER_COLUMNS)),
            "link_lists": _int(links, len(layout.LINKS)),
            "bands": _int(columns.band_rows, 3),
            "caps": _int(columns.cap_rows, 7),
            "cap_counters": np.array(columns.cap_counters, dtype=np.int64),
            "quotas": _int(columns.quotas, 5),
            "quota_rows": _int(columns.quota_rows, 3),
            "overall": _int(overall, 3),
            "procedure": np.array(procedure, dtype=np.int64),
            "track_whens": np.array(track_whens, dtype=np.int64),
            "stays": np.array(stays, dtype=np.int64),
        }

    def _tests(self) -> Tests:
        """Lay out how facts become bits; those of lines stand behind those of visits."""
        words = self.predicates.words
        one_of, one_of_lines = self.predicates.one_of(False)
        line_one_of, line_lines = self.predicates.one_of(True)
        line_one_of[:, 1] += len(one_of_lines)
        numbers, breaks, number_lines = self.predicates.numbers(False)
        line_numbers, line_breaks, line_number_lines = self.predicates.numbers(True)
        line_numbers[:, 1] += len(breaks)
        line_numbers[:, 3] += len(number_lines)
        return Tests(
            one_of=one_of,
            one_of_bits=bit_lines(one_of_lines + line_lines, words),
            numbers=numbers,
            breaks=np.array(breaks + line_breaks, dtype=np.int64),
            number_bits=bit_lines(number_lines + line_number_lines, words),
            sets=self.predicates.sets(),
            line_one_of=line_one_of,
            line_numbers=line_numbers,
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
        by_layer = [facts_of_layer(layer) for layer in self.layers]
        away = self.policy.lines.away_first_pay
        common = {fact for row in (away.rows if away else ()) for fact in facts_of(row)}
        return {
            key: frozenset(common.union(*(by_layer[position] for position in program)))
            for key, program in programs.items()
        }


def _int(rows: list[list[int]], columns: int) -> Int:
    return np.array(rows, dtype=np.int64).reshape(-1, columns)
