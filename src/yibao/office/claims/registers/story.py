"""What happened to a visit or a settlement, for the timeline of its page (时间线)."""

from __future__ import annotations

from collections.abc import Iterator

from yibao.office.claims.models import Settlement, Visit
from yibao.office.claims.models.visit import VisitState
from yibao.office.claims.queries.within import reversal_of
from yibao.office.screens.addresses import row_address
from yibao.office.screens.register import Moment, Tone
from yibao.office.screens.rights import Granted
from yibao.terms.text import Text


def story_of_visit(row: Visit, granted: Granted) -> Iterator[Moment]:
    """Yield what happened to a visit."""
    yield Moment(row.registered_at, Text("登记", "Registered"), tone="secondary")
    yield Moment(row.begins_at, Text("就诊开始", "Care begins"))
    if row.ends_at is not None:
        yield Moment(row.ends_at, Text("就诊结束", "Care ends"))
    if row.state == VisitState.WITHDRAWN:
        yield Moment(row.changed_at, Text("撤销登记", "Withdrawn"), tone="red")
    if granted.may("claims.settlement.view"):
        for each in row.settlements.all():
            yield _settled(each)


def story_of_settlement(row: Settlement, granted: Granted) -> Iterator[Moment]:
    """Yield the care, when it was settled, and whether that was undone."""
    del granted
    yield Moment(row.visit.begins_at, Text("就诊开始", "Care begins"), tone="secondary")
    if row.visit.ends_at is not None:
        yield Moment(row.visit.ends_at, Text("就诊结束", "Care ends"), tone="secondary")
    for each in (row.reverses, row, reversal_of(row)):
        if each is not None:
            yield _settled(each)


def _settled(row: Settlement) -> Moment:
    title, tone = Text("结算", "Settled"), "green"
    if row.reverses_id:
        title, tone = Text("撤销结算", "Reversed"), "red"
    elif row.mid_stay:
        title, tone = Text("中途结算", "Settled mid-stay"), "azure"
    shown: Tone = tone  # type: ignore[assignment]
    return Moment(
        row.settled_at, title, row.number, row_address("claims.settlement", row.pk), shown
    )
