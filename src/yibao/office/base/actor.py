"""Who does something (操作人): what every service is told and every trace keeps."""

from __future__ import annotations

from dataclasses import dataclass, field

from yibao.office.base.roles import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody at work: an account, or the system itself.

    >>> SYSTEM.account_id is None
    True
    """

    account_id: int | None
    name: str
    roles: tuple[Role, ...] = field(default=())
    address: str = ""
    purpose: str = ""


SYSTEM = Actor(None, "system")
