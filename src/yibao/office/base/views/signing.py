"""Signing in and out, and the second factor (登录、退出、二次验证)."""

from __future__ import annotations

import segno
from django.contrib.auth import authenticate, login, logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yibao.office.base.audit import wrote
from yibao.office.base.forms import CodeForm, SignInForm
from yibao.office.base.models import Account
from yibao.office.base.rights import second_factor
from yibao.office.base.rights.door import SIGNED_IN_AT, granted_of
from yibao.office.base.rights.guard import open_to_all, signed_in
from yibao.office.base.rights.request import OfficeRequest
from yibao.office.screens.language import said
from yibao.terms.text import Text

PENDING = "second_factor_pending"
WRONG = Text("登录名或口令不对，或账户已停用。", "The name or password is wrong, or it is stopped.")
WRONG_CODE = Text(
    "验证码不对或已用过，请等下一个。", "The code is wrong or was used; wait for the next one."
)


@never_cache
@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: OfficeRequest) -> HttpResponse:
    """Let somebody in by user name and password; five wrong tries lock for a quarter of an hour."""
    if request.user.is_authenticated:
        return redirect(_next(request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = authenticate(request, **form.cleaned_data)
        if isinstance(account, Account):
            return _let_in(request, account)
        if getattr(request, "axes_locked_out", False):
            return locked_out(request)
        form.add_error(None, said(WRONG))
    status = 200 if request.method != "POST" else 401
    return render(
        request, "base/sign_in.html", {"form": form, "next": _next(request)}, status=status
    )


def locked_out(request: OfficeRequest, *_: object, **__: object) -> HttpResponse:
    """Say that too many tries were wrong."""
    return render(request, "base/locked_out.html", status=429)


@require_POST
@signed_in
def sign_out(request: OfficeRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("/base/sign-in/")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def show_second_factor(request: OfficeRequest) -> HttpResponse:
    """Ask for the code of the second factor; who has none enrols an authenticator first."""
    account = _account(request)
    if not account.second_factor_secret:
        return redirect(f"/base/second-factor/enrol/?next={_next(request)}")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if second_factor.is_right(account, form.cleaned_data["code"]):
            request.session[second_factor.SESSION_KEY] = timezone.now().timestamp()
            return redirect(_next(request))
        form.add_error("code", said(WRONG_CODE))
    return render(request, "base/second_factor.html", {"form": form, "next": _next(request)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def enrol_second_factor(request: OfficeRequest) -> HttpResponse:
    """Have an authenticator scan a secret, and keep it once it shows a right code."""
    account = _account(request)
    if account.second_factor_secret:
        return redirect(f"/base/second-factor/?next={_next(request)}")
    secret = str(request.session.setdefault(PENDING, second_factor.new_secret()))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if second_factor.enrol(account, secret, form.cleaned_data["code"]):
            del request.session[PENDING]
            request.session[second_factor.SESSION_KEY] = timezone.now().timestamp()
            actor = request.granted.actor
            changes = {"second_factor": (None, "enrolled")}
            wrote(actor, "signed_in", f"account:{account.username}", changes)
            return redirect(_next(request))
        form.add_error("code", said(WRONG_CODE))
    picture = segno.make(second_factor.address(account, secret), error="m")
    context = {
        "form": form,
        "next": _next(request),
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "picture": picture.svg_data_uri(scale=5, border=2),
    }
    return render(request, "base/enrol_second_factor.html", context)


def _let_in(request: OfficeRequest, account: Account) -> HttpResponse:
    login(request, account)
    request.session[SIGNED_IN_AT] = timezone.now().timestamp()
    request.granted = granted_of(request)
    actor = request.granted.actor
    wrote(actor, "sign_in", f"account:{account.username}")
    if account.must_change_password:
        return redirect(f"/base/me/?next={_next(request)}")
    return redirect(_next(request))


def _account(request: OfficeRequest) -> Account:
    assert isinstance(request.user, Account), "only who is signed in comes here"
    return request.user


def _next(request: OfficeRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or "/"
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return asked if is_ours else "/"
