"""Settlements folded again (重算): after a late claim or a reversal, where the law says so.

What was settled stays as the person was told; what it would come to now is found, and listed for a
clerk: a claim on the person, or a debt to them, never to the hospital.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from yibao import benefit
from yibao.benefit.accumulators import Accumulators
from yibao.benefit.corrections import fold, in_order
from yibao.benefit.years import year_of, years_of
from yibao.office.base.actor import Actor
from yibao.office.base.audit import wrote
from yibao.office.base.errors import not_found
from yibao.office.claims.models import Difference, Settlement
from yibao.office.claims.queries.settlements import standing_of
from yibao.office.claims.queries.trace import before_of, retraced
from yibao.policy.plan import Plan
from yibao.terms.errors import InvalidInput, YibaoError
from yibao.terms.text import Text

Years = dict[int, Accumulators]


@dataclass(frozen=True, slots=True)
class Found:
    """What a refold found: settlements whose personal part would be another one (fen)."""

    changed: tuple[tuple[Settlement, int, int], ...]
    """The settlement, its personal part as it was told last, and as it would be."""

    @staticmethod
    def nothing() -> Found:
        """Return that nothing was folded again."""
        return Found(())

    def keep(self, cause: Settlement, now: datetime) -> None:
        """List every difference for a clerk, with what caused it."""
        Difference.objects.bulk_create(
            Difference(
                settlement=row,
                cause=cause,
                person=row.person,
                division=row.division,
                before_fen=before,
                after_fen=after,
                found_at=now,
            )
            for row, before, after in self.changed
        )


def is_late(visit: benefit.Visit, person: str, plan: Plan, today: date) -> bool:
    """Say whether a claim's place in the declared order is before something that is settled."""
    standing = standing_of(person, visit.scheme)
    year = year_of(visit, plan)
    if any(row.benefit_year > year for row in standing):
        return True
    if plan.procedure("fold_order", today) != "service_end":
        return False
    return any(row.benefit_year == year and row.ends_on > visit.discharge for row in standing)


def with_late(
    visit: benefit.Visit, number: str, person: str, plan: Plan
) -> tuple[benefit.Settlement, Years, Found]:
    """Fold a late claim in at its place; return it, the accumulators, and what else changed.

    Raises:
        YibaoError: it, or something behind it, cannot be settled any more.

    """
    rows = standing_of(person, visit.scheme)
    late = replace(visit, number=number)
    visits = [*(retraced(row).visit for row in rows), late]
    opening = _opening(person, visit.scheme, plan)
    folded = _folded(visits, opening, plan)
    made = next(one for one in folded if one.visit.number == number)
    return made, _years(folded, opening, plan), _found(rows, folded)


def without(row: Settlement, plan: Plan) -> tuple[Years, Found]:
    """Take a settlement out and fold the rest again; return accumulators and changes.

    Raises:
        YibaoError: one behind it cannot be settled any more.

    """
    rows = [one for one in standing_of(row.person, row.insutype) if one.pk != row.pk]
    opening = _opening(row.person, row.insutype, plan)
    folded = _folded([retraced(one).visit for one in rows], opening, plan)
    return _years(folded, opening, plan), _found(rows, folded)


def _opening(person: str, insutype: str, plan: Plan) -> Accumulators:
    """Return the accumulators before anything was settled: zero, or what was brought along."""
    rows = Settlement.objects.filter(person=person, insutype=insutype, reverses=None)
    first = rows.order_by("pk").first()
    return Accumulators.empty(plan) if first is None else before_of(first).under(plan)


def _folded(
    visits: Sequence[benefit.Visit], opening: Accumulators, plan: Plan
) -> list[benefit.Settlement]:
    """Fold visits in the declared order; one that cannot be settled any more stops everything."""
    settled: list[benefit.Settlement] = []
    for found in fold(in_order(visits, plan), plan, opening):
        if isinstance(found, YibaoError):
            raise found
        settled.append(found)
    return settled


def _years(
    folded: Sequence[benefit.Settlement], opening: Accumulators, plan: Plan
) -> dict[int, Accumulators]:
    if folded:
        return years_of(folded, plan)
    return {opening.year: opening} if opening.year else {}


def _found(rows: Sequence[Settlement], folded: Sequence[benefit.Settlement]) -> Found:
    """Return whose personal part differs from what was told, or found for it, last."""
    listed = Difference.objects.filter(settlement__in=rows).order_by("pk")
    told = {row.number: row.personal_fen for row in rows}
    told |= dict(listed.values_list("settlement__number", "after_fen"))
    by_number = {row.number: row for row in rows}
    return Found(
        tuple(
            (by_number[one.visit.number], told[one.visit.number], one.personal)
            for one in folded
            if told.get(one.visit.number, one.personal) != one.personal
        )
    )


def close_difference(actor: Actor, key: int, remark: str, now: datetime) -> Difference:
    """Note that a clerk has settled a difference with the person.

    Raises:
        NotFound: there is none, or it is closed.
        InvalidInput: code ``missing``: nobody said how.

    """
    said = remark.strip()
    if not 1 <= len(said) <= 200:
        raise InvalidInput(
            "missing",
            "remark",
            Text("请写明如何处理，1 至 200 字。", "Say how, in 1 to 200 characters."),
            Text("补上说明后重试。", "Say it, then try again."),
        )
    open_rows = Difference.objects.filter(pk=key, state=Difference.State.OPEN)
    changed = open_rows.update(
        state=Difference.State.CLOSED, closed_at=now, closed_by=actor.name[:64], remark=said
    )
    if not changed:
        raise not_found("difference", key)
    row = Difference.objects.get(pk=key)
    changes: dict[str, tuple[object, object]] = {"state": ("open", "closed")}
    wrote(actor, "claims.difference.edit", f"difference:{key}", changes, [row.person])
    return row
