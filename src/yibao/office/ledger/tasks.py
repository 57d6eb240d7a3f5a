"""What the worker does for the ledger (定时任务): seals, months ahead, the nightly verification."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from yibao.office.base.actor import SYSTEM
from yibao.office.base.jobs import Work, job_kind, start
from yibao.office.base.messages import tell_role
from yibao.office.base.roles import Role
from yibao.office.base.seals import declared
from yibao.office.base.seals.anchors import anchors_of, keep_anchor
from yibao.office.base.seals.verifier import verify
from yibao.office.ledger.books import verify_books
from yibao.office.ledger.partitions import make_ahead
from yibao.terms.errors import YibaoError
from yibao.terms.text import Text

VERIFY = "ledger.seal.verify"
SINCE = timedelta(days=400)
"""The nightly verification looks at entries so far back; seals are verified from the first."""
TOLD_AT_MOST = 20

log = logging.getLogger(__name__)


@app.periodic(cron="20 3 * * *")
@app.task(name="ledger.months.make", queue="clock")
def make_months(timestamp: int) -> None:
    """Make the partitions of the months to come every night."""
    del timestamp
    make_ahead(timezone.localdate())


@app.periodic(cron="50 1 * * *")
@app.task(name="ledger.verify.nightly", queue="clock")
def verify_nightly(timestamp: int) -> None:
    """Start the verification every night."""
    del timestamp
    start(VERIFY, SYSTEM)


@job_kind(
    VERIFY,
    label=Text("核验账务与封存", "Verify books and seals"),
    permission="ledger.seal.edit",
    repeatable=True,
)
def verify_everything(work: Work) -> None:
    """Verify every sealed table and the books; keep the heads of the chains that are whole.

    Where a flaw is found, administration and fund accounting are told, and the job ends as failed,
    which raises the alarm for failed jobs.

    Raises:
        YibaoError: code ``flaws_found``.

    """
    found: list[Text] = []
    tables = list(declared().values())
    for done, table in enumerate(tables):
        work.progress(done, len(tables) + 1)
        flaws = [flaw.text() for flaw in verify(table, anchors=anchors_of(table.name))]
        if not flaws:
            keep_anchor(table)
        found += flaws
    found += [flaw.text() for flaw in verify_books(timezone.localdate() - SINCE)]
    if found:
        _tell(found)
        raise YibaoError(
            "flaws_found",
            "ledger",
            Text(f"发现 {len(found)} 处异常：{found[0].zh}", f"{len(found)} flaws: {found[0].en}"),
            Text("请保留现场并核查。", "Leave everything as it is and look into it."),
        )
    work.say(f"核验 {len(tables)} 张表，无异常。 {len(tables)} tables verified, no flaw.")


def _tell(found: list[Text]) -> None:
    title = Text(f"账务核验发现 {len(found)} 处异常", f"Verification found {len(found)} flaws")
    some = found[:TOLD_AT_MOST]
    body = Text("\n".join(each.zh for each in some), "\n".join(each.en for each in some))
    for role in (Role.ADMINISTRATION, Role.FUND):
        tell_role(role, title, body, link="/base/seals/")
