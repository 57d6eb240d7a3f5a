"""A site for a granian of a test: it says of each message whether its headers are one of a kind."""

from __future__ import annotations

import os
from collections.abc import Iterable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.office.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

get_wsgi_application()

from yibao.office.exchange.door import Reply  # noqa: E402 -- Django is ready now
from yibao.office.exchange.security import Headers  # noqa: E402 -- Django is ready now
from yibao.office.site import rsgi  # noqa: E402 -- Django is ready now
from yibao.terms.errors import YibaoError  # noqa: E402 -- Django is ready now


def _respond(
    method: str, path: str, headers: Iterable[tuple[str, str]], body: bytes, address: str
) -> Reply:
    pairs = list(headers)
    try:
        Headers(pairs).refuse_ambiguous()
        said = f"{method} {path} {len(body)} {address} {Headers(pairs).need('_api_signature')}"
    except YibaoError as refused:
        said = refused.code
    return Reply(200, "text/plain", said.encode())


def make() -> rsgi.Site:
    settings.ALLOWED_HOSTS = ["*"]
    rsgi.respond = _respond  # type: ignore[assignment]
    return rsgi.Site(2)
