"""The facts of a visit as the kernel takes them (就诊事实), for classifying and for settling."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from yibao.benefit.person import AT_HOME, assemble
from yibao.benefit.stay import Bill, Stay
from yibao.benefit.visit import Visit
from yibao.office.claims.codes import care_of, is_emergency
from yibao.office.claims.days import day_of
from yibao.office.claims.visit_row import VisitRow
from yibao.office.people.queries import Claimant, place_seen_from
from yibao.office.providers.queries import Presence
from yibao.policy.plan import Plan


def stay_of(
    visit: VisitRow,
    presence: Presence,
    *,
    settled_on: date,
    first: date | None = None,
    last: date | None = None,
    amounts: Bill | None = None,
    link: str = "none",
    mid_stay: bool = False,
) -> Stay:
    """Return a visit, or the part of it that is settled, before anybody asks whose it is.

    Args:
        visit: the visit.
        presence: its provider on its first day.
        settled_on: the day of settlement; of a classification today.
        first: the first day that is settled; None: that of the visit.
        last: the last day that is settled; None: that of the visit, or `settled_on` while it runs.
        amounts: the classified bill.
        link: how the stay hangs on the one before.
        mid_stay: whether the person stays in bed after this settlement.

    """
    begun = visit.begins_on if first is None else first
    place = place_seen_from(visit.insured_division, presence.division)
    emergency = place not in AT_HOME and is_emergency(visit.med_type)
    return Stay(
        number=visit.number,
        care=care_of(visit.med_type, visit.setting),
        admission=begun,
        discharge=max(begun, last_day(visit, settled_on) if last is None else last),
        settlement=settled_on,
        provider=presence.provider,
        amounts={} if amounts is None else amounts,
        place=place,
        filing="emergency" if emergency else "",
        link=link,
        disease=visit.disease_fact,
        delivery=visit.delivery,
        mid_stay=mid_stay,
    )


def last_day(visit: VisitRow, today: date) -> date:
    """Return the last day of a visit: of its end, of its beginning, of a stay that runs today."""
    if visit.ends_at is not None:
        return day_of(visit.ends_at)
    return today if visit.is_stay else visit.begins_on


def facts_of(claimant: Claimant, visit: VisitRow, stay: Stay, plan: Plan) -> Visit:
    """Put a stay and the person's facts together, insured in the scheme under which they came.

    Raises:
        InvalidInput: as `benefit.person.assemble`.

    """
    return assemble(claimant.within(visit.insutype), stay, plan)


def classifying_facts(
    claimant: Claimant, visit: VisitRow, presence: Presence, plan: Plan, today: date
) -> Visit:
    """Return the facts by which the lines of a visit are classified before it is settled.

    A stay that runs over the end of a benefit year, or has not ended, is taken up to what may be
    settled together now; where settling finds other facts the lines are classified once more.

    Raises:
        InvalidInput: as `benefit.person.assemble`.

    """
    year = plan.policy.benefit_year
    last = min(last_day(visit, today), year.bounds(year.year_of(visit.begins_on))[1])
    stay = stay_of(visit, presence, settled_on=max(today, last), last=last)
    return facts_of(claimant, visit, stay, plan)


@lru_cache(64)
def chosen_provider_only(plan: Plan, scheme: str, care: str) -> bool:
    """Say whether a plan pays for a kind of care at the chosen provider only (选点就医).

    It does where every layer that may pay has the condition that the person signed there.
    """
    layers = [plan.layers[place] for place in plan.programs.get((scheme, care), ())]
    return bool(layers) and all(
        any(
            test.fact == "signed" and test.names == {"yes"} and not test.negated
            for test in layer.when
        )
        for layer in layers
    )


def chosen_provider(claimant: Claimant, provider: str, day: date) -> str:
    """Return the provider that a person chose on a day, if it is another; else an empty text."""
    signed = {spell.content for spell in claimant.facts.signed if spell.holds(day)}
    return "" if not signed or signed & {"", provider} else min(signed)
