"""Jobs (后台任务): work that goes on without whoever started it, with progress and a result.

Procrastinate queues and runs them; a row of ours says how far each is. A job is queued in the
transaction of whoever starts it. Its body runs outside any transaction and opens its own, so a job
that breaks off leaves whole pieces only; a kind that can be run again says so.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import procrastinate
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app

from yibao.office.base.actor import Actor
from yibao.office.base.errors import not_allowed
from yibao.office.base.messages import tell
from yibao.office.base.models import Job
from yibao.office.base.roles import Role
from yibao.terms.errors import YibaoError
from yibao.terms.text import Text

log = logging.getLogger(__name__)

TASK = "yibao.office.base.jobs.run"
BEAT = timedelta(seconds=5)
BEAT_ALONE = timedelta(seconds=30)
SILENT_AFTER = timedelta(minutes=3)
"""A running job that did not beat for so long has lost its worker."""
KEPT = timedelta(days=30)
"""How long a result file is kept."""

Body = Callable[..., None]
Needed = str | Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True, slots=True)
class JobKind:
    """One kind of job: what it is called, who may start it, what it does."""

    code: str
    label: Text
    permission: Needed
    body: Body
    repeatable: bool

    def needs(self, arguments: Mapping[str, Any]) -> str:
        """Return the permission that it takes to start it, and to fetch what it made."""
        return self.permission if isinstance(self.permission, str) else self.permission(arguments)


class Stopped(Exception):  # noqa: N818 -- no error: somebody wished it
    """Somebody asked a job to stop; it did, between two pieces."""


_KINDS: dict[str, JobKind] = {}


def job_kind(
    code: str, *, label: Text, permission: Needed, repeatable: bool = False
) -> Callable[[Body], Body]:
    """Declare a kind of job; the function gets a `Work` and the arguments.

    Args:
        code: unique, ``office.thing.action``.
        label: its name for people.
        permission: what somebody needs to start it, or a function of the arguments that says so.
        repeatable: whether it may simply run again when its worker was lost.

    """

    def remember(body: Body) -> Body:
        _KINDS[code] = JobKind(code, label, permission, body, repeatable)
        return body

    return remember


def kind_of(code: str) -> JobKind:
    """Return the kind of job `code`.

    Raises:
        KeyError: when nobody declares it.

    """
    return _KINDS[code]


class Work:
    """What a job's body has in hand: who started it, and where to say how far it is."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.actor = _actor_of(job)
        self._told = timezone.now()

    def progress(self, done: int, total: int | None = None) -> None:
        """Say how far the work is; at most every few seconds it is written.

        Raises:
            Stopped: when somebody asked the job to stop.

        """
        now = timezone.now()
        if now - self._told < BEAT and total == self.job.total:
            return
        self._told = now
        self.job.done, self.job.total = done, total if total is not None else self.job.total
        self.job.save(update_fields=["done", "total"])
        if Job.objects.filter(pk=self.job.pk, wants_stop=True).exists():
            raise Stopped

    def say(self, message: str) -> None:
        """Say in a sentence what came of it."""
        self.job.message = message[:500]
        self.job.save(update_fields=["message"])

    def result(self, name: str, content: bytes | Path) -> None:
        """Keep a file that whoever started the job may fetch."""
        place = result_path(self.job)
        place.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Path):
            content.replace(place)
        else:
            place.write_bytes(content)
        self.job.result_name, self.job.result_file = name[:120], place.name
        self.job.save(update_fields=["result_name", "result_file"])


def result_path(job: Job) -> Path:
    """Return where the result of a job lies."""
    return Path(settings.MEDIA_ROOT) / "jobs" / f"{job.pk}.result"


def start(kind: str, actor: Actor, **arguments: Any) -> Job:
    """Queue a job in the present transaction; it begins after that is committed.

    Raises:
        KeyError: for a kind that nobody declares.

    """
    kind_of(kind)
    with transaction.atomic():
        job = Job.objects.create(
            kind=kind,
            arguments=arguments,
            account_id=actor.account_id,
            started_by={
                "name": actor.name,
                "roles": [role.value for role in actor.roles],
                "address": actor.address,
                "purpose": actor.purpose,
            },
        )
        _queue(job)
    return job


