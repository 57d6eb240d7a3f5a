"""The refusals where the law is not known: whoever evaluates a value says the same."""

from __future__ import annotations

from yibao.terms.errors import PolicyUnknown
from yibao.terms.text import Text


def unknown_value(key: str) -> PolicyUnknown:
    """Say that a value of the law is unknown."""
    return PolicyUnknown(
        "policy_unknown",
        key,
        Text(f"“{key}”的规定未知。", f"The value of `{key}` is unknown."),
        Text(
            "找到文件后写入政策文件。", "Write it into the policy file once the document is found."
        ),
        key=key,
    )


def unverified_value(key: str) -> PolicyUnknown:
    """Say that a value rests on an unverified source only."""
    return PolicyUnknown(
        "policy_unverified",
        key,
        Text(f"“{key}”只有未经核实的来源。", f"`{key}` has an unverified source only."),
        Text("核实来源，或加 --allow-unverified。", "Verify it, or pass --allow-unverified."),
        key=key,
    )
