"""What a web server calls (WSGI): messages of the interface go to it at once, pages to Django."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yibao.office.site.settings")
pages = get_wsgi_application()

from yibao.office.exchange.addresses import is_for_exchange  # noqa: E402 -- Django is ready now
from yibao.office.exchange.wsgi import application as messages  # noqa: E402 -- likewise


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer one request."""
    if is_for_exchange(environ["PATH_INFO"]):
        return messages(environ, start_response)
    return pages(environ, start_response)
