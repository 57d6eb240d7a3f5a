"""What every request gets from screens (中间件): language, content policy, words of refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from yibao.office.screens.language import django_code, language_of
from yibao.office.screens.refusals import answer

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",  # the charts' tooltips carry their style with them
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""No script, style or request but from the site itself; nothing inline is ever run."""


class Screens:
    """Chooses the language, sets the content policy, answers what an office refuses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language of the request."""
        with translation.override(django_code(language_of(request))):
            response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
        )
        patch_vary_headers(response, ("Cookie", "HX-Request"))
        return response

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        """Choose again: only now is it known who is signed in, and what language they keep."""
        del view
        translation.activate(django_code(language_of(request)))

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a refusal with a page that says what to do; the interface answers its own."""
        return None if request.path.startswith("/api/") else answer(request, error)
