"""The ways in which a person may seek care (就医途径): what, from whom, where, for what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from yibao.benefit.person import Person
from yibao.benefit.stay import Provider, Stay
from yibao.synthetic.asked import Asked
from yibao.synthetic.people import EMPLOYEES, RESIDENTS
from yibao.terms.dates import age_on

PROVIDERS = {
    provider.number: provider
    for provider in (
        Provider("village", number="village"),
        Provider("community_station", number="station"),
        Provider("community", number="community"),
        Provider("township", number="township"),
        Provider("unrated", "clinic", number="clinic"),
        Provider("primary", number="primary"),
        Provider("secondary", number="secondary"),
        Provider("secondary", "tcm_hospital", number="tcm"),
        Provider("tertiary", number="tertiary"),
        Provider("tertiary_special", number="special"),
        Provider("pharmacy", "pharmacy", number="pharmacy"),
    )
}
"""Invented providers, one or two of each level."""

_AT: dict[str, dict[str, float]] = {
    "outpatient": {
        "village": 3,
        "station": 2,
        "community": 3,
        "township": 3,
        "clinic": 1,
        "primary": 2,
        "secondary": 2,
        "tertiary": 2,
    },
    "emergency": {"secondary": 0.5, "tertiary": 0.5},
    "pharmacy": {"pharmacy": 0.8},
    "inpatient": {
        "township": 1,
        "primary": 2,
        "secondary": 5,
        "tcm": 1,
        "tertiary": 5,
        "special": 0.6,
    },
    "day_surgery": {"secondary": 0.4, "tertiary": 0.4},
    "chronic": {"primary": 1.5, "community": 1, "secondary": 3, "tertiary": 2},
    "two_diseases": {"community": 3, "township": 3, "secondary": 1},
    "delivery": {"secondary": 0.6, "tertiary": 0.6},
    "antenatal": {"secondary": 0.5},
}
"""Care → provider → weight."""

TWO_DISEASES = ("hypertension", "diabetes")
STAYS = ("inpatient", "day_surgery", "delivery")


@dataclass(frozen=True, slots=True)
class Way:
    """One way of seeking care, and how often it is taken; `use` picks what may be on the bill."""

    care: str
    provider: Provider
    weight: float
    disease: str = "none"
    place: str = "in_city"
    filing: str = ""
    delivery: str = "none"
    events: frozenset[str] = frozenset()

    @property
    def is_stay(self) -> bool:
        """Whether it is a stay (住院), not a visit of a day."""
        return self.care in STAYS

    def stay(self, number: str, first: date, last: date) -> Stay:
        """Return the stay, settled when it ends."""
        return Stay(
            number=number,
            care=self.care,
            admission=first,
            discharge=last,
            settlement=last,
            provider=self.provider,
            place=self.place,
            filing=self.filing,
            disease=self.disease,
            delivery=self.delivery,
            events=self.events,
        )


def ways_of(person: Person, day: date, known: Asked) -> Iterator[Way]:
    """List every way that a person may take, whether the region has a benefit for it or not."""
    insured = person.insured_on(day)
    age = age_on(person.birth, day)
    filed = [spell.content for spell in person.filed if spell.holds(day)]
    for care in ("outpatient", "emergency", "pharmacy", "inpatient", "day_surgery"):
        yield from _at(care)
    for disease in filed:
        yield from _at("chronic", disease=disease)
        if insured.scheme == RESIDENTS and disease in TWO_DISEASES:
            yield from _at("two_diseases", disease=disease)
    fertile = insured.status in ("working", "flexible", "adult") and 22 <= age <= 38
    if fertile and int(person.number) % 3 == 0:
        yield from _at("antenatal", delivery="antenatal")
        yield from _at("delivery", delivery="natural")
        yield from _at("delivery", delivery="caesarean")
    yield from _away(bool(person.filings))
    if "epidemic_confirmed" in known.event and insured.scheme in (EMPLOYEES, RESIDENTS):
        yield from _thinned(_at("inpatient", events=frozenset({"epidemic_confirmed"})), 0.008)


def _at(
    care: str,
    disease: str = "none",
    delivery: str = "none",
    events: frozenset[str] = frozenset(),
) -> Iterator[Way]:
    for number, weight in _AT[care].items():
        provider = PROVIDERS[number]
        yield Way(care, provider, weight, disease, delivery=delivery, events=events)


def _away(filed: bool) -> Iterator[Way]:
    """List stays away from home: by a filing, else as an emergency."""
    tertiary = PROVIDERS["tertiary"]
    for place, weight in (("in_province", 0.3), ("out_of_province", 0.3)):
        if filed:
            yield Way("inpatient", tertiary, weight * 4, place=place)
        else:
            yield Way("inpatient", tertiary, weight / 2, place=place)
            yield Way("inpatient", tertiary, weight / 2, place=place, filing="emergency")


def _thinned(ways: Iterator[Way], factor: float) -> Iterator[Way]:
    return (replace(way, weight=way.weight * factor) for way in ways)
