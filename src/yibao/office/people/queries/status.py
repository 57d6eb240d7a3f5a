"""Whether somebody is insured on a day, and why not (参保状态)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from yibao.office.people.models import Enrolment, EnrolmentPause, Person
from yibao.office.people.names import BASIC, family_of
from yibao.office.people.queries.find import person_row
from yibao.terms.dates import month_index
from yibao.terms.dictionaries import dictionary
from yibao.terms.text import Text

NOT_INSURED, INSURED, SUSPENDED, VOID, ENDED = "0", "1", "2", "3", "4"


@dataclass(frozen=True, slots=True)
class Status:
    """How a person stands in a scheme on a day: `psn_insu_stas`, in words, by which spell."""

    code: str
    reason: Text
    insutype: str = ""
    psn_type: str = ""
    division: str = ""
    employer_name: str = ""
    first: date | None = None
    last: date | None = None
    suspended_from: date | None = None
    benefits_from: date | None = None

    @property
    def has_benefits(self) -> bool:
        """Whether care on that day is paid for."""
        return self.code == INSURED and self.benefits_from is None

    @property
    def label(self) -> Text:
        """The national name of the status."""
        return dictionary("psn_insu_stas").label(self.code)


def status_on(number: str, day: date, insutype: str = "") -> Status:
    """Return how a person stands on a day, in one scheme or in the basic ones.

    `benefits_from` is set while the person still waits.

    Raises:
        NotFound: code ``unknown_person``.

    """
    person = person_row(number)
    asked = Q(insutype=insutype) if insutype else Q(family=BASIC)
    return _standing(person, list(person.enrolments.filter(asked).order_by("during")), day)


def statuses_on(number: str, day: date) -> tuple[Status, ...]:
    """Return how a person stands on a day in every scheme that runs or begins later.

    Where none does, the scheme that ended last. Basic schemes come first.

    Raises:
        NotFound: code ``unknown_person``.

    """
    person = person_row(number)
    by_scheme: dict[str, list[Enrolment]] = {}
    for spell in person.enrolments.order_by("during"):
        by_scheme.setdefault(spell.insutype, []).append(spell)
    found = [
        replace(
            standing,
            insutype=insutype,
            psn_type=standing.psn_type or spells[-1].psn_type,
            division=standing.division or spells[-1].division,
        )
        for insutype, spells in by_scheme.items()
        for standing in (_standing(person, spells, day),)
    ]
    running = [each for each in found if each.code != ENDED]
    last = sorted(found, key=lambda each: each.last or date.min)[-1:]
    shown = running or last
    return tuple(sorted(shown, key=lambda each: (family_of(each.insutype) != BASIC, each.insutype)))


def _standing(person: Person, spells: list[Enrolment], day: date) -> Status:
    if person.death is not None and day > person.death:
        reason = Text(f"已于 {person.death} 死亡。", f"The person died on {person.death}.")
        return Status(ENDED, reason)
    for spell in spells:
        if not spell.void and spell.holds(day):
            return _running(spell, day)
    return _none(spells, day)


def months_insured(person: Person, day: date, insutype: str) -> int:
    """Count the calendar months up to a day in which a person was insured in a scheme's family."""
    spells = person.enrolments.filter(family=family_of(insutype), void=False)
    months: set[int] = set()
    for spell in spells:
        if spell.first <= day:
            last = min(day, spell.last or day)
            months.update(range(month_index(spell.first), month_index(last) + 1))
    return len(months)


def _running(spell: Enrolment, day: date) -> Status:
    pause = spell.pauses.filter(during__contains=day).first()
    name = dictionary("insutype").label(spell.insutype)
    reason = Text(f"{name.zh}参保正常。", f"Insured: {name.en}.")
    waits = spell.benefits_from if spell.benefits_from and day < spell.benefits_from else None
    if waits is not None:
        reason = Text(
            f"处于待遇等待期，{waits} 起享受待遇。", f"Waits for benefits, which begin on {waits}."
        )
    if pause is not None:
        reason = _resting(pause)
    return Status(
        code=INSURED if pause is None else SUSPENDED,
        reason=reason,
        insutype=spell.insutype,
        psn_type=spell.psn_type,
        division=spell.division,
        employer_name=spell.employer_name,
        first=spell.first,
        last=spell.last,
        suspended_from=None if pause is None else pause.first,
        benefits_from=waits,
    )


def _resting(pause: EnrolmentPause) -> Text:
    if pause.kind == EnrolmentPause.ARREARS:
        return Text(f"自 {pause.first} 起欠费。", f"Premiums are owed since {pause.first}.")
    return Text(
        f"自 {pause.first} 起暂停：{pause.reason}。",
        f"Suspended since {pause.first}: {pause.reason}.",
    )


def _none(spells: list[Enrolment], day: date) -> Status:
    before = [spell for spell in spells if not spell.void and spell.last and spell.last < day]
    after = [spell for spell in spells if not spell.void and spell.first > day]
    if before:
        last = max(before, key=lambda spell: spell.last or day)
        why = f"：{last.end_reason}" if last.end_reason else ""
        reason = Text(f"参保已于 {last.last} 终止{why}。", f"Insurance ended on {last.last}{why}.")
        return Status(ENDED, reason, last.insutype, last.psn_type, last.division, last=last.last)
    if after:
        first = min(spell.first for spell in after)
        return Status(
            NOT_INSURED, Text(f"参保自 {first} 起生效。", f"Insurance begins on {first}.")
        )
    if any(spell.void and spell.holds(day) for spell in spells):
        return Status(VOID, Text("参保记录无效。", "The enrolment was declared void."))
    return Status(NOT_INSURED, Text("没有参保记录。", "There is no enrolment."))
