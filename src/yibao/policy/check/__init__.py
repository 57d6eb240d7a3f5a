"""Check a law before anyone relies on it (政策检查): findings with place, reason and remedy."""

from yibao.policy.check.finding import Finding, Severity
from yibao.policy.check.run import Report, check, check_target
from yibao.policy.check.targets import Target, targets

__all__ = ["Finding", "Report", "Severity", "Target", "check", "check_target", "targets"]
