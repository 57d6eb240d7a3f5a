"""What offices hang into the shell (外壳的挂钩): pages, search, badges, cards, duties, panels.

An office declares these in its ``registers.py`` (`OFFICE`, `REGISTERS`, `PAGES`, `SEARCH`,
`BADGES`), ``dashboard.py`` (`CARDS`, `DUTIES`, `GLANCES`) and ``panels.py`` (`PANELS`);
`yibao.office.screens.discovery` finds them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import HttpRequest

from yibao.office.screens.register import Kind, Tone
from yibao.office.screens.rights import Granted
from yibao.terms.text import Text


@dataclass(frozen=True, slots=True)
class Office:
    """How an office stands in the navigation; small `place` first."""

    code: str
    label: Text
    icon: str
    place: int = 100


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is no register (页面), in the navigation of its office.

    Args:
        url: a path (``"/base/matrix/"``).
        permission: None shows it to everybody who is signed in.

    """

    code: str
    label: Text
    office: str
    url: str
    permission: str | None
    icon: str = "point"


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that the search box found; `persons` are shown in it, for the audit."""

    title: str
    subtitle: str
    url: str
    persons: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SearchSource:
    """Where the search box looks (检索来源).

    Args:
        find: ``find(granted, text, limit)``; masks what must be masked, answers within 100 ms
            (an index on every number, prefix or bigram search for names).

    """

    code: str
    label: Text
    permission: str
    find: Callable[[Granted, str, int], Sequence[Hit]]
    icon: str = "search"


@dataclass(frozen=True, slots=True)
class Badge:
    """A number beside an icon in the top bar (角标), such as unread messages."""

    code: str
    label: Text
    icon: str
    url: str
    count: Callable[[HttpRequest], int]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number on a card of the home page; `value` as its `kind` says."""

    label: Text
    value: object
    kind: Kind = "number"
    url: str = ""
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A card of the home page (卡片): ``figures(granted, reach)``."""

    code: str
    office: str
    title: Text
    permission: str
    figures: Callable[[Granted, Any], Sequence[Figure]]
    url: str = ""
    icon: str = "chart-bar"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart; `url` leads to what it counts."""

    label: Text
    amount: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Glance:
    """A chart of bars on the home page (概览图): ``bars(granted, reach)``, amounts by `kind`.

    It reads small tables of sums only: the home page never waits for a count.
    """

    code: str
    title: Text
    permission: str
    bars: Callable[[Granted, Any], Sequence[Bar]]
    kind: Kind = "number"


@dataclass(frozen=True, slots=True)
class Duty:
    """Work that waits for somebody (待办): ``count(granted, reach)`` things at `url`."""

    code: str
    label: Text
    permission: str
    count: Callable[[Granted, Any], int]
    url: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """What an office adds to the page of a row of an office below it (附加栏目).

    Args:
        register: code of that row's register.
        template: drawn with what `context` returns.
        context: ``context(row, granted)``; None where there is nothing to show.

    """

    register: str
    template: str
    permission: str
    context: Callable[[Any, Granted], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class MenuLink:
    """An entry of the user's menu."""

    label: Text
    url: str
    icon: str


class Shell(Protocol):
    """What the running site gives to screens; ``settings.YIBAO_SHELL`` is its dotted path."""

    def mask(self, granted: Granted, field: str, value: object) -> object:
        """Return the value, or its mask where the account may not see it whole."""
        ...

    def shown(self, request: HttpRequest, persons: Iterable[str]) -> None:
        """Note for the audit whom this request showed."""
        ...

    def start_export(
        self, request: HttpRequest, register: str, query: Mapping[str, Sequence[str]], language: str
    ) -> str:
        """Start the export of a register's rows; return the address where it can be watched."""
        ...

    def import_address(self, kind: str) -> str:
        """Return where files of that kind are taken in; empty when there is no such kind."""
        ...

    def is_demo(self) -> bool:
        """Say whether everything here is invented."""
        ...

    def region(self) -> Text:
        """Return the region's name."""
        ...

    def user_menu(self, request: HttpRequest) -> Sequence[MenuLink]:
        """Return what stands in the user's menu above signing out."""
        ...

    def sign_out_address(self) -> str:
        """Return where a POST signs the user out."""
        ...
