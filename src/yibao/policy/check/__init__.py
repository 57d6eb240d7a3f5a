"""Check a law before anyone relies on it (政策检查): findings with place, reason and remedy."""

from yibao.policy.check.certainty import rows_by_status, status_of_rows
from yibao.policy.check.finding import SEVERITY_LABELS, Finding, Severity
from yibao.policy.check.run import Report, check, check_target, shown_path, without_repeats
from yibao.policy.check.targets import Target, region_targets, targets

__all__ = [
    "SEVERITY_LABELS",
    "Finding",
    "Report",
    "Severity",
    "Target",
    "check",
    "check_target",
    "region_targets",
    "rows_by_status",
    "shown_path",
    "status_of_rows",
    "targets",
    "without_repeats",
]
