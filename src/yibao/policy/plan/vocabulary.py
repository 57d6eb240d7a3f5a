"""Names to small integers: the codes under which a plan knows facts, schemes and care."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from yibao.policy.facts import FACTS, NAMES_OF, FactKind
from yibao.policy.law import Policy
from yibao.policy.plan import layout
from yibao.terms.errors import InvalidInput, PolicyError
from yibao.terms.text import Text

SET_NAMES_MAX = 62
"""A set is one 64-bit integer; two bits are left alone."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The codes of every name, by fact."""

    codes: dict[str, dict[str, int]]
    """Fact → name → code (for sets: the bit's position)."""
    schemes: dict[str, int]
    care: dict[str, int]

    def code(self, fact: str, name: str) -> int:
        """Return the code of a name, or an error that suggests the nearest."""
        known = self.codes[fact]
        if name in known:
            return known[name]
        near = get_close_matches(name, known, 1)
        hint = near[0] if near else ", ".join(known)
        raise InvalidInput(
            "name_unknown",
            fact,
            Text(
                f"“{FACTS[fact].label.zh}”没有“{name}”。",
                f"{FACTS[fact].label.en} has no `{name}`.",
            ),
            Text(f"可用：{hint}。", f"Write one of: {hint}."),
        )


def vocabulary(policy: Policy) -> Vocabulary:
    """Give every name of a policy its code; the order is the file's, so codes only grow."""
    codes: dict[str, dict[str, int]] = {}
    for name, fact in FACTS.items():
        if fact.kind not in (FactKind.ONE_OF, FactKind.SET):
            continue
        declared = policy.names.get(NAMES_OF.get(name, name), {})
        names = fact.names or ((fact.default,) if fact.default else ()) + tuple(declared)
        if fact.kind is FactKind.SET and len(names) > SET_NAMES_MAX:
            raise PolicyError(
                "too_many_names",
                f"names.{name}",
                Text(f"超过 {SET_NAMES_MAX} 个名称。", f"More than {SET_NAMES_MAX} names."),
                Text("合并不用的名称。", "Drop the names that no rule uses."),
            )
        if name == "link":
            names = layout.LINKS
        codes[name] = {text: position for position, text in enumerate(names)}
    schemes = sorted({s for name in policy.stack for s in policy.layers[name].schemes})
    return Vocabulary(
        codes,
        {scheme: position for position, scheme in enumerate(schemes)},
        {care: position for position, care in enumerate(policy.care_types)},
    )
