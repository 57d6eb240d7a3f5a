"""Read the sections of a policy file other than its layers."""

from __future__ import annotations

from yibao.policy import literals
from yibao.policy.facts import FACTS, FactKind
from yibao.policy.law import (
    Allowance,
    CareType,
    Gap,
    Lines,
    Named,
    Overall,
    Track,
    Waiting,
)
from yibao.policy.layers import LayerReader, label, under, word
from yibao.policy.nodes import Node
from yibao.policy.provenance import Source
from yibao.policy.reader import Reader
from yibao.policy.values import Kind, Value
from yibao.policy.words import FOR_ALL, PROCEDURE
from yibao.terms.text import Text

_SOURCE_KEYS = ("kind", "title", "number", "url", "date", "retrieved", "mirror", "where")
_WAITING_COUNTS = ("fixed_months", "per_missed_year", "count_from", "repair_per_year")


def sources(root: Node) -> dict[str, Source]:
    """Read `sources`: what the values of this policy are taken from."""
    node = root.get("sources")
    found: dict[str, Source] = {}
    for name, child in node.children() if node else ():
        child.only(*_SOURCE_KEYS)
        kind = word(child.need("kind"), ("document", "compilation", "page", "assumption"))

        def text(key: str, child: Node = child) -> str:
            part = child.get(key)
            return part.text if part else ""

        found[name] = Source(
            name=name,
            kind=kind,
            title=child.need("title").text,
            number=text("number"),
            url=text("url"),
            dated=text("date") or text("retrieved"),
            mirror=text("mirror") == "true",
        )
    return found


def names(root: Node) -> dict[str, dict[str, Text]]:
    """Read `names`: categories, covers, diseases and the like, each with its label."""
    node = root.get("names")
    if node is None:
        return {}
    node.only("category", "cover", "disease", "provider_list", "event")
    return {
        section: {name: label(child) for name, child in part.children()}
        for section, part in node.children()
    }


def care_types(root: Node) -> dict[str, CareType]:
    """Read `care_types`: which med_type codes are which care."""
    found: dict[str, CareType] = {}
    node = root.get("care_types")
    for name, child in node.children() if node else ():
        child.only("label", "med_types", "stay")
        stay = word(child.need("stay"), ("true", "false")) == "true"
        codes = child.need("med_types").texts
        found[name] = CareType(name, label(child.need("label")), codes, stay)
    return found


def procedure(reader: Reader, node: Node) -> dict[str, Value]:
    """Read `procedure`: dates, order, years, and what a linked stay owes."""
    node.only(*PROCEDURE, "benefit_year_start", "rounding")
    missing = [key for key in PROCEDURE if node.get(key) is None]
    if missing:
        node.need(missing[0])
    found = {
        key: reader.value(node.need(key), Kind.WORD, words) for key, words in PROCEDURE.items()
    }
    for key in FOR_ALL:
        if any(test.fact != "date" for row in found[key].rows for test in row.tests):
            raise node.need(key).fail(
                "procedure_for_all",
                Text(f"“{key}”对所有人相同，不能带条件。", f"`{key}` is the same for everybody."),
                Text(
                    "去掉 by、when；只可按日期分版本。",
                    "Leave out `by` and `when`; versions may stay.",
                ),
            )
    return found


def year_start(node: Node) -> tuple[int, int]:
    """Read `procedure.benefit_year_start`, `07-01`."""
    part = node.need("benefit_year_start")
    child = part.get("value") if isinstance(part.value, dict) else part
    day = literals.day(child or part, f"2001-{(child or part).text}")
    return day.month, day.day


def named_values(reader: Reader, node: Node | None, kind: Kind | None) -> dict[str, Named]:
    """Read named values such as indices and rates; without a kind, the unit tells it."""
    found: dict[str, Named] = {}
    for name, child in node.children() if node else ():
        shown = child.need("label")
        body = child.without("label")
        own_kind = kind or _kind_by_unit(body)
        found[name] = Named(name, label(shown), reader.value(body, own_kind))
    return found


def _kind_by_unit(node: Node) -> Kind:
    for text in _scalars(node):
        if text.endswith("%"):
            return Kind.RATIO
        if text.endswith("元"):
            return Kind.MONEY
        if text not in ("unknown", "none"):
            return Kind.COUNT
    return Kind.MONEY


