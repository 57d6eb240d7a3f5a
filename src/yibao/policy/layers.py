"""Read the `layers` of a policy: who pays, on what, how much."""

from __future__ import annotations

from dataclasses import replace

from yibao.policy import literals
from yibao.policy.facts import FACTS, FactKind
from yibao.policy.law import Adjustment, Band, Bands, Cap, Deductible, Floor, Layer, Quota, Rounding
from yibao.policy.nodes import Node
from yibao.policy.reader import Reader
from yibao.policy.values import Fixed, Kind, Operand, Test, Unlimited, Value
from yibao.policy.words import (
    CAP_PER,
    COMBINE,
    DEDUCTIBLE_PER,
    EACH_OPERATIONS,
    LAYER_PARTS,
    LINKED,
    LINKS,
    PLAIN_PARTS,
    ROLES,
    ROUNDING_MODES,
    ROUNDING_PER,
    SIMPLE_OPERATIONS,
)
from yibao.terms.errors import InvalidInput
from yibao.terms.funds import fund
from yibao.terms.text import Text

_LAYER_KEYS = (
    *("label", "role", "fund", "schemes", "care", "in_force", "when", "track", "base"),
    *("deductible", "pay", "bands", "fixed", "remainder", "adjust", "caps", "floor", "rounding"),
)


