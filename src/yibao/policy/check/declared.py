"""Names and sources that nobody uses, indices that nobody declares (登记与使用)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from yibao.policy.check.finding import Finding, Severity
from yibao.policy.facts import NAMES_OF
from yibao.policy.law import Policy
from yibao.policy.nodes import Node
from yibao.policy.values import Indexed, Test
from yibao.policy.wording.entries import entries
from yibao.terms.text import Text


def unknown_indices(policy: Policy) -> Iterator[Finding]:
    """Find multiples of an index that `indices` does not have."""
    for entry in entries(policy):
        for row in entry.value.rows:
            operand = row.operand
            if not isinstance(operand, Indexed) or operand.of in policy.indices:
                continue
            near = get_close_matches(operand.of, policy.indices, 1)
            hint = f"of: {near[0]}" if near else f"indices: {{{operand.of}: {{label, value}}}}"
            yield Finding(
                Severity.ERROR,
                "index_unknown",
                row.mark,
                Text(
                    f"indices 里没有“{operand.of}”，结算遇到它会被拒绝。",
                    f"`indices` has no `{operand.of}`; a visit that reaches it is refused.",
                ),
                Text(
                    f"写 {hint}；数额未知的写 value: unknown。",
                    f"Write {hint}; value: unknown where the amount is not known.",
                ),
            )


def unused(policy: Policy, own: Sequence[Node]) -> Iterator[Finding]:
    """Find what a region's own files declare and its law never uses.

    Args:
        policy: the law.
        own: the region's own files; what the nation declares is there for others too.

    """
    if not policy.stack:
        return
    asked = _asked(policy)
    for section, name, node in _declared(own, "names", 2):
        if name not in asked.get(section, set()):
            yield _unused(
                node,
                "name_unused",
                Text(
                    f"names.{section} 中的“{name}”没有一行用到。",
                    f"No row asks about names.{section}.{name}.",
                ),
                Text(
                    "删去它，或写出用到它的规定。", "Drop it, or write the rule that asks for it."
                ),
            )
    cited = {row.provenance.source.name for e in entries(policy) for row in e.value.rows}
    for _, name, node in _declared(own, "sources", 1):
        if name not in cited:
            yield _unused(
                node,
                "source_unused",
                Text(f"没有值引用来源“{name}”。", f"No value names the source `{name}`."),
                Text(
                    "删去它，或在值上写 source。", f"Drop it, or write source: {name} at a value."
                ),
            )


def _asked(policy: Policy) -> dict[str, set[str]]:
    """Collect the names that any rule asks about, by section of `names`."""
    tests: list[Test] = [t for e in entries(policy) for row in e.value.rows for t in row.tests]
    for layer in policy.layers.values():
        tests += layer.when
    for track in policy.lines.tracks:
        tests += track.when
    asked: dict[str, set[str]] = {}
    for test in tests:
        asked.setdefault(NAMES_OF.get(test.fact, test.fact), set()).update(test.names)
    for layer in policy.layers.values():
        for cap in layer.caps:
            if cap.quota:
                asked.setdefault("disease", set()).update(cap.quota.diseases)
    return asked


def _declared(files: Sequence[Node], section: str, depth: int) -> Iterator[tuple[str, str, Node]]:
    for file in files:
        node = file.get(section)
        for name, child in node.children() if node else ():
            if depth == 1:
                yield section, name, child
            else:
                for inner, grandchild in child.children():
                    yield name, inner, grandchild


def _unused(node: Node, code: str, message: Text, remedy: Text) -> Finding:
    return Finding(Severity.INFO, code, node.mark, message, remedy)
