"""The home page (首页), the search box (检索) and the language switch (语言切换)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yibao.office.screens.discovery import declared, shell
from yibao.office.screens.guard import for_everybody_signed_in, open_to_all
from yibao.office.screens.hooks import Bar, Card, Figure, Glance, Hit
from yibao.office.screens.language import COOKIE, COOKIE_AGE_SECONDS, said
from yibao.office.screens.rights import OfficeRequest
from yibao.office.screens.views.common import granted_of, is_part
from yibao.terms.text import LANGUAGES, Text

HITS_EACH = 5
HITS_EACH_ON_PAGE = 20
TEXT_MAX = 100


@dataclass(frozen=True, slots=True)
class CardShown:
    """A card with its figures now."""

    card: Card
    figures: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class CardGroup:
    """The cards of one office."""

    label: str
    icon: str
    cards: Sequence[CardShown]


@dataclass(frozen=True, slots=True)
class BarShown:
    """A bar with its length, in hundredths of the longest one's."""

    bar: Bar
    length: int


@dataclass(frozen=True, slots=True)
class GlanceShown:
    """A chart with its bars, and their sum."""

    glance: Glance
    bars: Sequence[BarShown]
    sum: int


@dataclass(frozen=True, slots=True)
class DutyShown:
    """Work that waits, with how much of it."""

    label: str
    count: int
    url: str
    urgent: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What one source of the search found."""

    label: str
    icon: str
    hits: Sequence[Hit]


@for_everybody_signed_in
@require_safe
def home(request: OfficeRequest) -> HttpResponse:
    """Show what waits, and the cards of every office that the account may look at."""
    granted, found = granted_of(request), declared()
    groups = []
    for office in sorted(found.offices.values(), key=lambda office: office.place):
        cards = [
            CardShown(card, card.figures(granted, granted.reach(card.permission)))
            for card in found.cards
            if card.office == office.code and granted.may(card.permission)
        ]
        if cards:
            groups.append(CardGroup(said(office.label), office.icon, cards))
    duties = [
        DutyShown(said(duty.label), count, duty.url, duty.urgent)
        for duty in found.duties
        if granted.may(duty.permission)
        and (count := duty.count(granted, granted.reach(duty.permission)))
    ]
    duties.sort(key=lambda duty: not duty.urgent)
    context = {
        "title": Text("首页", "Home"),
        "groups": groups,
        "duties": duties,
        "glances": [
            _chart(glance, glance.bars(granted, granted.reach(glance.permission)))
            for glance in found.glances
            if granted.may(glance.permission)
        ],
    }
    return render(request, "screens/home.html", context)


def _chart(glance: Glance, bars: Sequence[Bar]) -> GlanceShown:
    longest = max((bar.amount for bar in bars), default=0)
    shown = [BarShown(bar, max(0, bar.amount) * 100 // max(1, longest)) for bar in bars]
    return GlanceShown(glance, shown, sum(bar.amount for bar in bars))


@for_everybody_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: OfficeRequest) -> HttpResponse:
    """Find by any number or name; sent by POST, no log of addresses has it."""
    text = " ".join(request.POST.get("text", "").split())[:TEXT_MAX]
    limit = HITS_EACH if is_part(request) else HITS_EACH_ON_PAGE
    granted = granted_of(request)
    found = []
    if text:
        for source in declared().searches:
            hits = source.find(granted, text, limit) if granted.may(source.permission) else ()
            if hits:
                found.append(Found(said(source.label), source.icon, hits))
    shell().shown(request, [p for each in found for hit in each.hits for p in hit.persons])
    context = {"title": Text("查找", "Search"), "text": text, "found": found}
    name = "screens/search_hits.html" if is_part(request) else "screens/search.html"
    return render(request, name, context)


@open_to_all
@require_POST
def language(request: OfficeRequest) -> HttpResponse:
    """Keep the language that was chosen in a cookie, and go back to the page."""
    chosen, back = request.POST.get("language", ""), request.POST.get("next", "/")
    allowed = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    response = redirect(back if allowed else "/")
    if chosen in LANGUAGES:
        response.set_cookie(
            COOKIE,
            chosen,
            max_age=COOKIE_AGE_SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
