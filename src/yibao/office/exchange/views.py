"""The interface as a view of Django (视图), for servers and tests that know nothing else."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from yibao.office.base.rights.guard import open_to_all
from yibao.office.base.rights.request import OfficeRequest
from yibao.office.exchange.wsgi import reply_to


@csrf_exempt
@open_to_all
def call(request: OfficeRequest, rest: str) -> HttpResponse:
    """Answer a message; who sent it is proved by its signature, not by signing in.

    The request is counted where all requests of Django are.
    """
    del rest
    reply = reply_to(request.META)
    return HttpResponse(reply.body, status=reply.status, content_type=reply.content_type)
