"""Guards of views (访问控制): a view without one is refused by the door."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from inspect import signature
from typing import Any

from yibao.office.base.errors import not_allowed
from yibao.office.base.rights.request import OfficeRequest

View = Callable[..., Any]
GUARD = "yibao_guard"


def guarded(code: str) -> Callable[[View], View]:
    """Let a view or an operation of the interface run only with the permission `code`.

    Raises:
        NotAllowed: when the view is asked for without it.

    """

    def wrap(view: View) -> View:
        @wraps(view)
        def run(request: OfficeRequest, *args: Any, **kwargs: Any) -> Any:
            request.granted.need(code)
            request.permission = code
            return view(request, *args, **kwargs)

        return _marked(run, view, code)

    return wrap


def signed_in(view: View) -> View:
    """Let a view run for whoever is signed in, whatever their roles."""

    @wraps(view)
    def run(request: OfficeRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.granted.is_signed_in:
            raise not_allowed("signed_in")
        request.permission = "signed_in"
        return view(request, *args, **kwargs)

    return _marked(run, view, "signed_in")


def open_to_all(view: View) -> View:
    """Let a view run for everybody: signing in, health, the language."""

    @wraps(view)
    def run(request: OfficeRequest, *args: Any, **kwargs: Any) -> Any:
        request.permission = "open_to_all"
        return view(request, *args, **kwargs)

    return _marked(run, view, "open_to_all")


def _marked(run: View, view: View, code: str) -> View:
    setattr(run, GUARD, code)
    with suppress(NameError):
        # The interface reads annotations by the names of the module that wrote them, not of ours.
        run.__signature__ = signature(view, eval_str=True)  # type: ignore[attr-defined]
    return run
