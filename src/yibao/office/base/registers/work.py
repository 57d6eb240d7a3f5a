"""The registers of jobs (后台任务) and of the outbox (发件箱), for the administration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yibao.office.base import outbox
from yibao.office.base.actor import Actor
from yibao.office.base.audit import wrote
from yibao.office.base.models import Event, Job
from yibao.office.screens.register import Action, Column, Detail, Fact, Filter, Register, Section
from yibao.terms.text import Text

STATES = (
    ("waiting", Text("排队", "Waiting")),
    ("running", Text("进行中", "Running")),
    ("done", Text("完成", "Done")),
    ("failed", Text("失败", "Failed")),
    ("stopped", Text("已停止", "Stopped")),
)
_STATE = Text("状态", "State")
_KIND = Text("种类", "Kind")

JOBS = Register(
    code="base.job",
    title=Text("后台任务", "Jobs"),
    office="base",
    permission="base.job.view",
    rows=lambda granted, reach: (
        Job.objects.select_related("account") if reach.divisions else Job.objects.none()
    ),
    order=("-pk",),
    icon="stack-2",
    columns=(
        Column("kind", _KIND, kind="code", link=True),
        Column(
            "state",
            _STATE,
            kind="choice",
            choices=STATES,
            tones={"done": "green", "failed": "red", "running": "azure", "waiting": "yellow"},
        ),
        Column("account", Text("发起人", "Started by"), value="account__name"),
        Column("made_at", Text("发起时间", "Started"), kind="time"),
        Column("ended_at", Text("结束时间", "Ended"), kind="time", narrow=False),
        Column("message", Text("说明", "What came of it"), wide=True),
    ),
    filters=(
        Filter(
            "state", _STATE, "choice", lambda rows, value: rows.filter(state=value), choices=STATES
        ),
        Filter("q", _KIND, "search", lambda rows, text: rows.filter(kind__startswith=text)),
    ),
    detail=Detail(
        heading="kind",
        subtitle=lambda job: str(job.pk),
        sections=(
            Section(
                Text("任务", "Job"),
                (
                    Fact(_STATE, "state", kind="choice", choices=STATES),
                    Fact(Text("发起人", "Started by"), "account__name"),
                    Fact(Text("发起时间", "Queued"), "made_at", kind="time"),
                    Fact(Text("开始时间", "Begun"), "begun_at", kind="time"),
                    Fact(Text("结束时间", "Ended"), "ended_at", kind="time"),
                    Fact(Text("已完成", "Done"), "done", kind="number"),
                    Fact(Text("总数", "Of"), "total", kind="number"),
                    Fact(Text("说明", "What came of it"), "message"),
                ),
            ),
        ),
    ),
)


def _again(actor: Actor, event: Event, cleaned: Mapping[str, Any]) -> Text:
    del cleaned
    outbox.retry(event.pk)
    wrote(actor, "base.event.edit", f"event:{event.pk}", {"tries": (event.tries, 0)})
    return Text("将立即重发。", "It will be handed on at once.")


EVENTS = Register(
    code="base.event",
    title=Text("发件箱", "Outbox"),
    office="base",
    permission="base.event.view",
    rows=lambda granted, reach: Event.objects.all() if reach.divisions else Event.objects.none(),
    order=("-pk",),
    icon="send",
    columns=(
        Column("at", Text("时间", "Time"), kind="time", link=True),
        Column("topic", Text("主题", "Topic"), kind="code"),
        Column("key", Text("对象", "About"), kind="code"),
        Column("handed_at", Text("送达时间", "Handed on"), kind="time"),
        Column("tries", Text("失败次数", "Failed tries"), kind="number"),
    ),
    filters=(
        Filter(
            "open",
            Text("未送达", "Not handed on"),
            "flag",
            lambda rows, value: rows.filter(handed_at__isnull=value),
        ),
        Filter(
            "q",
            Text("主题", "Topic"),
            "search",
            lambda rows, text: rows.filter(topic__startswith=text),
        ),
    ),
    detail=Detail(
        heading="topic",
        subtitle=lambda event: event.key,
        sections=(
            Section(
                Text("事件", "Event"),
                (
                    Fact(Text("时间", "Time"), "at", kind="time"),
                    Fact(Text("送达时间", "Handed on"), "handed_at", kind="time"),
                    Fact(Text("失败次数", "Failed tries"), "tries", kind="number"),
                    Fact(Text("下次尝试", "Next try"), "next_try_at", kind="time"),
                    Fact(Text("问题", "Problem"), "problem"),
                ),
            ),
        ),
    ),
    actions=(
        Action(
            "again",
            Text("重发", "Hand on again"),
            "base.event.edit",
            _again,
            Text("立即再次送达；接收方可承受重复。", "It is handed on again; receivers bear it."),
            icon="refresh",
            offered=lambda event: event.handed_at is None,
        ),
    ),
)
