"""The door (入口): who comes in, what they may do, and what was shown to them (访问入口)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlencode

from yibao.office.base import audit
from yibao.office.base.actor import Actor
from yibao.office.base.errors import NotAllowed, not_allowed
from yibao.office.base.models import Account
from yibao.office.base.queries import grants_of
from yibao.office.base.rights.granted import Granted
from yibao.office.base.rights.guard import GUARD
from yibao.office.base.rights.request import OfficeRequest
from yibao.office.base.rights.second_factor import is_shown
from yibao.office.screens.refusals import answer, page

API = "/api/"
SIGNED_IN_AT = "signed_in_at"
NINJA = "ninja."
"""Operations of the interface are guarded one by one; the door looks afterwards."""


class Door:
    """Puts `granted`, `permission` and `note_shown` on a request, and lets nothing by unguarded."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: OfficeRequest) -> HttpResponseBase:
        """Answer a request, then write whom it showed."""
        self._end_old_session(request)
        request.granted = granted_of(request)
        request.permission = ""
        request.persons_shown = {}
        request.note_shown = _noter(request)
        answer = _refusal_of_nul(request) or self.answer(request)
        if request.path.startswith(API) and answer.status_code < 400 and not _is_open(request):
            answer = HttpResponse(status=403)
        audit.write_request(request, answer.status_code)
        return answer

    def process_view(
        self, request: OfficeRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """Refuse a view that nobody guarded."""
        del args, kwargs
        made_from = getattr(view, "func", view)
        if hasattr(view, GUARD) or made_from.__module__.startswith(NINJA):
            return None
        unguarded = not_allowed(f"{view.__module__}.{getattr(view, '__name__', '')}")
        return self.process_exception(request, unguarded) or answer(request, unguarded)

    def process_exception(
        self, request: OfficeRequest, error: Exception
    ) -> HttpResponseBase | None:
        """Send somebody who is not signed in, or lacks the second factor, where they can."""
        if not isinstance(error, NotAllowed) or request.path.startswith(API):
            return None
        granted: Granted = request.granted
        back = urlencode({"next": request.get_full_path()})
        if not granted.is_signed_in:
            return redirect(f"{settings.LOGIN_URL}?{back}")
        if error.field.count(".") == 2 and _wants_second_factor(granted, error.field):
            return redirect(f"/base/second-factor/?{back}")
        return None

    def _end_old_session(self, request: OfficeRequest) -> None:
        if not request.user.is_authenticated:
            return
        now = timezone.now().timestamp()
        begun = request.session.setdefault(SIGNED_IN_AT, now)
        if now - begun > settings.SESSION_LASTS_AT_MOST:
            logout(request)


def _refusal_of_nul(request: OfficeRequest) -> HttpResponse | None:
    """Refuse a character that is none (NUL): no text of the database can hold it."""
    if "%00" not in request.META.get("QUERY_STRING", "") and "\0" not in request.path:
        return None
    if not request.path.startswith(API):
        return page(request, 400)
    body = {
        "code": "invalid_request",
        "field": "query",
        "reason": "含有空字符。 There is a NUL.",
        "remedy": "请去掉空字符。 Leave it out.",
    }
    return JsonResponse(body, status=422)


def granted_of(request: OfficeRequest) -> Granted:
    """Return what the account of a request may do today."""
    account = request.user
    if not isinstance(account, Account):
        return Granted(Actor(None, "", address=_address(request)))
    grants = grants_of(account.pk, timezone.localdate())
    actor = Actor(
        account_id=account.pk,
        name=account.name,
        roles=tuple(dict.fromkeys(grant.role for grant in grants)),
        address=_address(request),
        purpose=request.headers.get("X-Purpose", "")[:200],
    )
    return Granted(actor, grants, second_factor=is_shown(request.session))


def _wants_second_factor(granted: Granted, code: str) -> bool:
    try:
        return granted.lacks_only_second_factor(code)
    except KeyError:
        return False


def _noter(request: OfficeRequest) -> Callable[[Iterable[str]], None]:
    def note(persons: Iterable[str], purpose: str = "") -> None:
        audit.shown(request, persons, purpose=purpose)

    return note


def _is_open(request: OfficeRequest) -> bool:
    return bool(request.permission)


def _address(request: OfficeRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))[:64]
