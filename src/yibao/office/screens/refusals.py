"""Pages for what went wrong (错误页): what it was, what to do, and a number to tell."""

from __future__ import annotations

import logging
import secrets

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from yibao.office.screens.language import spoken
from yibao.terms.errors import YibaoError
from yibao.terms.text import Text

_LOG = logging.getLogger("yibao.screens")
_STATUS = {"NotAllowed": 403, "NotFound": 404, "Conflict": 409}
"""By the class's name, for the classes are the base's, which stands on screens."""

WORDS = {
    400: (
        Text("请求无法处理", "This request cannot be used"),
        Text("地址或表单内容不完整或已过期。", "The address or the form is incomplete or too old."),
        Text("请返回上一页，刷新后重试。", "Go back, reload the page, and try again."),
    ),
    403: (
        Text("没有权限", "Not allowed"),
        Text("您的岗位没有这项权限。", "Your roles do not include this."),
        Text("需要时请向系统管理员申请。", "Ask the administration if your work needs it."),
    ),
    404: (
        Text("没有找到", "Not found"),
        Text(
            "没有这个页面或记录，或它不在您的管辖范围内。",
            "There is no such page or record, or it is beyond your reach.",
        ),
        Text("请核对地址或编号，或用上方搜索框查找。", "Check the address, or search above."),
    ),
    409: (
        Text("与他人的操作冲突", "Somebody else was first"),
        Text("记录刚刚被他人修改。", "The record has just been changed by somebody else."),
        Text("请查看新内容后再次提交。", "Look at what is new, then send again."),
    ),
    500: (
        Text("系统出错", "Something broke"),
        Text("错误已记录，没有写入任何数据。", "The error was recorded; nothing was written."),
        Text(
            "请稍后重试；若再次出现，请把错误编号告诉系统管理员。",
            "Try again later; if it happens again, tell the administration the error number.",
        ),
    ),
}


def status_of(error: Exception) -> int | None:
    """Return the status of a refusal; None for an error that nobody foresaw.

    >>> status_of(Http404()), status_of(KeyError())
    (404, None)
    """
    if isinstance(error, Http404):
        return 404
    if isinstance(error, PermissionDenied):
        return 403
    if isinstance(error, BadRequest):
        return 400
    if not isinstance(error, YibaoError):
        return None
    names = (kind.__name__ for kind in type(error).__mro__)
    return next((_STATUS[name] for name in names if name in _STATUS), 400)


def answer(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """Return the page of a refusal; None leaves the error to the server's own handling."""
    status = status_of(error)
    if status is None:
        return None
    if isinstance(error, YibaoError):
        return page(request, status, reason=error.reason, remedy=error.remedy)
    return page(request, status)


def page(
    request: HttpRequest, status: int, reason: Text | None = None, remedy: Text | None = None
) -> HttpResponse:
    """Return the page of `status`, with the words of the error where it has any."""
    title, usual_reason, usual_remedy = WORDS[status]
    context = {
        "status": status,
        "title": title,
        "reason": reason or usual_reason,
        "remedy": remedy or usual_remedy,
        "number": new_number(),
    }
    _LOG.info(
        "refused %s %s: %s, number %s", request.method, request.path, status, context["number"]
    )
    return render(request, _template(request), context, status=status)


def _template(request: HttpRequest) -> str:
    """Return the template: a part for htmx, the shell for who is signed in, else a plain page."""
    if _is_part(request):
        return "screens/refusal_part.html"
    user = getattr(request, "user", None)
    is_known = user is not None and user.is_authenticated
    return "screens/refusal.html" if is_known else "screens/refusal_plain.html"


def _is_part(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers and "HX-Boosted" not in request.headers


def new_number() -> str:
    """Return a number to find an error by in the log; short enough to be said on the telephone.

    >>> len(new_number())
    9
    """
    digits = f"{secrets.randbelow(10**8):08d}"
    return f"{digits[:4]}-{digits[4:]}"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400."""
    del exception
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    del exception
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404."""
    del exception
    return page(request, 404)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or old (CSRF)."""
    del reason
    return page(request, 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 by a page that needs no database, for that may be what broke."""
    number = new_number()
    _LOG.error("broke %s %s, number %s", request.method, request.path, number)
    title, reason, remedy = WORDS[500]
    context = {"title": title, "reason": reason, "remedy": remedy, "number": number}
    context["html_language"] = "zh-CN" if spoken() == "zh" else "en"
    return HttpResponse(render_to_string("screens/broken.html", context), status=500)
