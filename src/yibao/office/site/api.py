"""The typed interface (接口) at ``/api/``: every office's router, one shape of errors."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.security import django_auth

from yibao.office.base.errors import Conflict, NotAllowed, NotFound, not_allowed
from yibao.office.base.rights.guard import open_to_all
from yibao.office.base.rights.request import OfficeRequest
from yibao.office.screens.language import language_of
from yibao.office.site.offices import declared
from yibao.terms.errors import YibaoError

api = NinjaAPI(
    title="yibao 医保",
    version="1",
    description="Registers and books of a region's healthcare security.",
    auth=django_auth,
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
)

for _office, _module in declared("api"):
    api.add_router(f"/{_office}/", _module.router, tags=[_office])


@require_safe
@open_to_all
def schema(request: OfficeRequest) -> HttpResponse:
    """Hand out the description of the interface (OpenAPI) to whoever is signed in."""
    if not request.granted.is_signed_in:
        return _refused(request, not_allowed("signed_in"))
    return JsonResponse(api.get_openapi_schema())


def _status(error: YibaoError) -> int:
    for kind, status in ((NotAllowed, 403), (NotFound, 404), (Conflict, 409)):
        if isinstance(error, kind):
            return status
    return 422


@api.exception_handler(YibaoError)
def _refused(request: OfficeRequest, error: YibaoError) -> HttpResponse:
    language = language_of(request)
    body = {
        "code": error.code,
        "field": error.field,
        "reason": error.reason.of(language),
        "remedy": error.remedy.of(language),
    }
    return api.create_response(request, body, status=_status(error))


@api.exception_handler(ValidationError)
def _invalid(request: OfficeRequest, error: ValidationError) -> HttpResponse:
    language = language_of(request)
    first = error.errors[0]
    body = {
        "code": "invalid_request",
        "field": ".".join(str(part) for part in first["loc"][1:]) or "body",
        "reason": str(first["msg"]),
        "remedy": "请按接口文档改正。" if language == "zh" else "See /api/openapi.json.",
    }
    return api.create_response(request, body, status=422)


@api.exception_handler(HttpError)
def _http(request: OfficeRequest, error: HttpError) -> HttpResponse:
    language = language_of(request)
    body = {
        "code": "bad_request",
        "field": "",
        "reason": str(error),
        "remedy": "请检查请求。" if language == "zh" else "See that the request is well formed.",
    }
    return api.create_response(request, body, status=error.status_code)