def run_now(job: Job) -> Job:
    """Run a waiting job here; return it with what became of it."""
    if not Job.objects.filter(pk=job.pk, state=Job.State.WAITING).update(
        state=Job.State.RUNNING, begun_at=timezone.now(), beat_at=timezone.now()
    ):
        return job
    job.refresh_from_db()
    work = Work(job)
    try:
        with _beating(job.pk):
            kind_of(job.kind).body(work, **job.arguments)
    except Stopped:
        _end(job, Job.State.STOPPED, "已按要求停止。 Stopped as asked.")
    except YibaoError as error:
        _end(job, Job.State.FAILED, f"{error.message('zh')} {error.message('en')}")
    except Exception:
        log.exception("job %s %s", job.pk, job.kind)
        _end(job, Job.State.FAILED, "系统错误，已记录。 A fault of the system; it was logged.")
    else:
        _end(job, Job.State.DONE)
    return job


def stop(job_id: int, actor: Actor) -> None:
    """Ask a job to stop; one that waits does so at once.

    Raises:
        NotAllowed: when it is somebody else's.

    """
    job = Job.objects.get(pk=job_id)
    if job.account_id != actor.account_id:
        raise not_allowed("base.job.edit")
    waiting = Job.objects.filter(pk=job_id, state=Job.State.WAITING)
    if not waiting.update(state=Job.State.STOPPED, ended_at=timezone.now()):
        Job.objects.filter(pk=job_id, state=Job.State.RUNNING).update(wants_stop=True)


def take_up_again() -> int:
    """Look after running jobs whose worker is gone: repeat or fail them; return how many."""
    silent = Q(state=Job.State.RUNNING, beat_at__lt=timezone.now() - SILENT_AFTER)
    taken = 0
    for job in Job.objects.filter(silent):
        with transaction.atomic():
            held = Job.objects.select_for_update(skip_locked=True).filter(silent, pk=job.pk).first()
            if held is None:
                continue
            if kind_of(held.kind).repeatable:
                held.state, held.done = Job.State.WAITING, 0
                held.save(update_fields=["state", "done"])
                _queue(held)
            else:
                _end(held, Job.State.FAILED, "执行进程中断。 Its worker was lost.")
            taken += 1
    return taken


def forget_results() -> int:
    """Remove result files older than a month; return how many."""
    old = Job.objects.filter(ended_at__lt=timezone.now() - KEPT).exclude(result_file="")
    removed = 0
    for job in old:
        result_path(job).unlink(missing_ok=True)
        job.result_file = ""
        job.save(update_fields=["result_file"])
        removed += 1
    return removed


def tell_procrastinate(procrastinate_app: procrastinate.App) -> None:
    """Register the one task that runs our jobs."""
    procrastinate_app.task(name=TASK, queue="jobs")(_run)


def _run(job_id: int) -> None:
    job = Job.objects.filter(pk=job_id).first()
    if job is not None:
        run_now(job)


@contextmanager
def _beating(job_id: int) -> Iterator[None]:
    """Let a job beat on a connection of its own: what its body writes may be committed late."""
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(BEAT_ALONE.total_seconds()):
            Job.objects.filter(pk=job_id).update(beat_at=timezone.now())
        connection.close()

    heart = threading.Thread(target=beat, name=f"job {job_id} beats", daemon=True)
    heart.start()
    try:
        yield
    finally:
        ended.set()
        heart.join()


def _queue(job: Job) -> None:
    app.configure_task(TASK, queue="jobs").defer(job_id=job.pk)


def _end(job: Job, state: Job.State, message: str = "") -> None:
    job.state, job.ended_at = state, timezone.now()
    job.message = (message or job.message)[:500]
    job.save(update_fields=["state", "ended_at", "message"])
    if job.account_id is not None:
        label = kind_of(job.kind).label
        name = Job.State(state).label
        tell(
            job.account_id,
            Text(f"{label.zh}：{name}", f"{label.en}: {state.value}"),
            Text(job.message, job.message),
            link=f"/base/jobs/{job.pk}/",
        )


def _actor_of(job: Job) -> Actor:
    known = job.started_by
    return Actor(
        account_id=job.account_id,
        name=known.get("name", "system"),
        roles=tuple(Role(role) for role in known.get("roles", ())),
        address=known.get("address", ""),
        purpose=known.get("purpose", ""),
    )
