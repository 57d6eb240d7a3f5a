"""What the base gives to the shell of every page (外壳): masks, audit, exports, the user's menu."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.conf import settings

from yibao.office.base import audit, exports
from yibao.office.base.field_catalogue import masked
from yibao.office.base.rights.granted import Granted
from yibao.office.base.rights.request import OfficeRequest
from yibao.office.screens.hooks import MenuLink
from yibao.terms.text import Text

DEMO_REGION = "990100"


class _Shell:
    """The running site, as screens know it."""

    def mask(self, granted: Granted, field: str, value: object) -> object:
        """Return the value, or its mask where the account may not see it whole."""
        return masked(granted, field, value)

    def shown(self, request: OfficeRequest, persons: Iterable[str]) -> None:
        """Note for the audit whom this request showed."""
        audit.shown(request, persons)

    def start_export(
        self,
        request: OfficeRequest,
        register: str,
        query: Mapping[str, Sequence[str]],
        language: str,
    ) -> str:
        """Start the export of a register's rows; return the address where it can be watched."""
        actor = request.granted.actor
        job = exports.start_export(actor, register, query, language)
        return f"/base/jobs/{job.pk}/"

    def import_address(self, kind: str) -> str:
        """Return where files of that kind are taken in."""
        return f"/imports/{kind}/"

    def is_demo(self) -> bool:
        """Say whether everything here is invented."""
        return bool(settings.YIBAO.is_demo)

    def region(self) -> Text:
        """Return the region's name."""
        if settings.YIBAO.region == DEMO_REGION:
            return Text("示范市", "Demo City")
        return Text(settings.YIBAO.region, settings.YIBAO.region)

    def user_menu(self, request: OfficeRequest) -> Sequence[MenuLink]:
        """Return what stands in the user's menu above signing out."""
        del request
        return (
            MenuLink(Text("我的任务", "My jobs"), "/base/jobs/", "list-check"),
            MenuLink(Text("消息", "Messages"), "/base/messages/", "bell"),
            MenuLink(Text("账户与口令", "Account and password"), "/base/me/", "user"),
        )

    def sign_out_address(self) -> str:
        """Return where a POST signs the user out."""
        return "/base/sign-out/"


SHELL = _Shell()
