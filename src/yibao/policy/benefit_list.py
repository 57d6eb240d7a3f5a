"""The list of benefits (医疗保障待遇清单): what a region may decide, and how far it may go.

It is data of its own, `regions/cn/benefit_list.yaml`, whose head explains its keys. Reading it is
here; comparing a law with it is in `yibao.policy.check.against_list`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from yibao.policy import literals, sections
from yibao.policy.law import Tests
from yibao.policy.layers import label, word
from yibao.policy.nodes import Node, read_file
from yibao.policy.provenance import Mark, Source, Status
from yibao.policy.reader import Reader
from yibao.policy.values import Indexed, Kind
from yibao.policy.words import ROLES
from yibao.terms.text import Text

OPERATORS = ("<=", ">=", "about")
VALUES = {"deductible": Kind.MONEY, "pay": Kind.RATIO, "cap": Kind.MONEY}
WHO = ("nation", "province", "region")
ORDINARY = "ordinary"
"""As an index: the same layer's value for a person whom `when` does not meet."""

_ROOT_KEYS = ("sources", "defaults", "authority", "items", "not_payable")
_ITEM_KEYS = (
    *("id", "label", "roles", "schemes", "care", "value", "named", "operator", "limit"),
    *("together", "when", "phase_out", "authority"),
)


@dataclass(frozen=True, slots=True)
class Authority:
    """A matter, and who decides it (权限)."""

    name: str
    matter: Text
    who: str
    may_delegate_to: str


@dataclass(frozen=True, slots=True)
class Limit:
    """How far a value may go.

    `kind` is ``number`` (with `number`), ``none``, ``unknown``, ``times`` (a multiple of an index,
    or of what ordinary persons have), ``plus`` (so much more than ordinary persons have) or
    ``step`` (so much from one level to the next).
    """

    kind: str
    number: int = 0
    times: Indexed | None = None


@dataclass(frozen=True, slots=True)
class ListItem:
    """One limit of the list."""

    name: str
    label: Text
    roles: tuple[str, ...]
    schemes: tuple[str, ...]
    care: tuple[str, ...]
    value: str
    named: str
    operator: str
    limit: Limit
    together: bool
    when: Tests
    phase_out: date | None
    authority: Authority
    source: Source
    status: Status
    note: str
    mark: Mark

    @property
    def kind(self) -> Kind:
        """What the value measures; of `financing` the limit's unit tells it."""
        return VALUES.get(self.value, Kind.MONEY)


@dataclass(frozen=True, slots=True)
class BenefitList:
    """The list: its limits, and what no fund pays."""

    items: tuple[ListItem, ...]
    not_payable: dict[str, Text]


def read_benefit_list(path: Path, shown: str, names: dict[str, dict[str, Text]]) -> BenefitList:
    """Read a list of benefits.

    Args:
        path: the file.
        shown: how messages name it.
        names: what the policy to be compared declares under `names`; conditions use them.

    Raises:
        PolicyError: the first thing that is wrong.

    """
    root = read_file(path, shown)
    root.only(*_ROOT_KEYS)
    reader = Reader(sections.sources(root), names)
    authorities = {item.name: item for item in map(_authority, _items(root, "authority"))}
    defaults = root.get("defaults")
    if defaults is not None:
        defaults.only("authority", "phase_out")
    seen: set[str] = set()
    items = []
    for node in _items(root, "items"):
        item = _item(_filled(node, defaults), reader, authorities)
        if item.name in seen:
            raise node.need("id").fail(
                "duplicate_key",
                Text(f"“{item.name}”写了两次。", f"`{item.name}` is written twice."),
                Text("换一个 id。", "Give one of them another id."),
            )
        seen.add(item.name)
        items.append(item)
    unpaid = {n.need("id").text: label(n.need("label")) for n in _items(root, "not_payable")}
    return BenefitList(tuple(items), unpaid)


def _items(root: Node, key: str) -> list[Node]:
    node = root.get(key)
    return node.items if node else []


def _filled(node: Node, defaults: Node | None) -> Node:
    """Let `defaults` say what an entry does not."""
    if defaults is None:
        return node
    values = {**defaults.mapping, **node.mapping}
    return Node(values, node.mark, {**defaults.origin, **node.origin}, node.note)


def _authority(node: Node) -> Authority:
    node.only("id", "matter", "who", "may_delegate_to")
    delegate = node.get("may_delegate_to")
    return Authority(
        node.need("id").text,
        label(node.need("matter")),
        word(node.need("who"), WHO),
        word(delegate, WHO) if delegate else "",
    )


def _item(node: Node, reader: Reader, authorities: dict[str, Authority]) -> ListItem:
    node.only(*_ITEM_KEYS)
    value = word(node.need("value"), (*VALUES, "financing"))
    named, schemes, care = node.get("named"), node.get("schemes"), node.get("care")
    together, phase_out, roles = node.get("together"), node.get("phase_out"), node.get("roles")
    if value == "financing":
        node.need("named")
    else:
        node.need("roles")
    authority = node.need("authority")
    source = reader.source(node)
    kinds = tuple(reader.names.get("care", {}))
    ends = phase_out is not None and phase_out.text != "unknown"
    return ListItem(
        name=node.need("id").text,
        label=label(node.need("label")),
        roles=tuple(word(n, ROLES) for n in roles.items) if roles else (),
        schemes=schemes.texts if schemes else (),
        care=tuple(word(n, kinds) for n in care.items) if care else (),
        value=value,
        named=named.text if named else "",
        operator=word(node.need("operator"), OPERATORS),
        limit=_limit(node.need("limit"), VALUES.get(value)),
        together=together is not None and word(together, ("true", "false")) == "true",
        when=reader.tests(node.get("when")),
        phase_out=literals.day(phase_out) if phase_out and ends else None,
        authority=authorities[word(authority, tuple(authorities))],
        source=source,
        status=reader.status(node, source),
        note=node.note,
        mark=node.need("id").mark,
    )


def _limit(node: Node, kind: Kind | None) -> Limit:
    if isinstance(node.value, str):
        if node.text in ("unknown", "none"):
            return Limit(node.text)
        own = kind or (Kind.RATIO if node.text.endswith("%") else Kind.MONEY)
        return Limit("number", literals.number(node, own))
    if node.get("times"):
        node.only("times", "of")
        times = Indexed(literals.scaled_count(node.need("times")), node.need("of").text)
        return Limit("times", times=times)
    if node.get("plus"):
        node.only("plus", "of")
        word(node.need("of"), (ORDINARY,))
        return Limit("plus", literals.number(node.need("plus"), kind or Kind.RATIO))
    node.only("step", "by")
    word(node.need("by"), ("level",))
    return Limit("step", literals.number(node.need("step"), kind or Kind.RATIO))
