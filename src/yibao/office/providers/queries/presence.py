"""An institution as a message of it asks about it (机构在某日的状态), in one statement.

What registering and uploading ask for every message; `can_settle` and `staff_on` say why not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yibao.benefit.stay import Provider
from yibao.office.database.prepared import fetch
from yibao.office.database.stamps import Remembered, stamp_of
from yibao.office.providers.errors import unknown_institution
from yibao.office.providers.kinds import SCOPE_OF_CARE, ProviderKind
from yibao.terms.dictionaries import dictionary

OnDay = tuple[str, date]
"""The code of somebody or of a department, and the day on which it is asked about."""

_STATEMENT = """
SELECT i.fixmedins_name, i.admdvs, i.kind, i.closed_on, coalesce(l.level, ''),
    coalesce(l.hosp_lv, ''),
    ARRAY(SELECT n.name FROM providers_institutionlisting n
        WHERE n.institution_id = i.id AND n.during @> asked.day),
    ARRAY(SELECT s.scope FROM providers_agreementscope s
        WHERE s.institution_id = i.id AND s.during @> asked.day AND NOT EXISTS (
            SELECT FROM providers_agreementsuspension p
            WHERE p.agreement_id = s.agreement_id AND p.scope IN ('', s.scope)
                AND p.during @> asked.day)),
    ARRAY(SELECT w.place FROM unnest(%(staff)s::text[], %(staff_days)s::date[])
            WITH ORDINALITY AS w (code, day, place)
        WHERE NOT EXISTS (SELECT FROM providers_staffmember m
                WHERE m.code = w.code AND m.during @> w.day
                    AND (m.institution_id = i.id OR i.kind = 'pharmacy'))
            OR EXISTS (SELECT FROM providers_staffstanding d
                WHERE d.code = w.code AND d.during @> w.day)
        ORDER BY w.place),
    ARRAY(SELECT w.place FROM unnest(%(departments)s::text[], %(department_days)s::date[])
            WITH ORDINALITY AS w (code, day, place)
        WHERE NOT EXISTS (SELECT FROM providers_department d
            WHERE d.institution_id = i.id AND w.code IN (d.hosp_dept_codg, d.caty)
                AND d.during @> w.day)
        ORDER BY w.place)
FROM (SELECT %(day)s::date AS day) asked
JOIN providers_institution i ON i.fixmedins_code = %(code)s
LEFT JOIN providers_institutionlevel l ON l.institution_id = i.id AND l.during @> asked.day
"""


STAMP = stamp_of("providers")
"""An expression: what changes whenever an institution, an agreement or the staff does."""
_PRESENCES = Remembered(20_000)


@dataclass(frozen=True, slots=True)
class Presence:
    """An institution on a day, and who of those asked about is not there."""

    code: str
    name: str
    division: str
    kind: ProviderKind
    hosp_lv: str
    provider: Provider
    """As the law asks about it: level, kind, lists."""
    scopes: frozenset[str]
    """What agreements cover on the day and nothing suspends; none once it has closed."""
    absent_staff: tuple[OnDay, ...]
    """Who is not on the staff (of a pharmacy: on nobody's), or has no standing, on the day."""
    unknown_departments: tuple[OnDay, ...]
    """What is neither a department of the institution nor a national code of departments."""

    def covers(self, care: str) -> bool:
        """Say whether the institution can settle a kind of care on the day."""
        return str(SCOPE_OF_CARE.get(care, care)) in self.scopes


def presence_on(
    code: str,
    day: date,
    staff: Sequence[OnDay] = (),
    departments: Sequence[OnDay] = (),
    stamp: str = "",
) -> Presence:
    """Return an institution on a day.

    Args:
        code: the institution (`fixmedins_code`).
        day: the day of care.
        staff: codes of doctors, nurses, pharmacists, each with the day of what they did. A
            pharmacy names those whose prescriptions it fills: anybody's staff will do.
        departments: likewise; the institution's own codes or national ones.
        stamp: the providers' `STAMP` as read before, under which the answer is remembered; empty:
            it is not.

    Raises:
        NotFound: code ``unknown_institution``.

    """
    known = _PRESENCES.under(stamp)
    key = (code, day, tuple(staff), tuple(departments))
    found = known.get(key)
    if found is None:
        found = known[key] = _read(code, day, staff, departments)
    return found


def _read(code: str, day: date, staff: Sequence[OnDay], departments: Sequence[OnDay]) -> Presence:
    found = fetch(
        _STATEMENT,
        {
            "code": code,
            "day": day,
            "staff": [name for name, _ in staff],
            "staff_days": [on for _, on in staff],
            "departments": [name for name, _ in departments],
            "department_days": [on for _, on in departments],
        },
    )
    if not found:
        raise unknown_institution(code)
    name, division, kind_name, closed_on, level, hosp_lv, lists, scopes, absent, unknown = found[0]
    kind = ProviderKind(kind_name)
    has_closed = closed_on is not None and day > closed_on
    usual = "pharmacy" if kind is ProviderKind.PHARMACY else "unrated"
    return Presence(
        code=code,
        name=name,
        division=division,
        kind=kind,
        hosp_lv=hosp_lv,
        provider=Provider(level or usual, kind.of_policy, frozenset(lists), code),
        scopes=frozenset() if has_closed else frozenset(scopes),
        absent_staff=tuple(staff[place - 1] for place in absent),
        unknown_departments=tuple(
            departments[place - 1]
            for place in unknown
            if departments[place - 1][0] not in dictionary("dept").codes
        ),
    )
