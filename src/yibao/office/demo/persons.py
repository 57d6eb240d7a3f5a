"""Persons of the demo region with enrolment, identities, registrations (演示参保人员)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate

import numpy as np

from yibao.office.base.actor import SYSTEM
from yibao.office.catalogue.demo import chronic_codes
from yibao.office.demo.names import name_of
from yibao.office.demo.region import CITY, EVIDENCE, FIRST_YEAR, OPENED
from yibao.office.people.services import NewPerson, Rest, Since, known_certificates, register_many
from yibao.policy import compile_plan, load_policy
from yibao.synthetic.people import EMPLOYEES
from yibao.synthetic.region_files.draws import Draws, Stream
from yibao.synthetic.region_files.institutions import COUNTIES, Institution
from yibao.synthetic.region_files.profiles import Profile, profiles
from yibao.terms.identifiers.check_characters import resident_check
from yibao.terms.tables import rows

PIECE = 10_000
"""Persons are drawn by so many, so that the first of them are the same however many there are."""

_FIELDS = 8
_DRAWS = 1 << 32
"""How many values two fields of a draw have."""
_DAYS_PER_YEAR = 365.2425
_SEQUENCES = 500
"""Resident numbers of one sex, birthday and county."""

_RARE = {"rest": 60, "away": 40, "contract": 3}
"""One person in so many has it."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One person as drawn, before there is a number."""

    number: int
    profile: Profile
    county: str
    birth: date
    sex: str
    luck: int


def load_persons(
    count: int,
    today: date,
    among: Sequence[Institution],
    told: Callable[[int], None] = lambda _: None,
) -> int:
    """Register the first `count` persons of the demo region as far as they are not there yet.

    Args:
        count: how many there shall be.
        today: the day of registration.
        among: institutions that exist; of these a person has a family doctor.
        told: called with the number of persons looked at so far.

    Returns:
        How many were new.

    """
    doctors = [one for one in among if one.kind in ("township", "community")]
    seen: defaultdict[tuple[str, date, str], int] = defaultdict(int)
    new, batch = 0, []
    for drawn in _draw(count):
        key = (drawn.county, drawn.birth, drawn.sex)
        seen[key] += 1
        batch.append(_person(drawn, _resident_number(*key, seen[key]), doctors, today))
        if len(batch) == PIECE or drawn.number + 1 == count:
            new += _register(batch, today)
            batch = []
            told(drawn.number + 1)
    return new


def _register(batch: list[NewPerson], today: date) -> int:
    numbers = [str(person.values["certificate_number"]) for person in batch]
    known = known_certificates("01", numbers)
    missing = [person for person, number in zip(batch, numbers, strict=True) if number not in known]
    return len(register_many(SYSTEM, missing, today)) if missing else 0


