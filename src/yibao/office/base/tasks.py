"""What the worker does for the base by the clock (定时任务)."""

from __future__ import annotations

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from yibao.office.base import jobs, outbox
from yibao.office.base.seals import declared
from yibao.office.base.seals.sealer import seal_new
from yibao.office.database.partitions import make_months

MONTHS_AHEAD = 12


log = logging.getLogger(__name__)


def seal_declared() -> None:
    """Seal what was committed of every declared table; a failure of one hinders no other."""
    for table in declared().values():
        try:
            seal_new(table)
        except Exception:
            log.exception("sealing %s", table.name)


EVERY_SECOND = (outbox.hand_on, seal_declared)
"""What the worker's ticker calls, see `base.ticker`: too often to be queued."""


@app.periodic(cron="* * * * *")
@app.task(name="base.jobs.take_up_again", queue="clock")
def take_up_jobs(timestamp: int) -> None:
    """Look every minute after jobs whose worker is gone."""
    del timestamp
    jobs.take_up_again()


@app.periodic(cron="30 3 * * *")
@app.task(name="base.jobs.forget_results", queue="clock")
def forget_results(timestamp: int) -> None:
    """Remove old result files every night."""
    del timestamp
    jobs.forget_results()


@app.periodic(cron="10 3 * * *")
@app.task(name="base.audit.make_months", queue="clock")
def make_audit_months(timestamp: int) -> None:
    """Make the partitions of the months to come every night."""
    del timestamp
    make_months("base_auditentry", timezone.localdate(), MONTHS_AHEAD)


@app.periodic(cron="40 3 * * *")
@app.task(name="base.queue.forget", queue="clock")
async def forget_queue(timestamp: int) -> None:
    """Remove ended entries of the queue after three days; rows of jobs stay."""
    del timestamp
    await app.job_manager.delete_old_jobs(nb_hours=72, include_failed=True, include_cancelled=True)
