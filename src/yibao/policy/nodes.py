"""A policy file as a tree that remembers file, line, key and provenance of every node.

YAML is composed, not constructed: every scalar stays the text that the officer wrote, so no value
passes through a float, and every node knows its line. A mapping's provenance keys are taken out of
it and handed down to all that lies below.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

import yaml

from yibao.policy.provenance import Mark
from yibao.terms.errors import PolicyError
from yibao.terms.text import Text

PROVENANCE_KEYS = ("source", "article", "status", "valid_from", "as_of", "valid_to", "note")
# A mapping that holds one of these is one value: an overlay replaces it as a whole.
VALUE_KEYS = frozenset({"value", "by", "of", "rows", "versions"})
# Mappings that mean something only as a whole: half a condition is another condition.
WHOLE_KEYS = frozenset({"when", "in_force", "label"})
# Forms of which a layer or a cap has one: an overlay that writes one of them replaces the others.
ALTERNATIVES = (frozenset({"pay", "bands", "fixed"}), frozenset({"limit", "quota"}))


@dataclass(frozen=True, slots=True)
class Node:
    """One node of a policy file: a mapping, a list, or a piece of text."""

    value: dict[str, Node] | list[Node] | str
    mark: Mark
    origin: dict[str, str]
    """The provenance keys in force here, as written."""
    note: str = ""
    beneath: Node | None = None
    """The value that this one was laid over: it held until this one's first day."""

    def fail(self, code: str, reason: Text, remedy: Text) -> PolicyError:
        """Make the error that names this node."""
        mark = self.mark
        return PolicyError(
            code, mark.key, reason, remedy, file=mark.file, line=mark.line, key=mark.key
        )

    @property
    def mapping(self) -> dict[str, Node]:
        """Return the node as a mapping, or an error."""
        if isinstance(self.value, dict):
            return self.value
        raise self.fail(
            "not_a_mapping",
            Text("这里应当是“键: 值”的映射。", "A mapping of keys to values is expected here."),
            Text("改写为 {键: 值}。", "Write {key: value}."),
        )

    @property
    def items(self) -> list[Node]:
        """Return the node as a list, or an error."""
        if isinstance(self.value, list):
            return self.value
        raise self.fail(
            "not_a_list",
            Text("这里应当是列表。", "A list is expected here."),
            Text("改写为 [甲, 乙]。", "Write [a, b]."),
        )

    @property
    def text(self) -> str:
        """Return the node as text, or an error."""
        if isinstance(self.value, str):
            return self.value
        raise self.fail(
            "not_a_scalar",
            Text("这里应当是单个值。", "A single value is expected here."),
            Text("只写一个值。", "Write one value only."),
        )

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the node as a list of texts; a single text counts as a list of one."""
        if isinstance(self.value, str):
            return (self.value,)
        return tuple(item.text for item in self.items)

    def get(self, key: str) -> Node | None:
        """Return the child under a key, if there is one."""
        return self.mapping.get(key)

    def need(self, key: str) -> Node:
        """Return the child under a key, or an error that names the key."""
        child = self.mapping.get(key)
        if child is None:
            raise self.fail(
                "missing_key",
                Text(f"缺少“{key}”。", f"`{key}` is missing."),
                Text(f"补上“{key}: …”。", f"Add `{key}: …`."),
            )
        return child

    def only(self, *allowed: str) -> None:
        """Refuse keys that nobody would read; suggest the nearest."""
        for key, child in self.mapping.items():
            if key not in allowed:
                near = get_close_matches(key, allowed, 1)
                hint = near[0] if near else ", ".join(allowed)
                raise child.fail(
                    "unknown_key",
                    Text(f"不认识的键“{key}”。", f"Unknown key `{key}`."),
                    Text(f"可用：{hint}。", f"Write {hint} instead."),
                )

    def children(self) -> Iterator[tuple[str, Node]]:
        """Iterate over the named children."""
        yield from self.mapping.items()

    def without(self, *keys: str) -> Node:
        """Return this mapping without some keys."""
        kept = {key: child for key, child in self.mapping.items() if key not in keys}
        return replace(self, value=kept)


def read_file(path: Path, shown: str) -> Node:
    """Read one policy file; `shown` is how messages name it."""
    return read_content(path.read_bytes(), shown)


def read_content(content: bytes, shown: str) -> Node:
    """Read the content of a policy file."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PolicyError(
            "not_utf8",
            shown,
            Text("文件不是 UTF-8 编码。", "The file is not UTF-8."),
            Text("另存为 UTF-8。", "Save it as UTF-8."),
            file=shown,
            line=1,
            key="",
        ) from error
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        line = place.line + 1 if place else 1
        problem = str(getattr(error, "problem", error))
        raise PolicyError(
            "not_yaml",
            shown,
            Text(f"不是合法的 YAML：{problem}。", f"This is not YAML: {problem}."),
            Text("检查缩进、引号和冒号。", "Look at indentation, quotes and colons."),
            file=shown,
            line=line,
            key="",
        ) from error
    if root is None:
        return Node({}, Mark(shown, 1, ""), {})
    return _node(root, shown, "", {})


