"""The page of monitoring (运行监测页): alarms, health, requests, limits."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages as notices
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from yibao.office.base.models.monitoring import Alarm, Threshold
from yibao.office.base.monitoring import queries
from yibao.office.base.monitoring.alarms import acknowledge
from yibao.office.base.monitoring.measures import BY_CODE, Measure
from yibao.office.base.monitoring.thresholds import set_threshold
from yibao.office.base.monitoring.units import Unit, said
from yibao.office.base.rights.guard import guarded
from yibao.office.base.rights.request import OfficeRequest
from yibao.office.screens.language import said as spoken
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

VIEW, EDIT = "base.monitoring.view", "base.monitoring.edit"
HOURS = (1, 6, 24, 168)
PAST_ALARMS = 50
ROUTES_SHOWN = 40
ROUTES_HOURS_MOST = 6
"""Routes are told apart for the last hours only: a day of them takes over a second to add up."""
LEVELS = {"warning": Text("警告", "Warning"), "critical": Text("严重", "Critical")}
SIDES = {"above": Text("高于", "above"), "below": Text("低于", "below")}


@require_safe
@guarded(VIEW)
def page(request: OfficeRequest) -> HttpResponse:
    """Show alarms, health, requests of the last hours, and the limits."""
    hours = _hours(request)
    recent = min(hours, ROUTES_HOURS_MOST)
    return render(
        request,
        "base/monitoring/page.html",
        {
            "hours": hours,
            "recent": recent,
            "choices": HOURS,
            "alarms": [_alarm(one) for one in queries.open_alarms()],
            "past": [_alarm(one) for one in queries.past_alarms(PAST_ALARMS)],
            "health": [_health(one) for one in queries.health()],
            "routes": [_route(one) for one in queries.routes(recent)[:ROUTES_SHOWN]],
            "thresholds": [_threshold(one) for one in queries.thresholds()],
            "may_edit": request.granted.may(EDIT),
        },
    )


@require_safe
@guarded(VIEW)
def line_data(request: OfficeRequest) -> JsonResponse:
    """Return what the chart draws; durations in milliseconds."""
    points = [asdict(point) for point in queries.lines(_hours(request))]
    for point in points:
        for name in ("p50", "p95", "p99"):
            point[name] = None if point[name] is None else round(point[name] / 1000, 2)
    return JsonResponse({"points": points})


@require_POST
@guarded(EDIT)
def acknowledge_alarm(request: OfficeRequest, number: int) -> HttpResponse:
    """Note who looks after an alarm, and why it came."""
    try:
        acknowledge(
            request.granted.actor,
            number,
            request.POST.get("reason", ""),
        )
    except InvalidInput as refusal:
        _refuse(request, refusal)
    else:
        notices.success(request, spoken(Text("已确认告警。", "The alarm is acknowledged.")))
    return redirect("base:monitoring")


@require_POST
@guarded(EDIT)
def change_threshold(request: OfficeRequest, number: int) -> HttpResponse:
    """Change a limit."""
    try:
        set_threshold(
            request.granted.actor,
            number,
            _whole(request, "limit"),
            _whole(request, "minutes"),
            request.POST.get("active") == "on",
        )
    except InvalidInput as refusal:
        _refuse(request, refusal)
    else:
        notices.success(request, spoken(Text("阈值已修改。", "The limit is changed.")))
    return redirect("base:monitoring")


def _hours(request: OfficeRequest) -> int:
    given = request.GET.get("hours", "24")
    return int(given) if given in {str(hours) for hours in HOURS} else 24


def _whole(request: OfficeRequest, field: str) -> int:
    given = request.POST.get(field, "").strip()
    if given.isdecimal() and len(given) <= 18:
        return int(given)
    raise InvalidInput(
        "no_whole_number",
        field,
        Text(f"“{given}”不是整数。", f"{given!r} is no whole number."),
        Text("请填不带小数和符号的数字。", "Give digits only."),
    )


def _refuse(request: OfficeRequest, refusal: InvalidInput) -> None:
    notices.error(request, spoken(Text(refusal.message("zh"), refusal.message("en"))))


def _alarm(alarm: Alarm) -> dict[str, object]:
    measure = BY_CODE.get(alarm.threshold.measure)
    unit = measure.unit if measure else Unit.COUNT
    return {
        "row": alarm,
        "label": measure.label if measure else alarm.threshold.measure,
        "level": LEVELS[alarm.level],
        "limit": said(unit, alarm.limit),
        "value": said(unit, alarm.value),
        "worst": said(unit, alarm.worst),
    }


def _health(one: queries.Health) -> dict[str, object]:
    return {
        "label": one.measure.label,
        "subject": one.subject,
        "value": said(one.measure.unit, one.value),
        "level": one.level,
        "level_label": LEVELS.get(one.level, Text("正常", "Well")),
        "at": one.at,
    }


def _route(one: queries.Route) -> dict[str, object]:
    durations = {
        name: said(Unit.MICROSECONDS, value) if value is not None else None
        for name, value in (
            ("p50", one.p50), ("p95", one.p95), ("p99", one.p99), ("slowest", one.slowest)
        )
    }  # fmt: skip
    return {**asdict(one), **durations}


def _threshold(one: Threshold) -> dict[str, object]:
    measure: Measure = BY_CODE[one.measure]
    return {
        "row": one,
        "label": measure.label,
        "level": LEVELS[one.level],
        "side": SIDES[one.side],
        "unit": measure.unit.label,
        "said": said(measure.unit, one.limit),
    }
