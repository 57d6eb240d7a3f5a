"""The persons file (参保人文件): one row a person, in the order of the numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from yibao.benefit.files.columns import PERSONS
from yibao.policy.facts import FACTS, FactKind
from yibao.synthetic.people import EMPLOYEES
from yibao.synthetic.region_files.arrow import codes, dates, keys, money
from yibao.synthetic.region_files.claims import PERSON_PREFIX, Named
from yibao.synthetic.region_files.draws import ONE, Draws, Int, Stream, log_normal
from yibao.synthetic.region_files.institutions import COUNTIES
from yibao.synthetic.region_files.profiles import Profile
from yibao.synthetic.region_files.setting import PIECE_ROWS, Setting
from yibao.synthetic.region_files.trials import NUMBERS, asked_numbers
from yibao.terms.tables import rows

_COUNTY_SHARES = np.array((0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6))
_QUINTILES = ("1", "2", "3", "4", "5")
_INCOME_POOR = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2)
_INCOME_EMPLOYEE = (0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4)
_INCOME_RESIDENT = (0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4)
_SEXES = ("1", "2")
_FEMALE = 1
_SPREAD = 0.4
_FIELDS = 7
_DAYS_PER_YEAR, _LEAP = 365, 4
_YUAN = 100


class PersonsFile:
    """Draws the persons of the register, a piece at a time."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        kinds = setting.profiles
        type_of = {row["name"]: row["code"] for row in reversed(list(_codes("psn_type")))}
        self._columns = [
            Named.of("insutype", [kind.group.scheme for kind in kinds]),
            Named.of("psn_type", [type_of[kind.group.status] for kind in kinds]),
            *_unless_all("premium_class", [kind.premium_class for kind in kinds]),
            *_unless_all("rank", [kind.rank for kind in kinds]),
        ]
        self._lists = {
            "filed": _lists([kind.filed for kind in kinds]),
            "category": _lists([(kind.category,) if kind.category else () for kind in kinds]),
            "cover": _lists([kind.cover for kind in kinds]),
        }
        self._youngest = np.array([kind.ages[0] for kind in kinds])
        self._ages = np.array([kind.ages[1] - kind.ages[0] + 1 for kind in kinds])
        self._expecting = np.array([kind.expecting for kind in kinds])
        self._income = np.array([_income(kind) for kind in kinds])
        self._factors = log_normal(_SPREAD)

    @property
    def pieces(self) -> int:
        """How many pieces the register has."""
        return -(-self._setting.asked.persons // PIECE_ROWS)

    def batch(self, piece: int) -> pa.RecordBatch:
        """Return the rows of a piece of the register."""
        asked, cells = self._setting.asked, self._setting.population
        first = piece * PIECE_ROWS
        number = np.arange(first, min(first + PIECE_ROWS, asked.persons))
        profile = cells.profile[cells.cell_of_person(self._setting.person_numbers.back(number))]
        draws = Draws(asked.seed, Stream.PERSONS, piece, rows=len(number), fields=_FIELDS)
        sex = np.where(self._expecting[profile], _FEMALE, draws.below(len(_SEXES)))
        county = _COUNTY_SHARES[draws.below(len(_COUNTY_SHARES))]
        income = self._income[profile, draws.below(self._income.shape[1])]
        columns = {
            "psn_no": keys(PERSON_PREFIX, number + 1, as_integers=asked.integer_keys),
            "brdy": dates(self._birth(profile, draws)),
            "gend": codes(sex, _SEXES),
            "insu_admdvs": codes(county, COUNTIES),
            "income_group": codes(income, _QUINTILES),
            **{named.name: named.column(profile) for named in self._columns},
            **{name: lists.take(pa.array(profile)) for name, lists in self._lists.items()},
            **self._numbers(draws),
        }
        order = [name for name in PERSONS if name in columns]
        return pa.RecordBatch.from_arrays([columns[name] for name in order], order)

    def _birth(self, profile: Int, draws: Draws) -> Int:
        age = self._youngest[profile] + draws.below(self._ages[profile])
        leap_days = age // _LEAP + 1
        days = age * _DAYS_PER_YEAR + leap_days + draws.below(_DAYS_PER_YEAR)
        return self._setting.first_day - days

    def _numbers(self, draws: Draws) -> dict[str, pa.Array]:
        """Return the numbers that the law asks about: money in whole yuan, counts of years."""
        draw = draws.take()
        columns = {}
        for name in asked_numbers(self._setting.plan):
            number = NUMBERS[name] * self._factors[draw] // ONE
            is_money = FACTS[name].kind is FactKind.MONEY
            columns[name] = money(number // _YUAN * _YUAN) if is_money else pa.array(number)
        return columns


def _codes(dictionary: str) -> list[dict[str, str]]:
    return [row for row in rows("facts", "codes.csv") if row["dictionary"] == dictionary]


def _unless_all(name: str, values: Sequence[str]) -> list[Named]:
    """Return a column of names, or none where all are the default."""
    said = ["" if value == FACTS[name].default else value for value in values]
    return [Named.of(name, said)] if any(said) else []


def _lists(values: Sequence[Sequence[str]]) -> pa.Array:
    return pa.array(values, pa.list_(pa.string()))


def _income(kind: Profile) -> tuple[int, ...]:
    if kind.category:
        return _INCOME_POOR
    return _INCOME_EMPLOYEE if kind.group.scheme == EMPLOYEES else _INCOME_RESIDENT
