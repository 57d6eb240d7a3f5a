"""The language of a page (语言): the account's choice in a cookie, else Chinese."""

from __future__ import annotations

from django.http import HttpRequest

from yibao.terms.text import LANGUAGES

COOKIE = "yibao_language"


def language_of(request: HttpRequest) -> str:
    """Return ``"zh"`` or ``"en"`` for this request."""
    asked = request.COOKIES.get(COOKIE, "")
    return asked if asked in LANGUAGES else LANGUAGES[0]