def _draw(count: int) -> Iterator[_Drawn]:
    kinds = profiles(compile_plan(load_policy(CITY), allow_unverified=True))
    reached = list(accumulate(kind.weight for kind in kinds))
    bounds = np.array([weight * _DRAWS // reached[-1] for weight in reached])
    for piece in range(-(-count // PIECE)):
        draws = Draws(1, Stream.PERSONS, piece, rows=PIECE, fields=_FIELDS)
        high, low = draws.take(), draws.take()
        of_kind = np.searchsorted(bounds, (high << 16) + low, side="right").tolist()
        county, sex = draws.below(len(COUNTIES)).tolist(), draws.below(2).tolist()
        age, day, luck = draws.take().tolist(), draws.take().tolist(), draws.take().tolist()
        for each in range(min(PIECE, count - piece * PIECE)):
            kind = kinds[of_kind[each]]
            yield _Drawn(
                number=piece * PIECE + each,
                profile=kind,
                county=COUNTIES[county[each]],
                birth=_birth(kind, age[each], day[each]),
                sex="2" if kind.expecting else "12"[sex[each]],
                luck=luck[each],
            )


def _birth(kind: Profile, age_draw: int, day_draw: int) -> date:
    """Return a birthday by which the profile's age holds throughout the first year."""
    youngest, oldest = kind.ages
    years = youngest + age_draw * (oldest - youngest + 1) // 65_536
    days = int(years * _DAYS_PER_YEAR) + 1 + day_draw * 365 // 65_536
    return OPENED - timedelta(days=days)


def _resident_number(county: str, birth: date, sex: str, turn: int) -> str:
    sequence = turn * 2 - (1 if sex == "1" else 0)
    assert turn < _SEQUENCES, "so many of one birthday do not occur"
    digits = f"{county}{birth:%Y%m%d}{sequence:03d}"
    return digits + resident_check(digits)


def _person(drawn: _Drawn, certificate: str, doctors: list[Institution], today: date) -> NewPerson:
    kind, luck = drawn.profile, drawn.luck
    doctor = doctors[(drawn.number + COUNTIES.index(drawn.county)) % len(doctors)]
    near = [one for one in doctors if one.code[1:7] == drawn.county]
    doctor = near[drawn.number % len(near)] if near else doctor
    return NewPerson(
        values={
            "certificate_type": "01",
            "certificate_number": certificate,
            "name": name_of(drawn.number),
            "sex": drawn.sex,
            "birth": drawn.birth,
            "nationality": "1",
            "division": drawn.county,
            "phone": f"100{drawn.number:08d}",
            "address": f"示范村{luck % 200 + 1}组{luck % 90 + 1}号（演示）",
        },
        enrolments=tuple(_enrolments(drawn, today)),
        rests=_rests(drawn),
        identities=tuple(_identities(drawn)),
        diseases=tuple(Since(_registered(name, doctor.code), OPENED) for name in kind.filed),
        filings=_filings(drawn),
        contracts=(
            (Since({"institution": doctor.code}, OPENED),) if luck % _RARE["contract"] == 0 else ()
        ),
        figures=tuple(_figures(drawn)),
    )


def _registered(disease: str, institution: str) -> dict[str, str]:
    return {
        "disease": disease,
        "opsp_dise_code": chronic_codes()[disease],
        "institution": institution,
        "evidence": EVIDENCE,
    }


def _enrolments(drawn: _Drawn, today: date) -> Iterator[Since]:
    kind = drawn.profile
    base = {
        "insutype": kind.group.scheme,
        "psn_type": _psn_types()[kind.group.status],
        "division": drawn.county,
        "premium_class": kind.premium_class,
    }
    if kind.group.scheme == EMPLOYEES:
        employer = drawn.number % 300
        base["employer"] = f"E{drawn.county}{employer:05d}"
        base["employer_name"] = f"示范单位{employer}（演示）"
        yield Since(base, OPENED)
    else:
        for year in range(FIRST_YEAR, today.year + 1):
            yield Since(base, date(year, 1, 1), date(year, 12, 31))
    supplements = {"large_sum": "330", "civil_servant": "320", "enterprise": "370"}
    for cover in kind.cover:
        rank = kind.rank if cover == "civil_servant" else "none"
        yield Since({**base, "insutype": supplements[cover], "rank": rank}, OPENED)


@cache
def _psn_types() -> dict[str, str]:
    known = [row for row in rows("facts", "codes.csv") if row["dictionary"] == "psn_type"]
    return {row["name"]: row["code"] for row in reversed(known)}


def _rests(drawn: _Drawn) -> tuple[Rest, ...]:
    if drawn.luck % _RARE["rest"]:
        return ()
    first, last = date(FIRST_YEAR, 4, 1), date(FIRST_YEAR, 5, 31)
    kind = "arrears" if drawn.profile.group.scheme == EMPLOYEES else "paused"
    return (Rest(kind, "演示：未按时缴费", first, last),)


def _identities(drawn: _Drawn) -> Iterator[Since]:
    category = drawn.profile.category
    if category:
        said = {"category": category, "evidence": EVIDENCE, "source": "示范市民政局（演示）"}
        code = _identity_codes().get(category, "")
        yield Since({**said, "psn_idet_type": code}, OPENED)


@cache
def _identity_codes() -> dict[str, str]:
    known = [row for row in rows("facts", "codes.csv") if row["dictionary"] == "psn_idet_type"]
    return {row["name"]: row["code"] for row in known}


def _filings(drawn: _Drawn) -> tuple[Since, ...]:
    if drawn.luck % _RARE["away"]:
        return ()
    kind = ("long_term", "referral", "temporary")[drawn.number % 3]
    said = {"kind": kind, "destination": "990221", "filed_on": OPENED, "reason": "演示"}
    return (Since(said, OPENED),)


def _figures(drawn: _Drawn) -> Iterator[Since]:
    yield Since({"name": "continuous_years", "amount": drawn.luck % 12 + 1}, OPENED)
    if drawn.profile.group.status == "working":
        wage_fen = (48_000 + drawn.luck) * 100
        yield Since({"name": "annual_wage", "amount": wage_fen}, OPENED)
    if drawn.profile.group.status == "retired":
        yield Since({"name": "annual_pension", "amount": (30_000 + drawn.luck // 4) * 100}, OPENED)
