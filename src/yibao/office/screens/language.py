"""The language of a request (界面语言): Chinese unless somebody chose English."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.translation import get_language

from yibao.terms.text import LANGUAGES, Text

COOKIE = "yibao_language"
COOKIE_AGE_SECONDS = 365 * 24 * 60 * 60
_DJANGO = {"zh": "zh-hans", "en": "en"}


def language_of(request: HttpRequest) -> str:
    """Return ``"zh"`` or ``"en"``: the browser's choice, else the account's, else Chinese."""
    chosen = request.COOKIES.get(COOKIE)
    if chosen in LANGUAGES:
        return str(chosen)
    kept = getattr(getattr(request, "user", None), "language", None)
    return kept if kept in LANGUAGES else "zh"


def django_code(language: str) -> str:
    """Return what Django calls a language of ours.

    >>> django_code("zh")
    'zh-hans'
    """
    return _DJANGO[language]


def spoken() -> str:
    """Return the language that is active now, outside requests Chinese."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def said(text: object) -> str:
    """Return a `Text` in the language that is active; anything else as it is.

    >>> said(Text("人员", "Person")), said(12), said(None)
    ('人员', '12', '')
    """
    if isinstance(text, Text):
        return text.of(spoken())
    return "" if text is None else str(text)


later = lazy(said, str)
"""A `Text` where Django wants a string before the language is known: labels of choices."""