def _scalars(node: Node) -> list[str]:
    if isinstance(node.value, str):
        return [node.value]
    children = node.value if isinstance(node.value, list) else list(node.value.values())
    skipped = {"when", "by", "label"}
    if isinstance(node.value, dict):
        children = [child for key, child in node.value.items() if key not in skipped]
    return [text for child in children for text in _scalars(child)]


def tracks_of(root: Node) -> tuple[str, ...]:
    """List the names of the tracks that a policy declares."""
    lines = root.get("lines")
    tracks = lines.get("tracks") if lines else None
    return tuple(tracks.mapping) if tracks else ()


def lines(reader: Reader, node: Node) -> Lines:
    """Read `lines`: how a line of a bill is classified."""
    node.only("covered", "first_pay", "away_first_pay", "tracks")
    away, tracks = node.get("away_first_pay"), node.get("tracks")
    found = []
    for name, child in tracks.children() if tracks else ():
        child.only("label", "when")
        found.append(Track(name, label(child.need("label")), reader.tests(child.need("when"))))
    return Lines(
        covered=reader.value(node.need("covered"), Kind.WORD, ("yes", "no")),
        first_pay=reader.value(node.need("first_pay"), Kind.RATIO, ("catalogue",)),
        away_first_pay=reader.value(away, Kind.RATIO) if away else None,
        tracks=tuple(found),
    )


def overall(reader: Reader, layers: LayerReader, node: Node | None) -> tuple[Overall, ...]:
    """Read `overall`: what all layers together pay at most."""
    found = []
    for item in node.items if node else ():
        item.only("share", "of", "when", "label")
        share = reader.value(item.need("share"), Kind.RATIO)
        when = reader.tests(item.get("when"))
        found.append(Overall(under(share, when), layers.parts(item.need("of"))))
    return tuple(found)


def allowances(reader: Reader, layers: LayerReader, node: Node | None) -> dict[str, Allowance]:
    """Read `allowances`: benefits in money."""
    found: dict[str, Allowance] = {}
    for name, child in node.children() if node else ():
        child.only("label", "base", "divided_by", "times", "adjust", "lump", "at_most", "rounding")
        base = child.need("base")
        fact = FACTS.get(base.text)
        if fact is None or fact.kind is not FactKind.MONEY:
            money = tuple(f.name for f in FACTS.values() if f.kind is FactKind.MONEY)
            word(base, money)
        divided, lump, most = child.get("divided_by"), child.get("lump"), child.get("at_most")
        found[name] = Allowance(
            name=name,
            label=label(child.need("label")),
            base=base.text,
            divided_by=literals.number(divided, Kind.COUNT) if divided else 1,
            times=reader.value(child.need("times"), Kind.DECIMAL),
            adjust=layers.adjustments(child.get("adjust"), Kind.DECIMAL),
            lump=reader.value(lump, Kind.MONEY) if lump else None,
            at_most=reader.value(most, Kind.MONEY) if most else None,
            rounding=layers.rounding_of(child.get("rounding")),
        )
    return found


def waiting(reader: Reader, node: Node | None) -> Waiting | None:
    """Read `financing.waiting`."""
    if node is None:
        return None
    node.only(*_WAITING_COUNTS, "floor", "newborn_days")
    floor, newborn = node.get("floor"), node.get("newborn_days")
    fixed, per_year, count_from, repair = (
        reader.value(node.need(key), Kind.COUNT) for key in _WAITING_COUNTS
    )
    return Waiting(
        fixed,
        per_year,
        count_from,
        repair,
        reader.value(floor.need("missed_years"), Kind.COUNT) if floor else None,
        reader.value(floor.need("months"), Kind.COUNT) if floor else None,
        reader.value(newborn, Kind.COUNT) if newborn else None,
    )


def gaps(root: Node) -> tuple[Gap, ...]:
    """Read `unknown`: what is known to exist and whose rule is not."""
    node = root.get("unknown")
    found = []
    for item in node.items if node else ():
        item.only("key", "label")
        found.append(Gap(item.need("key").text, label(item.need("label")), item.note, item.mark))
    return tuple(found)
