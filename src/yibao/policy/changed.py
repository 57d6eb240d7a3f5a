"""A region's law with values set by hand (假设方案): ``layers.x.pay=75%``, in memory only.

What is set lies over the law as a file would, back to the beginning of time. It has a source of its
own, the hypothesis, which is an assumption and can claim nothing more.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from yibao.policy.law import Policy
from yibao.policy.load import APPENDED, policy_files, read_policy
from yibao.policy.nodes import VALUE_KEYS, Node, overlay, read_content
from yibao.policy.provenance import Mark, Source
from yibao.terms.errors import InvalidInput
from yibao.terms.shipped import regions_root
from yibao.terms.text import Text

HYPOTHESIS = "HYPOTHESIS"
LABEL = Text("假设方案", "hypothesis")
BEGINNING = "1900-01-01"
"""The first day of what is set: before every claim."""

_HEAD = (
    f"sources: {{{HYPOTHESIS}: {{kind: assumption, title: {LABEL.zh}}}}}\n"
    f"source: {HYPOTHESIS}\nstatus: assumed\nvalid_from: {BEGINNING}\n"
)
_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_KEY = re.compile(r"[^.\[\]]+(\.[^.\[\]]+|\[\d+\])*")
_FREE = frozenset({"layers", "caps", "indices", "allowances", "values", "tracks", "diseases"})
"""Sections whose keys are names of the author's: a new one is more likely a slip of the pen."""
_DATES = ("valid_from", "valid_to", "as_of")


@dataclass(frozen=True, slots=True)
class Change:
    """One value set by hand: the dotted key of the policy file, and the value as written."""

    key: str
    written: str

    @classmethod
    def parse(cls, text: str) -> Change:
        """Read ``key=value``.

        Raises:
            InvalidInput: code ``change_unusable``: it has another shape.

        >>> Change.parse("layers.ip.deductible.amount=1000元")
        Change(key='layers.ip.deductible.amount', written='1000元')

        """
        key, equals, written = (part.strip() for part in text.partition("="))
        if equals and written and _KEY.fullmatch(key):
            return cls(key, written)
        raise InvalidInput(
            "change_unusable",
            "set",
            Text(f"“{text}”不是“键=值”。", f"{text!r} is not key=value."),
            Text(
                "例如写 layers.resident_inpatient.pay=75%。",
                "Write for example layers.resident_inpatient.pay=75%.",
            ),
        )

    @property
    def path(self) -> tuple[str | int, ...]:
        """The steps of the key: names, and numbers of entries of lists.

        >>> Change("layers.ip.bands.list[0].pay", "80%").path
        ('layers', 'ip', 'bands', 'list', 0, 'pay')
        """
        return tuple(int(at) if at else name for at, name in _STEP.findall(self.key))


def load_changed(place: str | Path, changes: Sequence[Change], root: Path | None = None) -> Policy:
    """Load a region's law and set values in it, one after the other.

    Raises:
        InvalidInput: a key is not there, or a value names a source or a status.
        PolicyError: the law, or a value, cannot be read.

    """
    root = (root or regions_root()).resolve()
    digest = hashlib.sha256()
    tree = _composed(policy_files(place, root), digest)
    for change in changes:
        digest.update(f"{change.key}={change.written}\0".encode())
        setting = _Setting(change, _given(change), tree)
        tree = setting.within(tree, change.path, of_value=False)
    hypothesis = read_content(_HEAD.encode(), LABEL.zh)
    label = tree.need("label")
    named = {
        language: replace(node, value=node.text + of)
        for (language, node), of in zip(
            label.children(), ("（假设）", " (hypothesis)"), strict=True
        )
    }
    sources = {**tree.need("sources").mapping, **hypothesis.need("sources").mapping}
    whole = {
        **tree.mapping,
        "label": replace(label, value=named),
        "sources": replace(tree.need("sources"), value=sources),
    }
    return read_policy(replace(tree, value=whole), digest.hexdigest())


def is_hypothesis(source: Source) -> bool:
    """Say whether a source is the hypothesis: the value was set by hand."""
    return source.name == HYPOTHESIS


