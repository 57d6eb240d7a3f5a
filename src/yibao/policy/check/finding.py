"""A finding of the check (检查结果): how grave, what, where, and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from yibao.policy.provenance import Mark
from yibao.terms.errors import YibaoError
from yibao.terms.text import Text


class Severity(StrEnum):
    """How grave a finding is: an error stops `yibao policy check` with exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


SEVERITY_LABELS = {
    Severity.ERROR: Text("错误", "error"),
    Severity.WARNING: Text("警告", "warning"),
    Severity.INFO: Text("提示", "info"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; `code` is stable, the sentences may be improved."""

    severity: Severity
    code: str
    mark: Mark
    message: Text
    remedy: Text

    @property
    def order(self) -> tuple[int, str, int, str, str]:
        """Sort by gravity, then by place."""
        gravity = list(Severity).index(self.severity)
        return gravity, self.mark.file, self.mark.line, self.mark.key, self.code


def of_error(error: YibaoError, file: str) -> Finding:
    """Turn the refusal of the loader into a finding; `file` where it does not say which."""
    mark = Mark(
        getattr(error, "file", None) or file,
        getattr(error, "line", None) or 1,
        getattr(error, "key", None) or error.field,
    )
    return Finding(Severity.ERROR, error.code, mark, error.reason, error.remedy)
