"""What is watched of the running system (运行监测): requests, readings, thresholds, alarms."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class RequestMinute(models.Model):
    """Requests of one route in one minute that ended with one status (请求统计).

    Every server process adds to the same row. How long they took stands as a histogram whose
    bounds are those of `yibao.office.base.monitoring.histogram`; sums of rows are histograms too.
    """

    minute = models.DateTimeField("分钟", db_comment="分钟起点 · Start of the minute")
    route = models.CharField("路由", max_length=200, db_comment="路由模式 · Pattern of the route")
    method = models.CharField("方法", max_length=8, db_comment="HTTP 方法 · HTTP method")
    status = models.SmallIntegerField("状态码", db_comment="HTTP 状态码 · HTTP status")
    requests = models.BigIntegerField("请求数", db_comment="请求数 · Number of requests")
    microseconds = models.BigIntegerField(
        "总耗时", db_comment="总耗时（微秒） · Sum of durations, microseconds"
    )
    slowest_microseconds = models.BigIntegerField(
        "最长耗时", db_comment="最长耗时（微秒） · Longest duration, microseconds"
    )
    buckets = ArrayField(
        models.IntegerField(), verbose_name="耗时分布", db_comment="耗时直方图 · Histogram"
    )

    class Meta:
        """One row a minute, route, method and status."""

        verbose_name = "请求统计"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["minute", "route", "method", "status"], name="base_request_minute_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.minute:%Y-%m-%d %H:%M} {self.method} {self.route} {self.status}"


class HealthReading(models.Model):
    """One measure of the system's health in one minute (健康读数), in the measure's own unit."""

    minute = models.DateTimeField("分钟", db_comment="分钟起点 · Start of the minute")
    measure = models.CharField("指标", max_length=60, db_comment="指标代码 · Code of the measure")
    subject = models.CharField(
        "对象",
        max_length=200,
        blank=True,
        default="",
        db_comment="对象，如队列 · What was measured",
    )
    value = models.BigIntegerField("数值", db_comment="数值，单位见指标 · In the measure's unit")

    class Meta:
        """One row a minute, measure and subject."""

        verbose_name = "健康读数"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["measure", "subject", "minute"], name="base_health_reading_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["minute"], name="base_health_reading_minute")]

    def __str__(self) -> str:
        return f"{self.minute:%Y-%m-%d %H:%M} {self.measure} {self.subject} {self.value}"


class Threshold(models.Model):
    """A limit beyond which somebody is told (阈值); administration edits it."""

    class Level(models.TextChoices):
        """How urgent crossing the limit is (级别)."""

        WARNING = "warning", "警告"
        CRITICAL = "critical", "严重"

    class Side(models.TextChoices):
        """On which side of the limit it is bad (方向)."""

        ABOVE = "above", "高于"
        BELOW = "below", "低于"

    measure = models.CharField("指标", max_length=60, db_comment="指标代码 · Code of the measure")
    subject = models.CharField(
        "对象",
        max_length=200,
        blank=True,
        default="",
        db_comment="只看此对象，空为全部 · Only this subject; empty: every one",
    )
    level = models.CharField("级别", max_length=8, choices=Level, db_comment="级别 · How urgent")
    side = models.CharField("方向", max_length=5, choices=Side, db_comment="何侧为异常 · Bad side")
    limit = models.BigIntegerField("阈值", db_comment="阈值，单位见指标 · In the measure's unit")
    minutes = models.PositiveSmallIntegerField(
        "持续分钟", default=1, db_comment="连续多少分钟才告警 · Minutes in a row before it counts"
    )
    active = models.BooleanField("启用", default=True, db_comment="是否启用 · In use")
    changed_at = models.DateTimeField("修改时间", auto_now=True, db_comment="修改时间 · Changed at")

    class Meta:
        """One limit a measure, subject and level."""

        verbose_name = "阈值"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["measure", "subject", "level"], name="base_threshold_once"
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=60), name="base_threshold_minutes"
            ),
            models.CheckConstraint(
                condition=Q(level__in=["warning", "critical"], side__in=["above", "below"]),
                name="base_threshold_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.side} {self.limit} ({self.level})"


class Alarm(models.Model):
    """A limit that was crossed (告警): raised, acknowledged with a reason, cleared."""

    threshold = models.ForeignKey(
        Threshold,
        on_delete=models.PROTECT,
        related_name="alarms",
        verbose_name="阈值",
        db_comment="阈值 · The limit that was crossed",
    )
    subject = models.CharField(
        "对象", max_length=200, blank=True, default="", db_comment="对象 · What it is about"
    )
    level = models.CharField(
        "级别", max_length=8, choices=Threshold.Level, db_comment="告警时的级别 · Level when raised"
    )
    limit = models.BigIntegerField("阈值", db_comment="告警时的阈值 · Limit when raised")
    value = models.BigIntegerField("告警值", db_comment="告警时的数值 · Value when raised")
    worst = models.BigIntegerField("最差值", db_comment="期间最差值 · Worst value since")
    raised_at = models.DateTimeField("告警时间", db_comment="告警时间 · When raised")
    acknowledged_at = models.DateTimeField(
        "确认时间", null=True, blank=True, db_comment="确认时间 · When acknowledged"
    )
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="确认人",
        db_comment="确认人 · Who acknowledged it",
    )
    reason = models.CharField(
        "确认说明", max_length=500, blank=True, default="", db_comment="确认说明 · Reason given"
    )
    cleared_at = models.DateTimeField(
        "恢复时间", null=True, blank=True, db_comment="恢复时间 · When it was over"
    )

    class Meta:
        """At most one alarm that is not over for a limit and a subject."""

        verbose_name = "告警"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["threshold", "subject"],
                condition=Q(cleared_at__isnull=True),
                name="base_alarm_one_open",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True) | ~Q(reason=""),
                name="base_alarm_reason_given",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-raised_at"], name="base_alarm_newest")]

    def __str__(self) -> str:
        return f"{self.level} {self.threshold_id} {self.subject} {self.raised_at:%Y-%m-%d %H:%M}"
