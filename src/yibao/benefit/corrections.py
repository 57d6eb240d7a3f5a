"""Late claims and reversals (补报, 撤销结算): docs/algorithms/benefit.md §8.

A history is the settlements of one person in one scheme, in the order in which they were folded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from yibao.benefit.accumulators import Accumulators
from yibao.benefit.settle import settle
from yibao.benefit.settlement import LayerResult, Settlement
from yibao.benefit.visit import Visit
from yibao.benefit.years import (
    Years,
    check_reaches_back,
    for_year,
    joined,
    less,
    newest,
    year_of,
    years_of,
)
from yibao.policy.plan import Plan
from yibao.terms.errors import InvalidInput, YibaoError
from yibao.terms.text import Text


@dataclass(frozen=True, slots=True)
class Difference:
    """What a settled visit changes by when it is folded again; the hospital is never asked.

    Should the hospital's part have changed, the fund keeps that.
    """

    number: str
    before_personal: int
    after_personal: int

    @property
    def amount(self) -> int:
        """How much is to move, in fen; never below zero."""
        return abs(self.after_personal - self.before_personal)

    @property
    def side(self) -> str:
        """`claim_on` the person, who paid too little, or `debt_to` one who paid too much."""
        return "claim_on" if self.after_personal > self.before_personal else "debt_to"


@dataclass(frozen=True, slots=True)
class Reversal:
    """A settlement undone: every amount of it with the sign turned, worked out by nobody again."""

    settlement: Settlement

    @property
    def total(self) -> int:
        """总费用, turned."""
        return -self.settlement.total

    @property
    def fund(self) -> int:
        """基金支付总额, turned."""
        return -self.settlement.fund

    @property
    def hospital(self) -> int:
        """医院负担金额, turned."""
        return -self.settlement.hospital

    @property
    def personal(self) -> int:
        """个人负担总金额, turned."""
        return -self.settlement.personal

    @property
    def by_fund(self) -> dict[str, int]:
        """Return fund_pay_type → amount, turned."""
        return {code: -amount for code, amount in self.settlement.by_fund.items()}

    @property
    def layers(self) -> tuple[LayerResult, ...]:
        """What each layer made of the visit, turned."""
        found = (self.settlement.layer(layer.name) for layer in self.settlement.plan.layers)
        return tuple(
            LayerResult(r.layer, -r.base, -r.deductible, -r.copay, -r.above_cap, -r.paid)
            for r in found
        )


@dataclass(frozen=True, slots=True)
class Correction:
    """A history after a late claim or a reversal."""

    settlements: tuple[Settlement, ...]
    years: Years
    """The accumulators per benefit year; after `keep_later` only these tell the truth."""
    accumulators: Accumulators
    """Those of the newest benefit year."""
    reversal: Reversal | None = None
    differences: tuple[Difference, ...] = ()

    @property
    def reversed(self) -> Settlement | None:
        """The settlement that was taken out."""
        return self.reversal.settlement if self.reversal else None


def in_order(visits: Iterable[Visit], plan: Plan) -> list[Visit]:
    """Put visits into the declared order: by benefit year, then by the plan's `fold_order`.

    What happened on the same day goes by discharge, then admission, then number.
    """
    by_end = plan.procedure("fold_order") == "service_end"

    def place(visit: Visit) -> tuple[int, date, date, date, str]:
        days = (visit.settlement, visit.discharge)
        first, second = reversed(days) if by_end else days
        return year_of(visit, plan), first, second, visit.admission, visit.number

    return sorted(visits, key=place)


def fold(
    visits: Sequence[Visit], plan: Plan, opening: Accumulators | None = None
) -> list[Settlement | YibaoError]:
    """Settle visits one after the other, in the order given, which runs from year to year.

    A visit that is refused stands in the result as its error and changes nothing; the rest goes on.
    """
    _check_one_scheme(visits)
    state = Accumulators.empty(plan) if opening is None else opening
    folded: list[Settlement | YibaoError] = []
    for visit in visits:
        try:
            settlement = settle(visit, plan, state)
        except YibaoError as error:
            folded.append(error)
        else:
            folded.append(settlement)
            state = settlement.after
    return folded


def add_late(
    history: Sequence[Settlement], visit: Visit, plan: Plan, years: Years | None = None
) -> Correction:
    """Settle a claim that comes late, as the plan's `late_claim` says.

    `append`: on the accumulators of its year as they stand. `refold`: from its place in the
    declared order on everything is folded again, later years included, as some counts run on.

    Args:
        history: what was settled so far.
        visit: the late claim; its number must be new.
        plan: the plan by which everything is settled.
        years: the accumulators as they stand, where the history does not tell them: it is empty,
            or something was taken out of it with `keep_later`.

    Raises:
        YibaoError: the claim, or under `refold` a visit after it, cannot be settled; then nothing
            is changed at all.

    """
    _check_numbers(history, visit.number)
    _check_one_scheme([*(settlement.visit for settlement in history), visit])
    year = year_of(visit, plan)
    if plan.procedure("late_claim") == "refold":
        visits = [*(settlement.visit for settlement in history), visit]
        return _refolded(history, visits, plan, newest(years or {}, plan))
    standing = dict(years_of(history, plan) if years is None else years)
    if year not in standing:
        check_reaches_back(history, year)
    settlement = settle(visit, plan, for_year(standing, year, plan))
    standing[year] = settlement.after
    after = settlement.after
    moved = {known: joined(after, own.under(plan), plan) for known, own in standing.items()}
    return Correction((*history, settlement), moved, newest(moved, plan))


def _refolded(
    history: Sequence[Settlement],
    visits: Sequence[Visit],
    plan: Plan,
    opening: Accumulators,
    reversal: Reversal | None = None,
) -> Correction:
    """Fold visits in the declared order; what that order leaves as it was is not settled again."""
    declared = in_order(visits, plan)
    state = history[0].before if history else opening
    if declared and year_of(declared[0], plan) < state.year:
        check_reaches_back(history, year_of(declared[0], plan))
    settlements: list[Settlement] = []
    for old, visit in zip(history, declared, strict=False):
        if old.visit != visit or old.before != state:
            break
        settlements.append(old)
        state = old.after
    for found in fold(declared[len(settlements) :], plan, state):
        if isinstance(found, YibaoError):
            raise found
        settlements.append(found)
    years = years_of(settlements, plan)
    known = {old.visit.number: old.personal for old in history}
    differences = tuple(
        Difference(new.visit.number, known[new.visit.number], new.personal)
        for new in settlements
        if known.get(new.visit.number, new.personal) != new.personal
    )
    accumulators = newest(years, plan) if years else state
    return Correction(tuple(settlements), years, accumulators, reversal, differences)


def reverse(
    history: Sequence[Settlement], number: str, plan: Plan, years: Years | None = None
) -> Correction:
    """Undo a settlement, as the plan's `reversal` says.

    `newest_first`: only the last one may go. `keep_later`: the counts lose what it added and the
    later settlements stay as they are; a chain of stays goes back only if nothing has lengthened it
    since. `refold_later`: those behind it are folded again in the declared order.

    Args:
        history: what was settled so far.
        number: the number of the visit.
        plan: the plan by which everything is settled.
        years: the accumulators as they stand, where the history does not tell them.

    Raises:
        InvalidInput: code ``settlement_unknown`` or ``not_newest``.
        YibaoError: a later visit cannot be folded again; then nothing is changed at all.

    """
    position = _position(history, number)
    undone = history[position]
    later = history[position + 1 :]
    rest = (*history[:position], *later)
    reversal = Reversal(undone)
    mode = plan.procedure("reversal")
    if mode == "refold_later":
        visits = [settlement.visit for settlement in rest]
        return _refolded(history, visits, plan, Accumulators.empty(plan), reversal)
    if mode == "newest_first" and later:
        last = later[-1].visit.number
        raise InvalidInput(
            "not_newest",
            "number",
            Text(f"“{number}”之后还有结算。", f"{number!r} is not the newest settlement."),
            Text(f"先撤销“{last}”。", f"Reverse {last!r} first."),
        )
    if later or years is not None:
        standing = years_of(history, plan) if years is None else years
        found = {year: less(state.under(plan), undone, plan) for year, state in standing.items()}
        return Correction(rest, found, newest(found, plan), reversal)
    opening = history[0].before.under(plan)
    found = years_of(rest, plan) or ({opening.year: opening} if opening.year else {})
    return Correction(rest, found, newest(found, plan) if found else opening, reversal)


def _position(history: Sequence[Settlement], number: str) -> int:
    for position, settlement in enumerate(history):
        if settlement.visit.number == number:
            return position
    raise InvalidInput(
        "settlement_unknown",
        "number",
        Text(f"没有结算“{number}”，或已撤销。", f"There is no settlement {number!r} to reverse."),
        Text("核对就诊编号。", "Check the number of the visit."),
    )


def _check_numbers(history: Sequence[Settlement], number: str) -> None:
    if any(settlement.visit.number == number for settlement in history):
        raise InvalidInput(
            "settled_already",
            "number",
            Text(f"“{number}”已结算。", f"{number!r} is settled already."),
            Text("撤销后再结算，或核对编号。", "Reverse it first, or check the number."),
        )


def _check_one_scheme(visits: Sequence[Visit]) -> None:
    schemes = sorted({visit.scheme for visit in visits})
    if len(schemes) > 1:
        shown = ", ".join(schemes)
        raise InvalidInput(
            "schemes_mixed",
            "scheme",
            Text(f"混有险种 {shown}。", f"Visits of several schemes: {shown}."),
            Text("每个险种各自累计，请分开。", "Each scheme counts for itself; fold them apart."),
        )
