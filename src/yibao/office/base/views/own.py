"""One's own pages (我的): account, jobs, messages."""

from __future__ import annotations

from django.contrib import messages as notices
from django.contrib.auth import update_session_auth_hash
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yibao.office.base import jobs
from yibao.office.base.audit import wrote
from yibao.office.base.forms import OwnPasswordForm
from yibao.office.base.messages import mark_read
from yibao.office.base.models import Account, Grant, Job, Message
from yibao.office.base.rights.guard import signed_in
from yibao.office.base.rights.request import OfficeRequest
from yibao.office.base.services.accounts import change_own_password
from yibao.office.screens.language import said
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

SHOWN_AT_MOST = 100


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def me(request: OfficeRequest) -> HttpResponse:
    """Show one's account and grants, and change the password."""
    account = _account(request)
    form = OwnPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor = request.granted.actor
        old, new = form.cleaned_data["old"], form.cleaned_data["new"]
        try:
            change_own_password(actor, account, old, new)
        except InvalidInput as refusal:
            field = {"old": "old"}.get(refusal.field, "new")
            form.add_error(field, said(Text(refusal.message("zh"), refusal.message("en"))))
        else:
            update_session_auth_hash(request, account)
            notices.success(request, said(Text("口令已修改。", "The password is changed.")))
            return redirect("/")
    grants = Grant.objects.filter(account=account).order_by("-pk")
    return render(request, "base/me.html", {"form": form, "account": account, "grants": grants})


@require_safe
@signed_in
def my_jobs(request: OfficeRequest) -> HttpResponse:
    """List one's own jobs, the newest first."""
    mine = Job.objects.filter(account=_account(request)).order_by("-pk")[:SHOWN_AT_MOST]
    return render(request, "base/jobs.html", {"jobs": [_shown(job) for job in mine]})


@require_safe
@signed_in
def my_job(request: OfficeRequest, number: int) -> HttpResponse:
    """Show how far one job is; the page asks again while it runs."""
    job = _job(request, number)
    part = "HX-Request" in request.headers
    template = "base/job_state.html" if part else "base/job.html"
    return render(request, template, {"job": _shown(job)})


@require_POST
@signed_in
def stop_job(request: OfficeRequest, number: int) -> HttpResponse:
    """Ask one's own job to stop."""
    _job(request, number)
    jobs.stop(number, request.granted.actor)
    return redirect(f"/base/jobs/{number}/")


@require_safe
@signed_in
def job_result(request: OfficeRequest, number: int) -> FileResponse:
    """Hand out the file that one's own job made; that is an export, and noted as one.

    Raises:
        Http404: when there is none, or no longer.
        NotAllowed: when the right to start such a job was taken meanwhile.

    """
    job = _job(request, number)
    place = jobs.result_path(job)
    if not job.result_file or not place.is_file():
        raise Http404
    granted = request.granted
    needed = jobs.kind_of(job.kind).needs(job.arguments)
    granted.need(needed)
    wrote(granted.actor, needed, f"job:{job.pk}")
    return FileResponse(place.open("rb"), as_attachment=True, filename=job.result_name)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def my_messages(request: OfficeRequest) -> HttpResponse:
    """List one's messages; a POST marks them as read."""
    account = _account(request)
    if request.method == "POST":
        mark_read(account.pk)
        return redirect("/base/messages/")
    found = Message.objects.filter(account=account).order_by("-pk")[:SHOWN_AT_MOST]
    return render(request, "base/messages.html", {"messages_received": [_said(m) for m in found]})


@require_safe
@signed_in
def open_message(request: OfficeRequest, number: int) -> HttpResponse:
    """Mark one message as read and go where it leads."""
    message = Message.objects.filter(account=_account(request), pk=number).first()
    if message is None:
        raise Http404
    mark_read(message.account_id, [number])
    return redirect(message.link or "/base/messages/")


def _account(request: OfficeRequest) -> Account:
    assert isinstance(request.user, Account), "only who is signed in comes here"
    return request.user


def _job(request: OfficeRequest, number: int) -> Job:
    job = Job.objects.filter(account=_account(request), pk=number).first()
    if job is None:
        raise Http404
    return job


def _shown(job: Job) -> dict[str, object]:
    try:
        label: object = jobs.kind_of(job.kind).label
    except KeyError:
        label = job.kind
    share = None if not job.total else min(100, 100 * job.done // job.total)
    return {
        "row": job,
        "label": label,
        "share": share,
        "goes_on": job.state in {Job.State.WAITING, Job.State.RUNNING},
        "has_result": bool(job.result_file),
    }


def _said(message: Message) -> dict[str, object]:
    return {
        "row": message,
        "title": Text(message.title_zh, message.title_en),
        "body": Text(message.body_zh, message.body_en),
    }
