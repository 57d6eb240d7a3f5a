"""How long a late joiner waits for benefits (待遇等待期): docs/algorithms/waiting.md."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from yibao.policy.choose import Choice, FactValue, Step, choose
from yibao.policy.law import Policy, Waiting
from yibao.policy.values import Value
from yibao.terms.dates import age_on
from yibao.terms.errors import InvalidInput, PolicyUnknown
from yibao.terms.text import Text


@dataclass(frozen=True, slots=True)
class History:
    """What is known of a person's enrolment (参保经历) when the premium of a year is paid.

    Args:
        missed_years: the years without cover (断保年份).
        enrol_year: the year that is paid for.
        enrolled_on: the day of payment; the law is read as on this day.
        in_window: whether that day lies in the yearly window (集中参保期).
        repaired_years: missed years paid for besides (修复).
        born: the birth date, where the rule for newborns may apply.
        facts: facts of the person that the law may ask about, such as `category`.

    Raises:
        InvalidInput: years or dates that cannot be.

    """

    missed_years: tuple[int, ...]
    enrol_year: int
    enrolled_on: date
    in_window: bool
    repaired_years: int = 0
    born: date | None = None
    facts: Mapping[str, FactValue] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if any(year >= self.enrol_year for year in self.missed_years):
            raise _wrong(
                "missed_year_not_before",
                "missed_years",
                Text("断保年份须早于参保年份。", "A missed year comes before the year paid for."),
            )
        if self.enrolled_on.year > self.enrol_year:
            raise _wrong(
                "enrolled_too_late",
                "enrolled_on",
                Text("缴费日期晚于参保年份。", "The day of payment is after the year paid for."),
            )
        if self.repaired_years < 0:
            raise _wrong(
                "negative_years",
                "repaired_years",
                Text("修复年数为负。", "The number of repaired years is below zero."),
            )
        if self.born is not None and self.born > self.enrolled_on:
            raise _wrong(
                "birth_after_date",
                "born",
                Text("出生日期晚于缴费日期。", "The birth date is after the day of payment."),
            )

    @property
    def missed_in_a_row(self) -> int:
        """How many years in a row were missed just before the year paid for (连续断保年数).

        >>> History((2021, 2024, 2025), 2026, date(2025, 10, 1), True).missed_in_a_row
        2
        """
        year = self.enrol_year - 1
        while year in self.missed_years:
            year -= 1
        return self.enrol_year - 1 - year


@dataclass(frozen=True, slots=True)
class WaitingTime:
    """How many months somebody waits: months = fixed + variable − repaired + lifted."""

    fixed: int
    """固定待遇等待期."""
    variable: int
    """变动待遇等待期, before repair."""
    repaired: int
    """Months that repair took away."""
    lifted: int
    """Months that the floor for long gaps added back."""
    first_day: date
    """The first day with benefits."""
    steps: tuple[Step, ...]

    @property
    def months(self) -> int:
        """How many months somebody waits."""
        return self.fixed + self.variable - self.repaired + self.lifted


def waiting(policy: Policy, history: History, *, allow_unverified: bool = False) -> WaitingTime:
    """Work out the waiting time of somebody who enrols.

    Raises:
        PolicyUnknown: a value of the law that is needed is unknown, or too weakly sourced.

    >>> from yibao.policy import load_policy
    >>> missed_two = History((2025, 2026), 2027, date(2026, 11, 2), in_window=True)
    >>> found = waiting(load_policy("cn"), missed_two)
    >>> found.months, found.first_day
    (4, datetime.date(2027, 5, 1))

    """
    law = policy.waiting
    if law is None:
        raise PolicyUnknown(
            "policy_unknown",
            "financing.waiting",
            Text(f"{policy.label.zh}没有等待期规定。", f"{policy.label.en} has no waiting rule."),
            Text("写入 financing.waiting。", "Write financing.waiting."),
            key="financing.waiting",
        )
    return _Reckoning(policy, law, history, allow_unverified).result()


class _Reckoning:
    """One waiting time being worked out, step by step."""

    def __init__(self, policy: Policy, law: Waiting, history: History, weak: bool) -> None:
        self.policy = policy
        self.law = law
        self.history = history
        self.weak = weak
        self.steps: list[Step] = []

    def result(self) -> WaitingTime:
        """Go through the rules in order."""
        gap = self.history.missed_in_a_row
        late = gap > 0 or not self.history.in_window
        if not late:
            self._say(Text("集中参保期内连续参保，不等待", "in the window, no gap: no waiting"))
        if not late or self._newborn():
            return self._time(0, 0, 0, 0)
        fixed = self._fixed()
        variable = self._variable(gap)
        repaired = self._repaired(variable)
        return self._time(fixed, variable, repaired, self._lifted(gap, fixed + variable - repaired))

    def _choose(self, value: Value) -> Choice:
        history = self.history
        return choose(
            value, history.facts, history.enrolled_on, self.weak, indices=self.policy.indices
        )

    def _say(self, text: Text, choice: Choice | None = None) -> None:
        self.steps.append(Step(text, choice.provenance if choice else None))

    def _newborn(self) -> bool:
        """Whether no waiting applies, as the person enrols within so many days of birth."""
        born, enrolled_on = self.history.born, self.history.enrolled_on
        if self.law.newborn_days is None or born is None or age_on(born, enrolled_on) > 0:
            return False
        days = self._choose(self.law.newborn_days)
        if not days.unlimited and (enrolled_on - born).days > days.amount():
            return False
        passed = (enrolled_on - born).days
        self._say(
            Text(
                f"出生后第 {passed} 天参保，不等待", f"enrolled {passed} days after birth: no wait"
            ),
            days,
        )
        return True

    def _fixed(self) -> int:
        fixed = self._choose(self.law.fixed_months)
        months = fixed.amount()
        self._say(Text(f"固定等待期 {months} 个月", f"fixed: {_months(months)}"), fixed)
        return months

    def _variable(self, gap: int) -> int:
        """Each missed year in a row, from the `count_from`-th on, costs so many months."""
        if gap == 0:
            return 0
        count_from = self._choose(self.law.count_from).amount()
        per_year = self._choose(self.law.per_missed_year)
        counted = max(0, gap - (count_from - 1))
        months = per_year.amount() * counted
        self._say(
            Text(
                f"连续断保 {gap} 年，从第 {count_from} 年起计，变动等待期 {months} 个月",
                f"{_years(gap)} missed in a row, {counted} of them counted from the "
                f"{_ordinal(count_from)} on: {_months(months)}",
            ),
            per_year,
        )
        return months

    def _repaired(self, variable: int) -> int:
        """Years paid for besides take months away, of the variable part only."""
        years = self.history.repaired_years
        if years == 0 or variable == 0:
            return 0
        per_year = self._choose(self.law.repair_per_year)
        months = min(variable, per_year.amount() * years)
        self._say(
            Text(f"修复 {years} 年，减少 {months} 个月", f"{_years(years)} repaired: −{months}"),
            per_year,
        )
        return months

    def _lifted(self, gap: int, months: int) -> int:
        """After a long gap the whole is never below a floor, whatever was repaired."""
        if self.law.floor_missed_years is None or self.law.floor_months is None or gap == 0:
            return 0
        from_years = self._choose(self.law.floor_missed_years)
        if from_years.unlimited or gap < from_years.amount():
            return 0
        floor = self._choose(self.law.floor_months)
        lifted = max(0, floor.amount() - months)
        self._say(
            Text(
                f"连续断保满 {from_years.amount()} 年，合计不少于 {floor.amount()} 个月",
                f"{_years(from_years.amount())} missed or more: at least {_months(floor.amount())}",
            ),
            floor,
        )
        return lifted

    def _time(self, fixed: int, variable: int, repaired: int, lifted: int) -> WaitingTime:
        history = self.history
        begins = date(history.enrol_year, 1, 1)
        if not history.in_window:
            begins = max(begins, history.enrolled_on)
        first_day = _months_after(begins, fixed + variable - repaired + lifted)
        self._say(Text(f"{first_day} 起享受待遇", f"benefits from {first_day}"))
        return WaitingTime(fixed, variable, repaired, lifted, first_day, tuple(self.steps))


def _months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a month that lacks it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _months(count: int) -> str:
    return "1 month" if count == 1 else f"{count} months"


def _years(count: int) -> str:
    return "1 year" if count == 1 else f"{count} years"


def _ordinal(count: int) -> str:
    return {1: "first", 2: "second", 3: "third"}.get(count, f"{count}th")


def _wrong(code: str, field_name: str, reason: Text) -> InvalidInput:
    return InvalidInput(code, field_name, reason, Text("核对参保经历。", "Check the enrolment."))
