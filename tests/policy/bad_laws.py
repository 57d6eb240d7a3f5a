"""Small laws with one thing wrong, laid over the nation, and what the check says of them."""

from pathlib import Path

from yibao.policy.check import Finding, Severity, check_target, targets

HEAD = """\
region: test/bad
label: {zh: 测试, en: test}
sources:
  DOC: {kind: document, title: 测试文件}
  BOOK: {kind: compilation, title: 测试汇编}
  PAGE: {kind: page, title: 测试网页}
source: DOC
status: verified
valid_from: 2024-01-01
"""
"""Nine lines: what a test writes begins on line 10."""

LAYER = """\
layers:
  inpatient:
    label: {zh: 住院, en: in-patient}
    role: basic_inpatient
    fund: "390100"
    schemes: ["390"]
    care: [inpatient]
    base: [in_scope]
"""
"""Eight more lines: what a test adds to the layer begins on line 18."""

STACK = "stack: {order: [inpatient]}\n"


def findings(folder: Path, text: str, *, strict: bool = False) -> list[Finding]:
    """Write a law and return what the check finds."""
    path = folder / "law.yaml"
    path.write_text(text, encoding="utf-8")
    [target] = targets(str(path))
    return list(check_target(target, strict=strict).findings)


def of_layer(folder: Path, rules: str, *, strict: bool = False) -> list[Finding]:
    """Check a law of one layer with these rules, indented by four."""
    return findings(folder, HEAD + LAYER + rules + STACK, strict=strict)


def only(found: list[Finding], code: str) -> Finding:
    """Return the one finding in the test's own file with this code."""
    [finding] = [f for f in found if f.code == code and f.mark.file == "law.yaml"]
    return finding


def grave(found: list[Finding]) -> set[str]:
    """Return the codes of errors and warnings."""
    return {finding.code for finding in found if finding.severity is not Severity.INFO}
