"""The interface of monitoring (监测接口), at ``/api/base/monitoring/``."""

from datetime import datetime
from typing import Annotated

from ninja import Path, Query, Router, Schema
from pydantic import Field

from yibao.office.base.models.monitoring import Alarm, Threshold
from yibao.office.base.monitoring import queries
from yibao.office.base.monitoring.alarms import acknowledge
from yibao.office.base.monitoring.measures import BY_CODE
from yibao.office.base.monitoring.thresholds import LIMIT_MOST, MINUTES_MOST, set_threshold
from yibao.office.base.rights.guard import guarded
from yibao.office.base.rights.request import OfficeRequest

router = Router()
VIEW, EDIT = "base.monitoring.view", "base.monitoring.edit"
ID_MOST = 2**63 - 1
Number = Annotated[int, Field(ge=1, le=ID_MOST)]


class Window(Schema):
    """For which time one asks."""

    hours: int = Field(24, ge=1, le=queries.HOURS_MOST)


class Day(Schema):
    """For which time of a day at most one asks."""

    hours: int = Field(6, ge=1, le=24)


class Past(Schema):
    """How many alarms that are over one asks for."""

    past: int = Field(0, ge=0, le=1000)


class PointOut(Schema):
    """Requests of one stretch of time; durations in microseconds."""

    at: datetime
    requests: int
    refused: int
    failed: int
    p50: int | None
    p95: int | None
    p99: int | None


class RouteOut(Schema):
    """Requests of one route; durations in microseconds."""

    route: str
    method: str
    requests: int
    refused: int
    failed: int
    p50: int | None
    p95: int | None
    p99: int | None
    slowest: int


class ReadingOut(Schema):
    """The newest reading of a measure, in its unit, and the level that it has reached."""

    measure: str
    unit: str
    subject: str
    value: int
    at: datetime
    level: str


class AlarmOut(Schema):
    """A limit that was crossed."""

    id: int
    measure: str
    subject: str
    level: str
    limit: int
    value: int
    worst: int
    raised_at: datetime
    acknowledged_at: datetime | None
    reason: str
    cleared_at: datetime | None

    @staticmethod
    def resolve_measure(alarm: Alarm) -> str:
        """Return the code of the measure."""
        return alarm.threshold.measure


class ThresholdOut(Schema):
    """A limit, in the unit of its measure."""

    id: int
    measure: str
    unit: str
    subject: str
    level: str
    side: str
    limit: int
    minutes: int
    active: bool

    @staticmethod
    def resolve_unit(threshold: Threshold) -> str:
        """Return the unit of the measure."""
        return BY_CODE[threshold.measure].unit.value


class Reason(Schema):
    """What somebody says who looks after an alarm."""

    reason: str = Field(min_length=1, max_length=500)


class Limits(Schema):
    """What administration sets of a limit."""

    limit: int = Field(ge=0, le=LIMIT_MOST)
    minutes: int = Field(ge=1, le=MINUTES_MOST)
    active: bool


@router.get("/requests", response=list[PointOut])
@guarded(VIEW)
def requests(request: OfficeRequest, window: Query[Window]) -> list[queries.Point]:
    """Return requests and durations of the last hours, point by point."""
    del request
    return queries.lines(window.hours)


@router.get("/routes", response=list[RouteOut])
@guarded(VIEW)
def routes(request: OfficeRequest, window: Query[Day]) -> list[queries.Route]:
    """Return requests and durations of the last hours, route by route."""
    del request
    return queries.routes(window.hours)


@router.get("/readings", response=list[ReadingOut])
@guarded(VIEW)
def readings(request: OfficeRequest) -> list[dict[str, object]]:
    """Return the newest reading of every measure."""
    del request
    return [
        {
            "measure": one.measure.code,
            "unit": one.measure.unit.value,
            "subject": one.subject,
            "value": one.value,
            "at": one.at,
            "level": one.level,
        }
        for one in queries.health()
    ]


@router.get("/alarms", response=list[AlarmOut])
@guarded(VIEW)
def alarms(request: OfficeRequest, asked: Query[Past]) -> list[Alarm]:
    """Return the alarms that are not over, and the newest of those that are."""
    del request
    return [*queries.open_alarms(), *queries.past_alarms(asked.past)]


@router.post("/alarms/{number}/acknowledge", response=AlarmOut)
@guarded(EDIT)
def acknowledge_alarm(request: OfficeRequest, number: Path[Number], given: Reason) -> Alarm:
    """Say that somebody looks after an alarm."""
    return acknowledge(request.granted.actor, number, given.reason)


@router.get("/thresholds", response=list[ThresholdOut])
@guarded(VIEW)
def thresholds(request: OfficeRequest) -> list[Threshold]:
    """Return every limit."""
    del request
    return queries.thresholds()


@router.put("/thresholds/{number}", response=ThresholdOut)
@guarded(EDIT)
def change_threshold(request: OfficeRequest, number: Path[Number], given: Limits) -> Threshold:
    """Change a limit."""
    return set_threshold(
        request.granted.actor,
        number,
        given.limit,
        given.minutes,
        given.active,
    )
