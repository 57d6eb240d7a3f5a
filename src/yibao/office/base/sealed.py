"""What of the base is sealed (封存): the audit log."""

from __future__ import annotations

from yibao.office.base.seals import SealedTable, declare
from yibao.terms.text import Text

AUDIT = SealedTable(
    "base_auditentry",
    (
        "at", "account_id", "account_name", "roles", "address", "action", "subject", "persons",
        "purpose", "changes", "request", "status",
    ),
    Text("审计日志", "Audit log"),
)  # fmt: skip


def declare_audit() -> None:
    """Have the audit log sealed by the ticker."""
    declare(AUDIT)
