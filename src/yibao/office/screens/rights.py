"""What screens know of rights: what a request carries, by shape (权限的形状).

`yibao.office.base` makes these objects; screens only name what they use of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from django.db.models import Q
from django.http import HttpRequest


class Reach(Protocol):
    """The part of the region and of the providers that somebody sees (管辖范围)."""

    def condition(
        self, division: str = "division", provider: str | None = None, person: str | None = None
    ) -> Q:
        """Return the condition on a table whose columns are so named."""
        ...


class Granted(Protocol):
    """What the signed-in account may do; stands in ``request.granted``."""

    @property
    def actor(self) -> Any:
        """Who acts, as services and the audit take it."""
        ...

    def may(self, code: str) -> bool:
        """Say whether the permission is held anywhere."""
        ...

    def reach(self, code: str) -> Any:
        """Return where the permission is held; nothing when it is not."""
        ...

    def need(self, code: str) -> Any:
        """Return where the permission is held, or refuse the request."""
        ...


class OfficeRequest(HttpRequest):
    """A request that came through the door: who asks, what they need, whom they were shown."""

    granted: Granted
    permission: str
    """What the view that runs asked for; empty until it did."""
    persons_shown: dict[str, None]
    note_shown: Callable[..., None]
    purpose: str
