"""The claims file (结算文件): visits under the national column names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from yibao.benefit.files.columns import AMOUNTS, CLAIMS
from yibao.policy.facts import FACTS
from yibao.policy.plan import Plan
from yibao.synthetic.region_files import flaws
from yibao.synthetic.region_files.arrow import NO_CODE, codes, dates, keys, money, times
from yibao.synthetic.region_files.draws import Int
from yibao.synthetic.region_files.institutions import institutions
from yibao.synthetic.region_files.setting import Setting
from yibao.synthetic.region_files.visits import Visits
from yibao.synthetic.ways import Way

PERSON_PREFIX = 990_100
SETTLEMENT_PREFIX = 990_000
"""Together with the year: 992022 …"""
_WRONG_FEN = 100
_WRONG_DAYS = 3
_NO_LEVEL, _NO_SCHEME = "99", "999"
_OF_WAY = ("provider_kind", "place", "filing", "delivery", "disease")


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """A column of names: the name's position by way of care or institution, and the names."""

    name: str
    position: Int
    names: pa.Array

    @staticmethod
    def of(name: str, values: Sequence[str]) -> Named:
        """Return a column of values, numbered as they come; an empty one is none."""
        places: dict[str, int] = {}
        position = [places.setdefault(v, len(places)) if v else NO_CODE for v in values]
        return Named(name, np.array(position), pa.array(list(places), pa.string()))

    def column(self, row: Int) -> pa.Array:
        """Return the names of rows of the table."""
        return codes(self.position[row], self.names)


class ClaimsFile:
    """Turns visits into rows of the claims file."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._of_way = _columns_of_way(setting.plan, setting.mix.ways)
        listed = institutions()
        self._code = Named.of("fixmedins_code", [one.code for one in listed])
        self._hosp_lv = Named.of("hosp_lv", [_NO_LEVEL, *(one.hosp_lv for one in listed)])
        levels = ["", *("" if one.hosp_lv else one.level for one in listed)]
        self._level = Named.of("level", levels)
        schemes = [profile.group.scheme for profile in setting.profiles]
        self._scheme = Named.of("insutype", [_NO_SCHEME, *schemes])

    def batch(self, visits: Visits, bill_fen: Int | None) -> pa.RecordBatch:
        """Return the rows of visits; with lines, `bill_fen` is what they sum to."""
        columns = {
            **self._keys(visits),
            **self._institution(visits),
            **self._days(visits),
            **_money(visits, bill_fen),
            **{named.name: named.column(visits.way) for named in self._of_way},
        }
        order = [name for name in CLAIMS if name in columns]
        return pa.RecordBatch.from_arrays([columns[name] for name in order], order)

    def _keys(self, visits: Visits) -> dict[str, pa.Array]:
        integers = self._setting.asked.integer_keys
        stranger = visits.flaw == flaws.PERSON_NOT_REGISTERED
        person = np.where(stranger, visits.person + self._setting.asked.persons, visits.person)
        scheme = np.where(visits.flaw == flaws.INSUTYPE_UNKNOWN, 0, visits.profile + 1)
        known = visits.flaw != flaws.PSN_NO_MISSING
        return {
            "setl_id": settlement_keys(self._setting, settlement_numbers(self._setting, visits)),
            "psn_no": keys(PERSON_PREFIX, person + 1, as_integers=integers, known=known),
            "insutype": self._scheme.column(scheme),
        }

    def _institution(self, visits: Visits) -> dict[str, pa.Array]:
        place = np.where(visits.flaw == flaws.HOSP_LV_UNKNOWN, 0, visits.institution + 1)
        return {
            "fixmedins_code": self._code.column(visits.institution),
            "hosp_lv": self._hosp_lv.column(place),
            "level": self._level.column(place),
        }

    def _days(self, visits: Visits) -> dict[str, pa.Array]:
        reversed_days = visits.flaw == flaws.DATES_REVERSED
        begin = np.where(reversed_days, visits.end + _WRONG_DAYS, visits.begin)
        known = visits.flaw != flaws.SETL_TIME_MISSING
        return {
            "begndate": dates(begin),
            "enddate": dates(visits.end),
            "setl_time": times(visits.settled_day, visits.settled_second, known),
        }


def settlement_numbers(setting: Setting, visits: Visits) -> Int:
    """Return the settlements' numbers: each visit's own, but for those that take another's."""
    visit = np.where(visits.flaw == flaws.SETL_ID_TWICE, visits.twin, visits.visit)
    return setting.visit_numbers.there(visit) + 1


def settlement_keys(setting: Setting, number: Int) -> pa.Array:
    """Return `setl_id` by the number of the settlement."""
    prefix = SETTLEMENT_PREFIX + setting.asked.year
    return keys(prefix, number, as_integers=setting.asked.integer_keys)


def _money(visits: Visits, bill_fen: Int | None) -> dict[str, pa.Array]:
    wrong = np.where(visits.flaw == flaws.PARTS_DO_NOT_SUM, _WRONG_FEN, 0)
    sign = np.where(visits.flaw == flaws.AMOUNT_NEGATIVE, -1, 1)
    if bill_fen is not None:
        return {"medfee_sumamt": money(bill_fen * sign + wrong)}
    parts = visits.parts._replace(in_scope=visits.parts.in_scope * sign)
    named = {name: money(part) for name, part in zip(AMOUNTS, parts, strict=True)}
    return {"medfee_sumamt": money(parts.total + wrong), **named}


def _columns_of_way(plan: Plan, ways: Sequence[Way]) -> list[Named]:
    """Return the columns that the way of care gives; those that say nothing are left out."""
    coded = [(plan.policy.care_types[way.care].med_types or ("",))[0] for way in ways]
    values = {
        "med_type": coded,
        "care": ["" if code else way.care for way, code in zip(ways, coded, strict=True)],
        **{name: [_unless_default(way, name) for way in ways] for name in _OF_WAY},
    }
    return [Named.of(name, names) for name, names in values.items() if any(names)]


def _unless_default(way: Way, name: str) -> str:
    given = way.provider.kind if name == "provider_kind" else str(getattr(way, name))
    return "" if given == FACTS[name].default else given
