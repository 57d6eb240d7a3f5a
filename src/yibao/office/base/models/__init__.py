"""Tables of the base (基础数据表)."""

from yibao.office.base.models.account import Account, AccountManager, Grant
from yibao.office.base.models.audit import AuditEntry
from yibao.office.base.models.monitoring import Alarm, HealthReading, RequestMinute, Threshold
from yibao.office.base.models.seal import Seal, SealedRow
from yibao.office.base.models.work import Event, Job, Message

__all__ = [
    "Account",
    "AccountManager",
    "Alarm",
    "AuditEntry",
    "Event",
    "Grant",
    "HealthReading",
    "Job",
    "Message",
    "RequestMinute",
    "Seal",
    "SealedRow",
    "Threshold",
]
