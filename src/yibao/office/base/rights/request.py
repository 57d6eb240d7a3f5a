"""A request as offices get it (请求): with everything that the door put on it."""

from __future__ import annotations

from yibao.office.base.rights.granted import Granted
from yibao.office.screens.rights import OfficeRequest as ShownRequest


class OfficeRequest(ShownRequest):
    """A request with the account's grants, reach and actor."""

    granted: Granted
