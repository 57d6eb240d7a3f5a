"""The nightly proof (每夜核验): settlements computed once more must come out the same."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from yibao.office.base.actor import SYSTEM
from yibao.office.base.jobs import Work, job_kind, start
from yibao.office.base.messages import tell_role
from yibao.office.base.roles import Role
from yibao.office.claims.models import Settlement
from yibao.office.claims.queries.proof import accumulators_hold, differing
from yibao.terms.errors import YibaoError
from yibao.terms.text import Text

PROVE = "claims.settlement.prove"
SAMPLE = 500
"""Settlements of the last days that are computed once more; drawn at random by the database."""
SINCE = timedelta(days=2)
TOLD_AT_MOST = 20


@app.periodic(cron="10 2 * * *")
@app.task(name="claims.prove.nightly", queue="clock")
def prove_nightly(timestamp: int) -> None:
    """Start the proof every night."""
    del timestamp
    start(PROVE, SYSTEM)


@job_kind(
    PROVE,
    label=Text("核验结算", "Prove settlements"),
    permission="claims.settlement.export",
    repeatable=True,
)
def prove(work: Work) -> None:
    """Compute a sample of settlements once more, and the accumulators of their persons.

    Where one differs, administration and settlement are told, and the job ends as failed.

    Raises:
        YibaoError: code ``settlements_differ``.

    """
    today = timezone.localdate()
    rows = Settlement.objects.filter(settled_on__gte=today - SINCE, reverses=None)
    sample = list(rows.order_by("?")[:SAMPLE])
    wrong = differing(sample)
    persons = sorted({(row.person, row.insutype) for row in sample})
    for done, (person, insutype) in enumerate(persons):
        work.progress(done, len(persons))
        if not accumulators_hold(person, insutype, today):
            wrong.append(
                Text(f"{person} 的年度累计与重算不同。", f"Accumulators of {person} differ.")
            )
    if wrong:
        _tell(wrong)
        raise YibaoError(
            "settlements_differ",
            "claims",
            Text(f"{len(wrong)} 处不同：{wrong[0].zh}", f"{len(wrong)} differ: {wrong[0].en}"),
            Text("请保留现场并核查。", "Leave everything as it is and look into it."),
        )
    count = len(sample)
    work.say(f"重算 {count} 笔结算，全部一致。 {count} settlements came out the same.")


def _tell(wrong: list[Text]) -> None:
    title = Text(f"结算核验发现 {len(wrong)} 处不同", f"The proof found {len(wrong)} differences")
    some = wrong[:TOLD_AT_MOST]
    body = Text("\n".join(each.zh for each in some), "\n".join(each.en for each in some))
    for role in (Role.ADMINISTRATION, Role.SETTLEMENT):
        tell_role(role, title, body, link="/claims/settlement/")
