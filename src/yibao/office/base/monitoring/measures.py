"""What is measured of the system's health (健康指标), in which unit, and where it becomes bad.

Default limits are our own and no rule's; administration changes them on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from yibao.office.base.models.monitoring import Threshold
from yibao.office.base.monitoring import readings
from yibao.office.base.monitoring.units import Unit
from yibao.terms.text import Text

Level, Side = Threshold.Level, Threshold.Side


@dataclass(frozen=True, slots=True)
class Limit:
    """A default limit: bad on its side, for so many minutes in a row."""

    level: Threshold.Level
    limit: int
    minutes: int = 2
    side: Threshold.Side = Side.ABOVE


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: its name, its unit, how it is read, its default limits.

    `read` returns subjects and values; a measure without subjects has one, ``""``.
    """

    code: str
    label: Text
    unit: Unit
    read: Callable[[], Iterable[tuple[str, int]]]
    limits: tuple[Limit, ...] = ()


def _two(
    warning: int, critical: int, minutes: int = 2, side: Threshold.Side = Side.ABOVE
) -> tuple[Limit, ...]:
    return (
        Limit(Level.WARNING, warning, minutes, side),
        Limit(Level.CRITICAL, critical, minutes, side),
    )


MEASURES = (
    Measure(
        "database.ping",
        Text("数据库应答", "Answer of the database"),
        Unit.MICROSECONDS,
        readings.database_ping,
        _two(100_000, 1_000_000),
    ),
    Measure(
        "database.connections",
        Text("数据库连接占用", "Connections in use"),
        Unit.PPM,
        readings.database_connections,
        _two(800_000, 950_000),
    ),
    Measure(
        "database.longest_transaction",
        Text("最久事务", "Longest transaction"),
        Unit.SECONDS,
        readings.longest_transaction,
        _two(600, 3600),
    ),
    Measure(
        "worker.count",
        Text("在岗工作进程", "Workers alive"),
        Unit.COUNT,
        readings.workers_alive,
        (Limit(Level.CRITICAL, 1, 3, Side.BELOW),),
    ),
    Measure(
        "jobs.oldest_waiting",
        Text("任务排队最久", "Oldest waiting job"),
        Unit.SECONDS,
        readings.oldest_waiting_job,
        _two(300, 1800),
    ),
    Measure(
        "jobs.failed",
        Text("一小时内失败任务", "Jobs failed within an hour"),
        Unit.COUNT,
        readings.failed_jobs,
        _two(0, 10, 1),
    ),
    Measure(
        "outbox.oldest",
        Text("发件箱最久未送达", "Oldest event not handed on"),
        Unit.SECONDS,
        readings.oldest_event,
        _two(300, 3600),
    ),
    Measure(
        "seals.unsealed",
        Text("最久未封存", "Oldest row not sealed"),
        Unit.SECONDS,
        readings.oldest_unsealed,
        _two(120, 1800),
    ),
    Measure(
        "disk.free",
        Text("磁盘剩余", "Disk space left"),
        Unit.PPM,
        readings.disk_free,
        _two(150_000, 50_000, 2, Side.BELOW),
    ),
    Measure(
        "archive.off",
        Text("日志归档未开启", "Archiving of the log is off"),
        Unit.COUNT,
        readings.archive_off,
        (Limit(Level.WARNING, 0, 1),),
    ),
    Measure(
        "archive.failing",
        Text("日志归档失败时长", "Archiving of the log fails since"),
        Unit.SECONDS,
        readings.archive_failing,
        _two(120, 900),
    ),
    Measure(
        "replication.lag",
        Text("备库落后", "Standby behind"),
        Unit.BYTES,
        readings.replication_lag,
        _two(64 * 2**20, 1024 * 2**20),
    ),
    Measure(
        "requests.p95",
        Text("五分钟响应时间 P95", "95th percentile of five minutes"),
        Unit.MICROSECONDS,
        readings.requests_p95,
        _two(1_000_000, 5_000_000, 3),
    ),
    Measure(
        "requests.failed",
        Text("五分钟服务端错误占比", "Share of server errors in five minutes"),
        Unit.PPM,
        readings.requests_failed,
        _two(10_000, 100_000),
    ),
)
BY_CODE = {measure.code: measure for measure in MEASURES}
