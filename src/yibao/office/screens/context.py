"""What every page shows around its content (外壳): navigation, badges, the user, the region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import SimpleLazyObject

from yibao.office.screens import discovery
from yibao.office.screens.addresses import list_address
from yibao.office.screens.hooks import MenuLink
from yibao.office.screens.language import language_of, said
from yibao.office.screens.rights import Granted, OfficeRequest

LINKS_OPEN_MAX = 16
"""Beyond so many links only the office where one is stands open at first."""


@dataclass(frozen=True, slots=True)
class Link:
    """One line of the navigation."""

    label: str
    url: str
    icon: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Group:
    """An office in the navigation, with what the account may open in it."""

    code: str
    label: str
    icon: str
    links: Sequence[Link]

    @property
    def is_here(self) -> bool:
        """Whether the page that is open belongs to it."""
        return any(link.is_here for link in self.links)


@dataclass(frozen=True, slots=True)
class BadgeShown:
    """A badge with its number now."""

    label: str
    icon: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class Around:
    """The shell of one page."""

    language: str
    groups: Sequence[Group]
    badges: Sequence[BadgeShown]
    is_demo: bool
    region: str
    user: str
    menu: Sequence[MenuLink]
    sign_out: str
    path: str

    @property
    def other_language(self) -> str:
        """The language that the switch offers."""
        return "en" if self.language == "zh" else "zh"

    @property
    def is_long(self) -> bool:
        """Whether the navigation is too long to be open everywhere at once."""
        return sum(len(group.links) for group in self.groups) > LINKS_OPEN_MAX

    @property
    def html_language(self) -> str:
        """The value of ``<html lang>``."""
        return "zh-CN" if self.language == "zh" else "en"


def shell_of(request: OfficeRequest) -> Around:
    """Return the shell around a page; without navigation for who is not signed in."""
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    site = discovery.shell()
    badges = discovery.declared().badges if known else ()
    return Around(
        language=language_of(request),
        groups=navigation(request) if known else (),
        badges=[BadgeShown(said(b.label), b.icon, b.url, b.count(request)) for b in badges],
        is_demo=site.is_demo(),
        region=said(site.region()),
        user=str(request.granted.actor.name) if known else "",
        menu=site.user_menu(request) if known else (),
        sign_out=site.sign_out_address(),
        path=request.get_full_path(),
    )


def navigation(request: OfficeRequest) -> list[Group]:
    """Return the offices of which the account may open anything."""
    granted: Granted = request.granted
    found = discovery.declared()
    here = request.path
    groups = []
    for office in sorted(found.offices.values(), key=lambda office: office.place):
        lines: list[tuple[str, str, str]] = [
            (said(r.title), list_address(r.code), r.icon)
            for r in found.registers.values()
            if r.office == office.code and r.shown_in_navigation and granted.may(r.permission)
        ]
        lines += [
            (said(page.label), page.url, page.icon)
            for page in found.pages
            if page.office == office.code
            and (page.permission is None or granted.may(page.permission))
        ]
        links = [Link(label, url, icon, here.startswith(url)) for label, url, icon in lines]
        if links:
            groups.append(Group(office.code, said(office.label), office.icon, links))
    return groups


def shell(request: OfficeRequest) -> dict[str, Any]:
    """Give ``around`` to every template, made only when one asks."""
    return {"around": SimpleLazyObject(lambda: shell_of(request))}
