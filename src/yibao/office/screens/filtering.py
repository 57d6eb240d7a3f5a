"""Filters of a list (筛选): from the address to the query, and back to what is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from yibao.office.screens.cells import choices_of, written
from yibao.office.screens.language import said
from yibao.office.screens.register import DateRange, Filter, NumberRange, Register
from yibao.terms.errors import InvalidInput
from yibao.terms.money import parse_yuan
from yibao.terms.text import Text

LENGTH_MAX = 200
LEAST, MOST = ".from", ".to"
_RANGES = frozenset({"date_range", "number_range", "money_range"})


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter."""

    value: str
    label: str
    is_chosen: bool


@dataclass(slots=True)
class Shown:
    """A filter with what is set, for the template."""

    filter: Filter
    given: tuple[str, ...] = ()
    least: str = ""
    most: str = ""
    value: Any = None
    problem: Text | None = None
    options: Sequence[Option] = ()
    summary: str = ""
    without: str = ""
    """The address of the list without this filter."""

    @property
    def is_set(self) -> bool:
        """Whether it narrows the list, or would if it could be read."""
        return bool(self.given or self.least or self.most)

    @property
    def code(self) -> str:
        """The parameter."""
        return self.filter.code

    @property
    def kind(self) -> str:
        """How it is offered."""
        return self.filter.kind

    @property
    def text(self) -> str:
        """What was typed or chosen, when it is one thing."""
        return self.given[0] if self.given else ""


@dataclass(slots=True)
class Filters:
    """All filters of a list as one address sets them."""

    shown: list[Shown] = field(default_factory=list)

    @property
    def problems(self) -> list[tuple[str, Text]]:
        """Label and problem of every filter that cannot be read."""
        return [(said(s.filter.label), s.problem) for s in self.shown if s.problem is not None]

    @property
    def is_any_set(self) -> bool:
        """Whether the list is narrowed at all."""
        return any(shown.is_set for shown in self.shown)

    def apply(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that every filter lets through; none when one cannot be read."""
        if self.problems:
            return queryset.none()
        for shown in self.shown:
            if shown.is_set:
                queryset = shown.filter.apply(queryset, shown.value)
        return queryset

    def parameters(self, leave_out: str = "") -> dict[str, Sequence[str]]:
        """Return what an address must carry to set the same filters."""
        found: dict[str, Sequence[str]] = {}
        for shown in self.shown:
            if shown.code == leave_out:
                continue
            if shown.given:
                found[shown.code] = shown.given
            if shown.least:
                found[shown.code + LEAST] = (shown.least,)
            if shown.most:
                found[shown.code + MOST] = (shown.most,)
        return found


def read(register: Register, query: QueryDict) -> Filters:
    """Return the register's filters as the address sets them."""
    return Filters([_read_one(declared, query) for declared in register.filters])


def _read_one(declared: Filter, query: QueryDict) -> Shown:
    if declared.kind in _RANGES:
        least = query.get(declared.code + LEAST, "").strip()[:LENGTH_MAX]
        most = query.get(declared.code + MOST, "").strip()[:LENGTH_MAX]
        shown = Shown(declared, least=least, most=most)
    else:
        given = [text.strip()[:LENGTH_MAX] for text in query.getlist(declared.code)]
        kept = tuple(dict.fromkeys(text for text in given if text))
        shown = Shown(declared, given=kept if declared.many else kept[:1])
    words = choices_of(declared.choices)
    shown.options = [Option(v, said(label), v in shown.given) for v, label in words.items()]
    if shown.is_set:
        try:
            shown.value, shown.summary = _value(shown, words)
        except InvalidInput as problem:
            shown.problem = Text(problem.message("zh"), problem.message("en"))
    return shown


def _value(shown: Shown, words: Mapping[str, Text]) -> tuple[Any, str]:
    """Return what `apply` gets, and how the chip says it."""
    kind = shown.filter.kind
    if kind == "date_range":
        days = DateRange(_day(shown, shown.least), _day(shown, shown.most))
        return days, _span(days.first, days.last, "date")
    if kind in ("number_range", "money_range"):
        numbers = NumberRange(_number(shown, shown.least), _number(shown, shown.most))
        return numbers, _span(numbers.least, numbers.most, kind.removesuffix("_range"))
    if kind == "flag":
        if shown.text not in ("0", "1"):
            raise _wrong(shown.code, shown.text)
        return shown.text == "1", written("flag", shown.text == "1")
    for text in shown.given:
        if words and text not in words:
            raise _wrong(shown.code, text)
    summary = "、".join(said(words.get(text, text)) for text in shown.given)
    return (shown.given if shown.filter.many else shown.text), summary


def _span(least: Any, most: Any, kind: Any) -> str:
    first, last = (("" if end is None else written(kind, end)) for end in (least, most))
    if least is not None and most is not None:
        return f"{first} – {last}"
    return f"≥ {first}" if most is None else f"≤ {last}"


def _day(shown: Shown, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidInput(
            "invalid_date",
            shown.code,
            Text(f"“{text}”不是日期。", f"{text!r} is no date."),
            Text("请写成 2026-05-01。", "Write it as 2026-05-01."),
        ) from None


def _number(shown: Shown, text: str) -> int | None:
    if not text:
        return None
    if shown.filter.kind == "money_range":
        return parse_yuan(text, shown.code)
    try:
        number = int(text.replace(",", ""))
    except ValueError:
        number = 2**63
    if abs(number) < 2**63:
        return number
    raise InvalidInput(
        "invalid_number",
        shown.code,
        Text(f"“{text}”不是可用的整数。", f"{text!r} is no usable whole number."),
        Text("请写成 1200。", "Write it as 1200."),
    )


def _wrong(code: str, text: str) -> InvalidInput:
    return InvalidInput(
        "invalid_choice",
        code,
        Text(f"没有“{text}”这个选项。", f"There is no choice {text!r}."),
        Text("请从列出的选项中选择。", "Choose one of those offered."),
    )
