"""Load a law and gather every finding."""

from __future__ import annotations

from dataclasses import dataclass

from yibao.policy.check.finding import Finding, Severity, of_error
from yibao.policy.check.targets import Target
from yibao.policy.law import Policy
from yibao.policy.load import load_policy
from yibao.terms.errors import YibaoError


@dataclass(frozen=True, slots=True)
class Report:
    """What the check found in one law; `policy` is missing where it could not be read."""

    place: str
    policy: Policy | None
    findings: tuple[Finding, ...]

    def count(self, severity: Severity) -> int:
        """Count the findings of a severity."""
        return sum(finding.severity is severity for finding in self.findings)


def check(policy: Policy) -> tuple[Finding, ...]:
    """Check a law that could be read."""
    return ()


def check_target(target: Target) -> Report:
    """Load and check one law; an error of the loader is its only finding."""
    try:
        policy = load_policy(target.place, target.root)
    except YibaoError as error:
        return Report(target.place, None, (of_error(error, target.place),))
    found = sorted(check(policy), key=lambda finding: finding.order)
    if target.only:
        found = [finding for finding in found if finding.mark.file == target.only]
    return Report(target.place, policy, tuple(found))