def _composed(files: list[Path], digest: hashlib._Hash) -> Node:
    """Lay the files of a law over one another, as `load_policy` does."""
    nodes = []
    for path in files:
        content = path.read_bytes()
        digest.update(path.name.encode() + b"\0" + content + b"\0")
        nodes.append(read_content(content, path.name).without("over"))
    merged, *others = nodes
    for node in others:
        merged = overlay(merged, node)
    gathered = {
        key: [item for node in nodes if (part := node.get(key)) for item in part.items]
        for key in APPENDED
    }
    lists = {
        key: Node(items, Mark(merged.mark.file, 1, key), {}) for key, items in gathered.items()
    }
    return replace(merged, value={**merged.mapping, **lists})


def _given(change: Change) -> Node:
    """Read the value that is set; it may claim no source and no status."""
    content = f"set: {change.written}\n{_HEAD}".encode()
    given = _moved(read_content(content, f"--set {change.key}").need("set"), change.key)
    for node in _all(given):
        if (node.origin["source"], node.origin["status"]) != (HYPOTHESIS, "assumed"):
            raise InvalidInput(
                "change_has_source",
                change.key,
                Text("假设的值不能写来源和可信度。", "A value set has no source and no status."),
                Text("去掉 source 和 status。", "Leave out source and status."),
            )
    return given


def _moved(node: Node, key: str) -> Node:
    """Give a tree read under another name the key it stands for."""
    value = node.value
    if isinstance(value, dict):
        value = {name: _moved(child, f"{key}.{name}") for name, child in value.items()}
    elif isinstance(value, list):
        value = [_moved(child, f"{key}[{at}]") for at, child in enumerate(value)]
    return replace(node, value=value, mark=Mark(f"--set {key}", 1, key))


def _all(node: Node) -> Iterator[Node]:
    yield node
    children = node.value.values() if isinstance(node.value, dict) else node.value
    for child in () if isinstance(node.value, str) else children:
        assert isinstance(child, Node)
        yield from _all(child)


@dataclass(frozen=True, slots=True)
class _Setting:
    """A change on its way down the tree of a law; all that stands beside its path stays."""

    change: Change
    given: Node
    law: Node

    def within(self, base: Node, path: tuple[str | int, ...], *, of_value: bool) -> Node:
        """Set what stands at a path below a node; `of_value`: the node is part of a value."""
        step, *others = path
        child = _child(base, step)
        if child is None and (others or _must_exist(base, step, self.given)):
            raise _no_such_key(self.change.key, self.law)
        of_value = of_value or _is_value(base)
        if child is not None and others:
            below = self.within(child, tuple(others), of_value=of_value)
            return _with(base, step, below)
        if child is not None and (isinstance(step, int) or of_value):
            return _with(base, step, _dated_as(self.given, child))
        assert isinstance(step, str)
        return overlay(base, replace(base, value={step: self.given}, note=""))


def _child(base: Node, step: str | int) -> Node | None:
    if isinstance(step, int):
        return base.value[step] if isinstance(base.value, list) and step < len(base.value) else None
    return base.value.get(step) if isinstance(base.value, dict) else None


def _must_exist(base: Node, step: str | int, given: Node) -> bool:
    """Say whether a key that is not there is a slip of the pen rather than a new rule."""
    if isinstance(step, int) or not isinstance(base.value, dict) or _is_value(base):
        return True
    names_of_author = base.mark.key.rpartition(".")[2] in _FREE
    return not base.mark.key or (names_of_author and isinstance(given.value, str))


def _with(base: Node, step: str | int, child: Node) -> Node:
    if isinstance(base.value, list):
        return replace(base, value=[child if at == step else n for at, n in enumerate(base.value)])
    assert isinstance(step, str)
    return replace(base, value={**base.mapping, step: child})


def _is_value(node: Node) -> bool:
    return isinstance(node.value, dict) and not VALUE_KEYS.isdisjoint(node.value)


def _dated_as(given: Node, base: Node) -> Node:
    """Let a row within a value hold from when to when the row did that it replaces."""
    dates = {key: base.origin[key] for key in _DATES if key in base.origin}
    kept = {key: word for key, word in given.origin.items() if key not in _DATES}
    return replace(given, origin=kept | dates) if "valid_from" in dates else given


def _no_such_key(key: str, root: Node) -> InvalidInput:
    known = [node.mark.key for node in _all(root) if node.mark.key]
    near = get_close_matches(key, dict.fromkeys(known), 3, 0.5)
    listed = "、".join(near) or "layers.…"
    return InvalidInput(
        "key_unknown",
        key,
        Text(f"规定里没有“{key}”。", f"The law has no `{key}`."),
        Text(f"是不是 {listed}？", f"Is it {', '.join(near) or 'layers.…'}?"),
    )
