"""The ways of care that a kind of person may take (就医方式), known to the law or not."""

from __future__ import annotations

from collections.abc import Iterator

from yibao.synthetic.people import RESIDENTS
from yibao.synthetic.region_files.institutions import KINDS
from yibao.synthetic.region_files.profiles import Profile
from yibao.synthetic.ways import TWO_DISEASES, Way

_AT: dict[str, dict[str, int]] = {
    "outpatient": {
        "village": 14,
        "station": 8,
        "community": 12,
        "township": 12,
        "clinic": 4,
        "primary": 8,
        "secondary": 14,
        "tertiary": 1,
        "tertiary_b": 4,
        "tertiary_a": 8,
    },
    "emergency": {"secondary": 2, "tertiary_a": 2},
    "pharmacy": {"pharmacy": 6},
    "inpatient": {
        "township": 6,
        "primary": 10,
        "secondary": 26,
        "tcm": 6,
        "tertiary": 2,
        "tertiary_b": 8,
        "tertiary_a": 20,
        "special": 3,
    },
    "day_surgery": {"secondary": 2, "tertiary_a": 3},
    "chronic": {"community": 8, "primary": 12, "secondary": 24, "tertiary_b": 6, "tertiary_a": 10},
    "two_diseases": {"village": 8, "community": 12, "township": 12, "secondary": 4},
    "antenatal": {"secondary": 20},
}
"""Care → kind of institution → weight."""
_DELIVERIES = {"natural": 80, "caesarean": 60}
_AWAY = {"in_province": 2, "out_of_province": 2}


def ways_of(profile: Profile) -> Iterator[Way]:
    """List every way of care for a kind of person, as often as its weight says."""
    for care in ("outpatient", "emergency", "pharmacy", "inpatient", "day_surgery"):
        yield from _at(care)
    for disease in profile.filed:
        yield from _at("chronic", disease)
        if profile.group.scheme == RESIDENTS and disease in TWO_DISEASES:
            yield from _at("two_diseases", disease)
    if profile.expecting:
        for kind, weight in _AT["antenatal"].items():
            yield _way("antenatal", kind, weight, delivery="antenatal")
        for delivery, weight in _DELIVERIES.items():
            for kind in ("secondary", "tertiary_a"):
                yield _way("delivery", kind, weight, delivery=delivery)
    for place, weight in _AWAY.items():
        for filing in ("referral", "long_term", "none"):
            yield _way("inpatient", "away", weight, place=place, filing=filing)


def _at(care: str, disease: str = "none") -> Iterator[Way]:
    for kind, weight in _AT[care].items():
        yield _way(care, kind, weight, disease=disease)


def _way(
    care: str,
    kind: str,
    weight: int,
    *,
    disease: str = "none",
    place: str = "in_city",
    filing: str = "not_needed",
    delivery: str = "none",
) -> Way:
    provider = KINDS[kind].provider
    return Way(care, provider, weight, disease, place, filing, delivery)
