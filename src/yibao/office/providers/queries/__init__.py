"""What others may ask of the providers' office (查询)."""

from yibao.office.providers.queries.answers import (
    YES,
    Answer,
    account_on,
    agreements_of,
    can_settle,
    decisions_on,
    hosp_lv_on,
    institution_row,
    institutions_within,
    named,
    provider_on,
    staff_on,
    standing_on,
    state_of,
    with_levels,
)
from yibao.office.providers.queries.presence import STAMP, OnDay, Presence, presence_on
from yibao.office.providers.queries.steady import presences_on

__all__ = [
    "STAMP",
    "YES",
    "Answer",
    "OnDay",
    "Presence",
    "account_on",
    "agreements_of",
    "can_settle",
    "decisions_on",
    "hosp_lv_on",
    "institution_row",
    "institutions_within",
    "named",
    "presence_on",
    "presences_on",
    "provider_on",
    "staff_on",
    "standing_on",
    "state_of",
    "with_levels",
]
