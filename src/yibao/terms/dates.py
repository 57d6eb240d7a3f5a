"""Benefit years (待遇年度), calendar months and quarters, ages. Dates are given; no clock here."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class BenefitYear:
    """The year over which a region counts deductibles and ceilings, by its first day.

    Most regions count calendar years; Shanghai has counted from 1 July to 30 June. A year is named
    by the calendar year in which it begins.

    Args:
        start_month: month of the first day, 1 to 12.
        start_day: day of the first day; not 29 February, which most years lack.

    Raises:
        InvalidInput: code ``invalid_benefit_year``, when no such day is in every year.

    >>> BenefitYear(7, 1).year_of(date(2024, 6, 30))
    2023

    """

    start_month: int = 1
    start_day: int = 1

    def __post_init__(self) -> None:
        try:
            date(2023, self.start_month, self.start_day)
        except ValueError:
            start = f"{self.start_month}-{self.start_day}"
            raise InvalidInput(
                "invalid_benefit_year",
                "benefit_year",
                Text(f"并非每年都有 {start} 这一天。", f"Not every year has a day {start}."),
                Text("请写每年都有的月和日，如 7-1。", "Give a month and day such as 7-1."),
            ) from None

    def year_of(self, day: date) -> int:
        """Return the benefit year that holds `day`.

        >>> BenefitYear().year_of(date(2024, 6, 30))
        2024
        """
        begun = (day.month, day.day) >= (self.start_month, self.start_day)
        return day.year if begun else day.year - 1

    def bounds(self, year: int) -> tuple[date, date]:
        """Return the first and the last day of the benefit year `year`.

        >>> BenefitYear(7, 1).bounds(2023)
        (datetime.date(2023, 7, 1), datetime.date(2024, 6, 30))
        """
        first = date(year, self.start_month, self.start_day)
        next_first = date(year + 1, self.start_month, self.start_day)
        return first, next_first - timedelta(days=1)


def month_index(day: date) -> int:
    """Return the calendar month as one running number: year × 12 + month − 1.

    >>> month_index(date(2024, 1, 31)) - month_index(date(2023, 12, 1))
    1
    """
    return day.year * 12 + day.month - 1


def quarter_index(day: date) -> int:
    """Return the calendar quarter as one running number: year × 4 + quarter − 1.

    >>> quarter_index(date(2024, 3, 31)) == 2024 * 4
    True
    """
    return day.year * 4 + (day.month - 1) // 3


def age_on(birth: date, day: date) -> int:
    """Return the age in full years (周岁) on `day`.

    A year is full on the birthday; who was born on 29 February has it on 1 March in other years.

    Raises:
        InvalidInput: code ``birth_after_date``, when `day` is before `birth`.

    >>> age_on(date(2000, 2, 29), date(2018, 2, 28)), age_on(date(2000, 2, 29), date(2018, 3, 1))
    (17, 18)

    """
    if day < birth:
        raise InvalidInput(
            "birth_after_date",
            "brdy",
            Text(f"出生日期 {birth} 晚于 {day}。", f"The birth date {birth} is after {day}."),
            Text("请核对出生日期。", "Check the birth date."),
        )
    before_birthday = (day.month, day.day) < (birth.month, birth.day)
    return day.year - birth.year - before_birthday


def parse_date(text: str, field: str = "date") -> date:
    """Return the date written as ``yyyy-MM-dd``, and in no other way.

    Raises:
        InvalidInput: code ``invalid_date``.

    >>> parse_date("2022-01-31")
    datetime.date(2022, 1, 31)
    >>> parse_date("2022-1-31")
    Traceback (most recent call last):
        ...
    yibao.terms.errors.InvalidInput: invalid_date: date: '2022-1-31' is no date. Write year, \
month and day, such as 2022-01-31.

    """
    if isinstance(text, str) and _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise InvalidInput(
        "invalid_date",
        field,
        Text(f"“{text}”不是日期。", f"{text!r} is no date."),
        Text("请写年-月-日，如 2022-01-31。", "Write year, month and day, such as 2022-01-31."),
    )
