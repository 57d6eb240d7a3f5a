"""Guards of the pages of registers (访问控制): as the base's, without knowing the base."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseBase

from yibao.office.screens.rights import OfficeRequest

View = Callable[..., HttpResponseBase]


def needs(permission: str, view: View) -> View:
    """Return `view` behind `permission`; the door lets pass only what carries ``yibao_guard``."""

    @wraps(view)
    def run(request: OfficeRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.granted.need(permission)
        request.permission = permission
        return view(request, *args, **kwargs)

    run.yibao_guard = permission  # type: ignore[attr-defined]
    return run


def for_everybody_signed_in(view: View) -> View:
    """Return `view` for whoever is signed in; others are sent to sign in."""

    @wraps(view)
    def run(request: OfficeRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        request.permission = "signed_in"
        return view(request, *args, **kwargs)

    run.yibao_guard = "signed_in"  # type: ignore[attr-defined]
    return run


def open_to_all(view: View) -> View:
    """Return `view` for everybody."""

    @wraps(view)
    def run(request: OfficeRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.permission = "open_to_all"
        return view(request, *args, **kwargs)

    run.yibao_guard = "open_to_all"  # type: ignore[attr-defined]
    return run
