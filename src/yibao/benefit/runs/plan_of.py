"""The plan that a run settles by."""

from __future__ import annotations

from pathlib import Path

from yibao.benefit.runs.asked import Asked
from yibao.policy import compile_plan, load_policy
from yibao.policy.plan import Plan


def place_of(region: str) -> str | Path:
    """Return a region's code or folder as the reader of policies takes it."""
    path = Path(region)
    return path if path.exists() else region


def plan_of(asked: Asked) -> Plan:
    """Read and compile the law that a run asks for.

    Raises:
        PolicyError: it cannot be read.
        InvalidInput: there is no such region, or a column that is asked for does not exist.

    """
    policy = load_policy(place_of(asked.region))
    return compile_plan(policy, allow_unverified=asked.allow_unverified)
