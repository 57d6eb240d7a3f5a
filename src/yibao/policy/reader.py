"""Read nodes into values: provenance, conditions, tables, versions, formulas."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from difflib import get_close_matches

from yibao.policy import literals
from yibao.policy.facts import FACTS, NAMES_OF, Fact, FactKind, expand
from yibao.policy.nodes import Node
from yibao.policy.provenance import KIND_OF_STATUS, Provenance, Source, Status
from yibao.policy.values import (
    OPEN,
    Fixed,
    Indexed,
    Kind,
    Linear,
    Operand,
    Row,
    Test,
    Unknown,
    Value,
    Word,
)
from yibao.terms.text import Text

Tests = tuple[Test, ...]


class Reader:
    """Reads values with the sources and names that one policy declares."""

    def __init__(self, sources: dict[str, Source], names: dict[str, dict[str, Text]]) -> None:
        self.sources = sources
        self.names = names

    # Provenance ------------------------------------------------------------------------------

    def provenance(self, node: Node) -> Provenance:
        """Say where a node's value comes from; an error if the file does not."""
        origin = node.origin
        source = self.source(node)
        status = self.status(node, source)
        first, known = self._first_day(node)
        last = literals.day(node, origin["valid_to"]) if "valid_to" in origin else None
        if last is not None and last < first:
            raise node.fail(
                "dates_reversed",
                Text(f"有效期至 {last}，早于起始 {first}。", f"It ends {last}, before {first}."),
                Text("改正 valid_from 或 valid_to。", "Mend valid_from or valid_to."),
            )
        article = origin.get("article", "")
        return Provenance(source, status, first, last, known, article, node.note, node.mark)

    def source(self, node: Node) -> Source:
        """Return the source that a node names, or an error."""
        name = node.origin.get("source")
        if name is None:
            raise node.fail(
                "source_missing",
                Text("这个值没有来源。", "This value has no source."),
                Text("写上 source: 来源名。", "Write source: NAME here or further up."),
            )
        if name not in self.sources:
            near = get_close_matches(name, self.sources, 1)
            raise node.fail(
                "source_unknown",
                Text(f"sources 里没有“{name}”。", f"`sources` has no `{name}`."),
                Text(
                    f"登记它{f'，或改为 {near[0]}' if near else ''}。",
                    f"Declare it{f' or write {near[0]}' if near else ''}.",
                ),
            )
        return self.sources[name]

    def status(self, node: Node, source: Source) -> Status:
        """Return the status of a node, or an error if the source cannot carry it."""
        written = node.origin.get("status", "")
        if written not in Status.__members__.values():
            raise node.fail(
                "status_missing",
                Text("这个值没有可信度 status。", "This value has no status."),
                Text(
                    "写 status: verified、secondary、unverified 或 assumed。",
                    "Write status: verified, secondary, unverified or assumed.",
                ),
            )
        status = Status(written)
        if source.kind != KIND_OF_STATUS[status]:
            fitting = next(s for s, kind in KIND_OF_STATUS.items() if kind == source.kind)
            raise node.fail(
                "status_not_carried",
                Text(
                    f"来源“{source.name}”属于 {source.kind}，不足以写 {status}。",
                    f"Source `{source.name}` is a {source.kind}, which cannot carry {status}.",
                ),
                Text(f"改为 status: {fitting}。", f"Write status: {fitting}."),
            )
        return status

    def _first_day(self, node: Node) -> tuple[date, bool]:
        written = node.origin.get("valid_from")
        if written is None:
            raise node.fail(
                "valid_from_missing",
                Text("这个值没有生效日期。", "This value has no valid_from."),
                Text(
                    "写 valid_from: 日期，或 valid_from: unknown 加 as_of。",
                    "Write valid_from: DATE, or valid_from: unknown with as_of.",
                ),
            )
        if written != "unknown":
            return literals.day(node, written), True
        as_of = node.origin.get("as_of", "")
        if len(as_of) < 4 or not as_of[:4].isdigit():
            raise node.fail(
                "as_of_missing",
                Text("生效日期未知时须写 as_of。", "valid_from: unknown needs as_of."),
                Text("写 as_of: 2022 或 2022-01。", "Write as_of: 2022 or 2022-01."),
            )
        return date(int(as_of[:4]), 1, 1), False

    # Conditions ------------------------------------------------------------------------------

    def tests(self, node: Node | None) -> Tests:
        """Read a `when`."""
        if node is None:
            return ()
        return tuple(self._test(self._fact(child, name), child) for name, child in node.children())

    def _fact(self, node: Node, name: str) -> Fact:
        if name in FACTS:
            return FACTS[name]
        near = get_close_matches(name, FACTS, 1)
        raise node.fail(
            "fact_unknown",
            Text(f"没有事实“{name}”。", f"There is no fact `{name}`."),
            Text(f"可用：{near or list(FACTS)}。", f"Write {near[0] if near else list(FACTS)}."),
        )

    def _test(self, fact: Fact, node: Node) -> Test:
        if fact.kind is FactKind.DATE:
            return self.date_test(node)
        if fact.kind is FactKind.COUNT:
            low, high = literals.count_range(node, node.text)
            return Test(fact.name, low=low, high=high)
        if fact.kind is FactKind.MONEY:
            node.only("over", "to")
            over, to = node.get("over"), node.get("to")
            low = literals.number(over, Kind.MONEY) + 1 if over else -OPEN
            high = literals.number(to, Kind.MONEY) if to else OPEN
            return Test(fact.name, low=low, high=high)
        negated = isinstance(node.value, dict)
        if negated:
            node.only("not")
        listed = node.need("not") if negated else node
        names = frozenset(n for text in listed.texts for n in self.fact_names(fact, listed, text))
        return Test(fact.name, names, negated)

    @staticmethod
    def date_test(node: Node) -> Test:
        """Read `{from, to}`, both days included."""
        node.only("from", "to")
        first, last = node.get("from"), node.get("to")
        low = literals.day(first).toordinal() if first else -OPEN
        high = literals.day(last).toordinal() if last else OPEN
        return Test("date", low=low, high=high)

    def fact_names(self, fact: Fact, node: Node, text: str) -> tuple[str, ...]:
        """Check one name of a fact and turn a group into its members."""
        names = expand(fact.name, text)
        section = NAMES_OF.get(fact.name, fact.name)
        allowed = self.names.get(section, {}) if fact.declared else fact.names
        for name in names:
            if name not in allowed and name != (fact.default or name + "?"):
                near = get_close_matches(name, list(allowed), 1)
                hint = near[0] if near else ", ".join(allowed) or "none"
                own_zh = f"，或在 names.{section} 中登记“{name}”" if fact.declared else ""
                own_en = f", or declare {name} under names.{section}" if fact.declared else ""
                raise node.fail(
                    "name_unknown",
                    Text(f"“{fact.label.zh}”没有“{name}”。", f"`{fact.name}` has no `{name}`."),
                    Text(
                        f"可用：{hint}{own_zh}。",
                        f"Write {hint}{own_en}.",
                    ),
                )
        return names

    # Values ----------------------------------------------------------------------------------

    def value(self, node: Node, kind: Kind, words: tuple[str, ...] = ()) -> Value:
        """Read a Value of this kind; `words` are the words it may be."""
        if isinstance(node.value, dict) and "versions" in node.value:
            node.only("versions", "when", "label")
            rows = self._versions(node, kind, words)
        else:
            rows = self._windowed(self._rows(node, kind, words, ()))
        if not rows:
            raise node.fail(
                "value_empty",
                Text("这个值一行也没有。", "This value has no row."),
                Text("至少写一行，或写 unknown。", "Write one row at least, or unknown."),
            )
        if node.beneath is not None:
            first = min(row.provenance.first for row in rows)
            rows += _until(first, self.value(node.beneath, kind, words).rows)
        return Value(kind, tuple(rows), node.mark)

    def _versions(self, node: Node, kind: Kind, words: tuple[str, ...]) -> list[Row]:
        outer = self.tests(node.get("when"))
        versions = [(self._first_day(v)[0], v) for v in node.need("versions").items]
        versions.sort(key=lambda pair: pair[0])
        starts = [first for first, _ in versions]
        rows: list[Row] = []
        for position, (first, version) in enumerate(versions):
            following = starts[position + 1] if position + 1 < len(starts) else None
            if following == first:
                raise version.fail(
                    "versions_overlap",
                    Text(f"两个版本都从 {first} 起。", f"Two versions begin on {first}."),
                    Text("改正其中一个 valid_from。", "Mend one valid_from."),
                )
            own = self._rows(version, kind, words, outer)
            rows += self._windowed(own, following)
        return rows

    @staticmethod
    def _windowed(rows: list[Row], following: date | None = None) -> list[Row]:
        """Put the days on which a row holds into its tests."""
        windowed = []
        for row in rows:
            last = row.provenance.last
            if following is not None:
                before = following - timedelta(days=1)
                last = before if last is None else min(last, before)
            test = Test(
                "date",
                low=row.provenance.first.toordinal(),
                high=OPEN if last is None else last.toordinal(),
            )
            windowed.append(replace(row, tests=(*row.tests, test)))
        return windowed

    def _rows(self, node: Node, kind: Kind, words: tuple[str, ...], outer: Tests) -> list[Row]:
        if isinstance(node.value, str):
            return [self._row(node, self._scalar(node, kind, words), outer)]
        if isinstance(node.value, list):
            raise node.fail(
                "not_a_value",
                Text("这里应当是一个值，不是列表。", "A value is expected here, not a list."),
                Text("多行写成 {rows: […]}。", "Write several rows as {rows: […]}."),
            )
        keys = node.value
        outer = (*outer, *self.tests(node.get("when")))
        if "rows" in keys:
            node.only("rows", "when", "label")
            listed = node.need("rows").items
            return [row for item in listed for row in self._rows(item, kind, words, outer)]
        if "by" in keys:
            node.only("by", "of", "when", "label")
            facts = [self._fact(node, name) for name in node.need("by").texts]
            return self._table(node.need("of"), facts, kind, words, outer)
        if "value" in keys:
            node.only("value", "when", "label")
            noted = replace(node.need("value"), note=node.note)
            return self._rows(noted, kind, words, outer)
        return [self._row(node, self._formula(node, kind), outer)]

    def _table(
        self, node: Node, facts: list[Fact], kind: Kind, words: tuple[str, ...], outer: Tests
    ) -> list[Row]:
        if not facts:
            return self._rows(node, kind, words, outer)
        fact, *others = facts
        rows: list[Row] = []
        last: list[Row] = []
        for key, child in node.children():
            if key == "else":
                last = self._table(child, others, kind, words, outer)
            else:
                test = self._key_test(fact, child, key)
                rows += self._table(child, others, kind, words, (*outer, test))
        return rows + last

    def _key_test(self, fact: Fact, node: Node, key: str) -> Test:
        if fact.kind is FactKind.COUNT:
            low, high = literals.count_range(node, key)
            return Test(fact.name, low=low, high=high)
        if fact.kind in (FactKind.MONEY, FactKind.DATE):
            raise node.fail(
                "not_by",
                Text(f"不能按“{fact.label.zh}”列表。", f"`by` cannot use `{fact.name}`."),
                Text("用 rows 和 when。", "Use rows with when."),
            )
        names = [n for part in key.split(",") for n in self.fact_names(fact, node, part.strip())]
        return Test(fact.name, frozenset(names))

    def _row(self, node: Node, operand: Operand, tests: Tests) -> Row:
        return Row(tests, operand, self.provenance(node), node.mark)

    def _scalar(self, node: Node, kind: Kind, words: tuple[str, ...]) -> Operand:
        text = node.text.strip()
        if text in words:
            return Word(text)
        if kind is Kind.WORD and text == "unknown":
            return Unknown()
        if kind is Kind.WORD:
            near = get_close_matches(text, words, 1)
            raise node.fail(
                "word_unknown",
                Text(f"“{text}”不可用。", f"`{text}` cannot stand here."),
                Text(f"可用：{'、'.join(near or words)}。", f"Write {', '.join(near or words)}."),
            )
        return literals.operand(node, kind)

    def _formula(self, node: Node, kind: Kind) -> Operand:
        keys = set(node.mapping) - {"when", "label"}
        if keys == {"times", "of"}:
            times_e4 = literals.scaled_count(node.need("times"))
            return Indexed(times_e4, node.need("of").text)
        if keys == {"share", "of"}:
            share = literals.number(node.need("share"), Kind.RATIO)
            return Linear(0, share, self._input(node.need("of"), FactKind.MONEY), per_million=True)
        if keys in ({"plus", "each", "of"}, {"each", "of"}):
            plus = node.get("plus")
            return Linear(
                literals.number(plus, kind) if plus else 0,
                literals.number(node.need("each"), kind),
                self._input(node.need("of"), FactKind.COUNT),
                per_million=False,
            )
        raise node.fail(
            "not_a_value",
            Text(f"看不懂的值：{sorted(keys)}。", f"Not a value: {sorted(keys)}."),
            Text(
                "写单个值、{by, of}、{rows}、{versions}、{times, of}、{share, of} 或 "
                "{plus, each, of}。",
                "Write one value, {by, of}, {rows}, {versions}, {times, of}, {share, of} or "
                "{plus, each, of}.",
            ),
        )

    @staticmethod
    def _input(node: Node, kind: FactKind) -> str:
        fact = FACTS.get(node.text)
        if fact is None or fact.kind is not kind:
            fitting = ", ".join(f.name for f in FACTS.values() if f.kind is kind)
            raise node.fail(
                "input_unknown",
                Text(f"没有可用的数“{node.text}”。", f"There is no such number: {node.text}."),
                Text(f"可用：{fitting}。", f"Write one of: {fitting}."),
            )
        return fact.name


def _until(end: date, rows: tuple[Row, ...]) -> list[Row]:
    """Keep of an overlaid value what held before a day."""
    kept = []
    for row in rows:
        window = row.tests[-1]
        assert window.fact == "date"
        high = min(window.high, end.toordinal() - 1)
        if window.low <= high:
            kept.append(replace(row, tests=(*row.tests[:-1], replace(window, high=high))))
    return kept


def constant(value: Value) -> int | None:
    """Return the number of a value that is one number for all, else nothing."""
    operands = {row.operand for row in value.rows}
    if len(operands) == 1:
        only = operands.pop()
        return only.number if isinstance(only, Fixed) else None
    return None


def is_unknown(value: Value) -> bool:
    """Say whether any row of the value is unknown."""
    return any(isinstance(row.operand, Unknown) for row in value.rows)
