"""A stay as a provider reports it, and how one is cut in two (中途结算, 跨年度结算)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from yibao.benefit.visit import Amounts
from yibao.policy.plan import Plan
from yibao.terms.errors import InvalidInput, PolicyError
from yibao.terms.text import Text

Bill = Mapping[str, Amounts]

_YEAR_DATE_OF = {"by_discharge": "discharge", "by_settlement": "settlement"}


@dataclass(frozen=True, slots=True)
class Provider:
    """Who gives the care (定点医药机构), as the law asks about it."""

    level: str
    kind: str = "hospital"
    lists: frozenset[str] = frozenset()
    number: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """One visit or stay, before anybody asks whose it is."""

    number: str
    care: str
    admission: date
    discharge: date
    settlement: date
    provider: Provider
    amounts: Bill = field(default_factory=dict)
    """The classified bill by track."""
    place: str = "in_city"
    """Where the provider is, as seen from the place of insurance."""
    filing: str = ""
    """How care away came about where the stay tells it (an emergency); else it is looked up."""
    link: str = "none"
    disease: str = "none"
    delivery: str = "none"
    events: frozenset[str] = frozenset()
    mid_stay: bool = False
    """Whether the person stays in bed after this settlement (中途结算标志, mid_setl_flag)."""


def cut(
    stay: Stay, day: date, amounts_before: Bill, amounts_after: Bill, *, link: str = "split"
) -> tuple[Stay, Stay]:
    """Cut a stay after a day: the first part is settled mid-stay on it, the second begins the next.

    Args:
        stay: what to cut; if it has amounts, the two bills must add up to them.
        day: the last day of the first part.
        amounts_before: the bill up to and with that day.
        amounts_after: the bill of the days behind it.
        link: how the second part hangs on the first: `split` at a year's end, else `continued`.

    Raises:
        InvalidInput: the day is no day of the stay before its last, or the bills do not add up.

    >>> ward = Provider("secondary")
    >>> stay = Stay("7", "inpatient", date(2024, 12, 30), date(2025, 1, 2), date(2025, 1, 2), ward)
    >>> first, second = cut(stay, date(2024, 12, 31), {}, {})
    >>> first.discharge, second.admission, second.link
    (datetime.date(2024, 12, 31), datetime.date(2025, 1, 1), 'split')

    """
    if not stay.admission <= day < stay.discharge:
        raise InvalidInput(
            "not_within_the_stay",
            "day",
            Text(
                f"{day} 不在住院期间 {stay.admission} 至 {stay.discharge} 之内。",
                f"{day} does not part the stay from {stay.admission} to {stay.discharge}.",
            ),
            Text("选择出院日之前的住院日。", "Choose a day of the stay before its last."),
        )
    if stay.amounts:
        _check_bills(stay, (amounts_before, amounts_after))
    first = replace(
        stay,
        number=f"{stay.number}/1",
        discharge=day,
        settlement=day,
        amounts=amounts_before,
        mid_stay=True,
    )
    second = replace(
        stay,
        number=f"{stay.number}/2",
        admission=day + timedelta(days=1),
        amounts=amounts_after,
        link=link,
    )
    return first, second


def year_ends_within(stay: Stay, plan: Plan) -> tuple[date, ...]:
    """Return the days on which the plan wants a stay settled though it goes on: ends of years."""
    check_cross_year(plan)
    if plan.procedure("cross_year") != "split_at_year_end":
        return ()
    year = plan.policy.benefit_year
    begun, ended = year.year_of(stay.admission), year.year_of(stay.discharge)
    return tuple(year.bounds(passed)[1] for passed in range(begun, ended))


def split_at_year_end(
    stay: Stay, plan: Plan, bills: Sequence[Bill] | None = None
) -> tuple[Stay, ...]:
    """Return the parts in which a plan settles a stay: itself, unless it crosses a benefit year.

    Args:
        stay: the stay.
        plan: its `cross_year` says whether the stay is cut.
        bills: the bill of each part, in order; only the provider can tell them.

    Raises:
        InvalidInput: code ``mid_stay_settlement_needed``, when the bills of the parts are missing
            or are not as many as the parts; the message names the day.
        PolicyError: code ``cross_year_contradicts``.

    """
    ends = year_ends_within(stay, plan)
    if not ends:
        return (stay,)
    if bills is None or len(bills) != len(ends) + 1:
        raise _mid_stay_needed(stay, ends)
    if stay.amounts:
        _check_bills(stay, bills)
    parts: list[Stay] = []
    rest = replace(stay, amounts={})
    for position, (end, bill) in enumerate(zip(ends, bills, strict=False), 1):
        part, rest = cut(rest, end, bill, {})
        parts.append(replace(part, number=f"{stay.number}/{position}"))
    return (*parts, replace(rest, number=f"{stay.number}/{len(bills)}", amounts=bills[-1]))


def check_cross_year(plan: Plan) -> None:
    """Check that `cross_year` and `year_date` put a stay over New Year in the same year.

    Raises:
        PolicyError: code ``cross_year_contradicts``.

    """
    cross_year, year_date = plan.procedure("cross_year"), plan.procedure("year_date")
    wanted = _YEAR_DATE_OF.get(cross_year, year_date)
    if wanted == year_date:
        return
    mark = plan.policy.procedure["cross_year"].mark
    raise PolicyError(
        "cross_year_contradicts",
        mark.key,
        Text(
            f"cross_year 为 {cross_year}，而 year_date 为 {year_date}。",
            f"cross_year is `{cross_year}`, yet year_date is `{year_date}`.",
        ),
        Text(f"把 year_date 改为 {wanted}。", f"Write year_date: {wanted}."),
        file=mark.file,
        line=mark.line,
        key=mark.key,
    )


def _mid_stay_needed(stay: Stay, ends: tuple[date, ...]) -> InvalidInput:
    days = "、".join(map(str, ends)), ", ".join(map(str, ends))
    return InvalidInput(
        "mid_stay_settlement_needed",
        "discharge",
        Text(
            f"住院 {stay.number} 跨待遇年度，须在 {days[0]} 中途结算。",
            f"The stay {stay.number} crosses a benefit year: settle it mid-stay on {days[1]}.",
        ),
        Text(
            f"按年度分别提供费用，共 {len(ends) + 1} 段。",
            f"Give the bill of each of the {len(ends) + 1} parts.",
        ),
    )


def _check_bills(stay: Stay, bills: Sequence[Bill]) -> None:
    """Refuse bills of parts that are not, track by track, the bill of the whole."""
    for track in sorted({*stay.amounts, *(track for bill in bills for track in bill)}):
        whole = stay.amounts.get(track, Amounts())
        parts = [bill.get(track, Amounts()) for bill in bills]
        together = Amounts(
            sum(part.full_self for part in parts),
            sum(part.over_limit for part in parts),
            sum(part.first_pay for part in parts),
            sum(part.in_scope for part in parts),
        )
        if together != whole:
            raise InvalidInput(
                "parts_do_not_add_up",
                f"amounts.{track}",
                Text(
                    f"各段费用之和 {together.total} 分与总费用 {whole.total} 分的构成不符。",
                    f"The parts make {together.total} fen, the whole stay {whole.total} fen, "
                    "or they divide otherwise.",
                ),
                Text("核对各段费用。", "Check the bill of each part."),
            )