def _node(raw: yaml.Node, file: str, key: str, origin: dict[str, str]) -> Node:
    mark = Mark(file, raw.start_mark.line + 1, key)
    if isinstance(raw, yaml.ScalarNode):
        return Node(raw.value, mark, origin)
    if isinstance(raw, yaml.SequenceNode):
        rows = [_node(item, file, f"{key}[{i}]", origin) for i, item in enumerate(raw.value)]
        return Node(rows, mark, origin)
    seen: dict[str, yaml.Node] = {}
    for key_node, child in raw.value:
        name = str(key_node.value)
        if name in seen:
            place = Mark(file, key_node.start_mark.line + 1, f"{key}.{name}".lstrip("."))
            raise Node("", place, origin).fail(
                "duplicate_key",
                Text(f"“{name}”写了两次。", f"`{name}` is written twice."),
                Text("只留一个。", "Keep one."),
            )
        seen[name] = child
    # A condition holds facts only; there `status` is who somebody is, not how sure we are.
    taken = () if key.rpartition(".")[2] == "when" else PROVENANCE_KEYS
    inherited = _inherit(origin, {name: seen[name] for name in taken if name in seen}, file, key)
    children = {
        name: _node(child, file, f"{key}.{name}".lstrip("."), inherited)
        for name, child in seen.items()
        if name not in taken
    }
    note = seen["note"].value if "note" in taken and "note" in seen else ""
    return Node(children, mark, inherited, note if isinstance(note, str) else "")


def _inherit(
    origin: dict[str, str], seen: dict[str, yaml.Node], file: str, key: str
) -> dict[str, str]:
    own: dict[str, str] = {}
    for name, child in seen.items():
        if name == "note":
            continue
        if not isinstance(child, yaml.ScalarNode):
            place = Mark(file, child.start_mark.line + 1, f"{key}.{name}".lstrip("."))
            raise Node("", place, origin).fail(
                "not_a_scalar",
                Text(f"“{name}”应当是单个值。", f"`{name}` is a single value."),
                Text(f"写成 {name}: 一个值。", f"Write {name}: and one value."),
            )
        own[name] = str(child.value)
    if not own:
        return origin
    inherited = dict(origin)
    if "source" in own:
        inherited.pop("article", None)
    if "valid_from" in own:
        inherited.pop("as_of", None)
        inherited.pop("valid_to", None)
    return inherited | own


def overlay(base: Node, over: Node) -> Node:
    """Lay one tree over another: named values are replaced from their first day, all else stays."""
    if _is_value(base) or _is_value(over):
        return replace(over, beneath=base)
    assert isinstance(base.value, dict)
    assert isinstance(over.value, dict)
    merged = {key: child for key, child in base.value.items() if not _displaced(key, over.value)}
    for key, child in over.value.items():
        whole = key in WHOLE_KEYS or key not in merged
        merged[key] = child if whole else overlay(merged[key], child)
    return Node(merged, over.mark, over.origin, over.note or base.note)


def _displaced(key: str, over: dict[str, Node]) -> bool:
    """Say whether an overlay writes another form of the same thing: bands instead of a ratio."""
    return any(key in forms and not forms.isdisjoint(over) for forms in ALTERNATIVES) and (
        key not in over
    )


def _is_value(node: Node) -> bool:
    return not isinstance(node.value, dict) or not VALUE_KEYS.isdisjoint(node.value)