class LayerReader:
    """Reads layers; `rounding` is the nation's default, `care` and `tracks` what is declared."""

    def __init__(
        self, reader: Reader, care: tuple[str, ...], tracks: tuple[str, ...], rounding: Node
    ) -> None:
        self.reader = reader
        self.care = care
        self.tracks = ("main", *tracks)
        self.rounding = rounding

    def layer(self, name: str, node: Node) -> Layer:
        """Read one layer."""
        node.only(*_LAYER_KEYS)
        code = node.need("fund")
        try:
            fund(code.text)
        except InvalidInput as error:
            raise code.fail(error.code, error.reason, error.remedy) from error
        deductible = node.get("deductible")
        floor = node.get("floor")
        bands = self._bands(name, node)
        fixed = node.get("fixed")
        remainder = node.get("remainder")
        in_force = node.get("in_force")
        track = node.get("track")
        return Layer(
            name=name,
            label=label(node.need("label")),
            role=word(node.need("role"), ROLES),
            fund=code.text,
            schemes=node.need("schemes").texts,
            care=tuple(word(n, self.care) for n in node.need("care").items),
            when=(
                *self.reader.tests(node.get("when")),
                *(() if in_force is None else (self.reader.date_test(in_force),)),
            ),
            track=word(track, self.tracks) if track else "main",
            base=self.parts(node.need("base")),
            deductible=None if deductible is None else self._deductible(name, deductible),
            bands=bands,
            fixed=None if fixed is None else self.reader.value(fixed, Kind.MONEY),
            remainder=word(remainder, ("person", "hospital")) if remainder else "person",
            adjust=self.adjustments(node.get("adjust"), Kind.RATIO),
            caps=self._caps(name, node.get("caps")),
            floor=None if floor is None else self._floor(floor),
            rounding=self.rounding_of(node.get("rounding")),
            mark=node.mark,
        )

    def parts(self, node: Node) -> tuple[tuple[int, str], ...]:
        """Read a base: signed names of parts."""
        listed = node.items if isinstance(node.value, list) else [node]
        return tuple(self._part(item) for item in listed)

    def _part(self, node: Node) -> tuple[int, str]:
        text = node.text
        sign, name = (-1, text[1:]) if text.startswith("-") else (1, text)
        head, _, tail = name.partition(".")
        known = (
            name in PLAIN_PARTS
            or (head == "in_scope" and tail in self.tracks)
            or (head in LAYER_PARTS and tail)
        )
        if not known:
            raise node.fail(
                "part_unknown",
                Text(f"“{name}”不是费用组成部分。", f"`{name}` is no part of a bill."),
                Text(
                    f"可用：{'、'.join(PLAIN_PARTS)}，或 paid.层名 等。",
                    f"Write one of {', '.join(PLAIN_PARTS)}, in_scope.TRACK or "
                    f"{'.LAYER, '.join(LAYER_PARTS)}.LAYER.",
                ),
            )
        return sign, name

    def _deductible(self, layer: str, node: Node) -> Deductible:
        node.only("amount", "per", "counter", "adjust", "year_ceiling", "linked", "within_days")
        per, counter, linked = node.get("per"), node.get("counter"), node.get("linked")
        ceiling, within = node.get("year_ceiling"), node.get("within_days")
        if linked is not None:
            linked.only(*LINKS)
        return Deductible(
            amount=self.reader.value(node.need("amount"), Kind.MONEY),
            per=word(per, DEDUCTIBLE_PER) if per else "visit",
            counter=counter.text if counter else f"{layer}.deductible",
            adjust=self.adjustments(node.get("adjust"), Kind.MONEY),
            year_ceiling=self.reader.value(ceiling, Kind.MONEY) if ceiling else None,
            linked={
                key: self.reader.value(child, Kind.WORD, LINKED)
                for key, child in (linked.children() if linked else ())
            },
            within_days=self.reader.value(within, Kind.COUNT) if within else None,
        )

    def _bands(self, layer: str, node: Node) -> Bands | None:
        written = [key for key in ("pay", "bands", "fixed") if node.get(key)]
        if len(written) != 1:
            raise node.fail(
                "pay_once",
                Text("一层只写 pay、bands、fixed 之一。", "A layer has one of pay, bands, fixed."),
                Text("保留一个。", "Keep one of them."),
            )
        pay, bands = node.get("pay"), node.get("bands")
        if pay is not None:
            ratio = self.reader.value(pay, Kind.RATIO)
            reach, end = _everywhere(ratio, Fixed(0)), _everywhere(ratio, Unlimited())
            band = Band(reach, end, ratio)
            return Bands("visit", "zero", f"{layer}.axis", (band,))
        if bands is None:
            return None
        bands.only("axis", "from", "counter", "list")
        counter = bands.get("counter")
        return Bands(
            axis=word(bands.need("axis"), ("visit", "year")),
            begins=word(bands.need("from"), ("zero", "deductible")),
            counter=counter.text if counter else f"{layer}.axis",
            list=tuple(self._band(item) for item in bands.need("list").items),
        )

    def _band(self, node: Node) -> Band:
        node.only("over", "to", "pay")
        return Band(
            self.reader.value(node.need("over"), Kind.MONEY),
            self.reader.value(node.need("to"), Kind.MONEY),
            self.reader.value(node.need("pay"), Kind.RATIO),
        )

    def adjustments(self, node: Node | None, kind: Kind) -> tuple[Adjustment, ...]:
        """Read a list of adjustments of an amount or a ratio."""
        if node is None:
            return ()
        return tuple(self._adjustment(item, kind) for item in node.items)

    def _adjustment(self, node: Node, kind: Kind) -> Adjustment:
        node.only("when", "label", *SIMPLE_OPERATIONS, *EACH_OPERATIONS)
        written = [key for key in (*SIMPLE_OPERATIONS, *EACH_OPERATIONS) if node.get(key)]
        if len(written) != 1:
            raise node.fail(
                "operation_once",
                Text("一条调整只写一个运算。", "An adjustment has one operation."),
                Text("拆成多条。", "Write several entries."),
            )
        operation = written[0]
        operand = node.need(operation)
        when, named = self.reader.tests(node.get("when")), node.get("label")
        shown = label(named) if named else None
        if operation in SIMPLE_OPERATIONS:
            value = self.reader.value(
                operand, Kind.RATIO if operation in ("times", "self_times") else kind
            )
            return Adjustment(operation, under(value, when), label=shown)
        key = "amount" if operation == "add_each" else "share"
        operand.only("of", "above", "at_most", key)
        above, at_most = operand.get("above"), operand.get("at_most")
        value_kind = kind if operation == "add_each" else Kind.RATIO
        value = self.reader.value(operand.need(key), value_kind)
        return Adjustment(
            operation,
            under(value, when),
            of=self._number_fact(operand.need("of"), kind),
            above=literals.number(above, Kind.COUNT) if above else 0,
            at_most=self.reader.value(at_most, value_kind) if at_most else None,
            label=shown,
        )

    @staticmethod
    def _number_fact(node: Node, kind: Kind) -> str:
        fact = FACTS.get(node.text)
        numbers = [f.name for f in FACTS.values() if f.kind in (FactKind.COUNT, FactKind.MONEY)]
        extra = ("further_children",) if kind is Kind.DECIMAL else ()
        if fact is None or fact.name not in numbers:
            return word(node, (*numbers, *extra))
        return fact.name

    def _caps(self, layer: str, node: Node | None) -> tuple[Cap, ...]:
        if node is None:
            return ()
        return tuple(self._cap(layer, name, child) for name, child in node.children())

    def _cap(self, layer: str, name: str, node: Node) -> Cap:
        node.only("on", "per", "limit", "counter", "adjust", "quota")
        counter, limit, quota = node.get("counter"), node.get("limit"), node.get("quota")
        if (limit is None) == (quota is None):
            raise node.fail(
                "limit_once",
                Text("限额写 limit 或 quota 之一。", "A cap has either a limit or a quota."),
                Text("写 limit: 20万元，或 limit: none。", "Write limit: 20万元 or limit: none."),
            )
        return Cap(
            name=name,
            on=word(node.need("on"), ("fund", "cost")),
            per=word(node.need("per"), CAP_PER),
            counters=counter.texts if counter else (f"{layer}.{name}",),
            limit=self.reader.value(limit, Kind.MONEY) if limit else None,
            quota=self._quota(quota) if quota else None,
            adjust=self.adjustments(node.get("adjust"), Kind.MONEY),
            mark=node.mark,
        )

    def _quota(self, node: Node) -> Quota:
        node.only("combine", "plus", "at_most", "diseases")
        plus, at_most = node.get("plus"), node.get("at_most")
        combine = word(node.need("combine"), COMBINE)
        plus_kind = Kind.RATIO if combine == "highest_plus_share" else Kind.MONEY
        diseases: dict[str, Value] = {}
        for names, child in node.need("diseases").children():
            for name in names.split(","):
                key = self.reader.fact_names(FACTS["filed"], child, name.strip())[0]
                diseases[key] = self.reader.value(child, Kind.MONEY)
        return Quota(
            combine,
            self.reader.value(plus, plus_kind) if plus else None,
            self.reader.value(at_most, Kind.MONEY) if at_most else None,
            diseases,
        )

    def _floor(self, node: Node) -> Floor:
        node.only("share", "of")
        share = self.reader.value(node.need("share"), Kind.RATIO)
        return Floor(share, self.parts(node.need("of")))

    def rounding_of(self, node: Node | None) -> Rounding:
        """Read how to round; what is not written is the nation's default."""
        own = node or self.rounding
        own.only("mode", "unit", "per")

        def part(key: str) -> Node:
            return own.get(key) or self.rounding.need(key)

        return Rounding(
            self.reader.value(part("mode"), Kind.WORD, ROUNDING_MODES),
            self.reader.value(part("unit"), Kind.MONEY),
            self.reader.value(part("per"), Kind.WORD, ROUNDING_PER),
        )


def word(node: Node, allowed: tuple[str, ...]) -> str:
    """Read one word out of those allowed."""
    if node.text in allowed:
        return node.text
    raise node.fail(
        "word_unknown",
        Text(f"“{node.text}”不可用。", f"`{node.text}` cannot stand here."),
        Text(f"可用：{'、'.join(allowed)}。", f"Write one of {', '.join(allowed)}."),
    )


def label(node: Node) -> Text:
    """Read a label: Chinese and English."""
    node.only("zh", "en")
    return Text(node.need("zh").text, node.need("en").text)


def under(value: Value, when: tuple[Test, ...]) -> Value:
    """Put a condition in front of every row."""
    return replace(value, rows=tuple(replace(row, tests=(*when, *row.tests)) for row in value.rows))


def _everywhere(like: Value, operand: Operand) -> Value:
    """Return a bound that holds for all and always, with the provenance of the ratio it bounds."""
    return Value(Kind.MONEY, (replace(like.rows[0], tests=(), operand=operand),), like.mark)
