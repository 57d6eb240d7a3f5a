"""Load a law and gather every finding (汇总)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from yibao.policy.benefit_list import BenefitList, read_benefit_list
from yibao.policy.check import bands, certainty, declared, ratios, rows, stacking
from yibao.policy.check.against_list import against_list
from yibao.policy.check.finding import Finding, Severity, of_error
from yibao.policy.check.targets import Target
from yibao.policy.law import Policy
from yibao.policy.load import load_policy, policy_files
from yibao.policy.nodes import Node, read_file
from yibao.policy.plan import compile_plan
from yibao.terms.errors import PolicyError, YibaoError

LIST_FILE = "benefit_list.yaml"

_CHECKS = (
    rows.unreachable_rows,
    rows.date_overlaps,
    rows.date_gaps,
    bands.bands,
    ratios.ratios,
    ratios.adjusted_ratios,
    stacking.layers,
    stacking.tracks,
    stacking.parts,
    certainty.misplaced_assumptions,
    certainty.unknown_values,
    certainty.no_limits,
    declared.unknown_indices,
)


@dataclass(frozen=True, slots=True)
class Report:
    """What the check found in one law; `policy` is missing where it could not be read."""

    target: Target
    policy: Policy | None
    findings: tuple[Finding, ...]

    def count(self, severity: Severity) -> int:
        """Count the findings of a severity."""
        return sum(finding.severity is severity for finding in self.findings)


def check(
    policy: Policy,
    limits: BenefitList | None = None,
    own: Sequence[Node] = (),
    *,
    strict: bool = False,
) -> list[Finding]:
    """Check a law that could be read.

    Args:
        policy: the law.
        limits: the list of benefits to compare it with.
        own: the region's own files, to see what they declare and nobody uses.
        strict: whether unverified values are errors.

    >>> from yibao.policy import load_policy
    >>> any(finding.severity == "error" for finding in check(load_policy("cn")))
    False

    """
    found = [finding for one in _CHECKS for finding in one(policy)]
    found += certainty.statuses(policy, strict)
    found += declared.unused(policy, own)
    found += _compiled(policy)
    if limits is not None:
        found += against_list(policy, limits)
    return sorted(set(found), key=lambda finding: finding.order)


def check_target(
    target: Target, limits_file: Path | None = None, *, strict: bool = False
) -> Report:
    """Load and check one law; errors of the loader, one a layer, are then its only findings.

    Args:
        target: what to load.
        limits_file: another list of benefits than the one among the regions.
        strict: whether unverified values are errors.

    """
    try:
        policy = load_policy(target.place, target.root)
        limits = _limits(target, policy, limits_file)
        found = check(policy, limits, _own(target), strict=strict)
    except YibaoError as error:
        errors = (error, *getattr(error, "others", ()))
        return Report(target, None, tuple(of_error(one, target.place) for one in errors))
    if target.only:
        found = [finding for finding in found if finding.mark.file == target.only]
    return Report(target, policy, tuple(found))


def _compiled(policy: Policy) -> Iterator[Finding]:
    """Compile the plan: some mistakes show only there, such as a counter of two periods."""
    try:
        if policy.stack:
            compile_plan(policy)
    except PolicyError as error:
        yield of_error(error, policy.region)


def _limits(target: Target, policy: Policy, file: Path | None) -> BenefitList | None:
    path = file or target.root / "cn" / LIST_FILE
    if file is None and not path.is_file():
        return None
    return read_benefit_list(path, _shown(path, target.root), policy.names)


def _own(target: Target) -> list[Node]:
    """Read the region's own files once more: only there names and sources have their lines."""
    files = policy_files(target.place, target.root)
    folder = files[-1].parent
    mine = [file for file in files if file.parent == folder]
    return [read_file(file, _shown(file, target.root)) for file in mine]


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def shown_path(finding: Finding, target: Target, base: Path) -> str:
    """Return the path of a finding's file as somebody at `base` would type it.

    Args:
        finding: the finding.
        target: the law it was found in.
        base: the folder to which the path is relative, where it lies below it.

    """
    place = Path(target.place)
    file = finding.mark.file
    candidates = [target.root / file, place / file, place if place.name == file else place.parent]
    found = next((path for path in candidates if path.is_file()), None)
    if found is None:
        return file
    return found.relative_to(base).as_posix() if found.is_relative_to(base) else str(found)


def without_repeats(reports: list[Report]) -> list[Report]:
    """Leave out of later reports what an earlier one says: the nation's law is in every region."""
    seen: set[Finding] = set()
    kept = []
    for report in reports:
        new = tuple(finding for finding in report.findings if finding not in seen)
        seen.update(new)
        kept.append(replace(report, findings=new))
    return kept
