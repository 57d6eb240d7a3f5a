"""What others may ask of the people's office (查询)."""

from yibao.office.people.queries.claimant import VERSION, Claimant, claimant_of, claimants_of
from yibao.office.people.queries.facts import facts_of, facts_on, place_seen_from
from yibao.office.people.queries.find import (
    by_certificate,
    first_number,
    kept_number,
    look_up,
    named,
    numbers_insured,
    person_row,
    persons_within,
)
from yibao.office.people.queries.heads import HeadCount, headcounts
from yibao.office.people.queries.kept import KEPT
from yibao.office.people.queries.sharing import sharers_of
from yibao.office.people.queries.status import Status, months_insured, status_on, statuses_on

__all__ = [
    "KEPT",
    "VERSION",
    "Claimant",
    "HeadCount",
    "Status",
    "by_certificate",
    "claimant_of",
    "claimants_of",
    "facts_of",
    "facts_on",
    "first_number",
    "headcounts",
    "kept_number",
    "look_up",
    "months_insured",
    "named",
    "numbers_insured",
    "person_row",
    "persons_within",
    "place_seen_from",
    "sharers_of",
    "status_on",
    "statuses_on",
]
