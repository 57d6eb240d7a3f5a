"""The claim's page and the bill in one sheet, at a desk, on a telephone, on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, serious_flaws
from tests.browser.test_screens import no_sideways

WHO = "settlement"
REGISTER = "/claims/settlement/"


def open_settlement(page: Page, place: int = -1) -> Page:
    """Open a settlement from the register; the last is the first that was made."""
    page.locator("td.is-title a").nth(place).click()
    expect(page.locator("#summary")).to_be_visible()
    return page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_of_a_claim_keeps_nobody_out(open_as: Open, language: str) -> None:
    page = open_as(WHO, REGISTER, language=language)
    assert serious_flaws(page) == []
    open_settlement(page)
    assert serious_flaws(page) == []
    for panel in ("summary", "bill", "layers", "bill-lines", "counters", "accounts", "timeline"):
        expect(page.locator(f"#{panel}")).to_be_visible()
    page.locator(".layer sup a").first.click()
    expect(page.locator(".notes li:target")).to_be_visible()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sheet_adds_up_and_can_be_printed(open_as: Open, language: str) -> None:
    page = open_settlement(open_as(WHO, REGISTER, language=language))
    page.locator("#summary .see-all").click()
    expect(page.locator("#sheet-title")).to_be_visible()
    expect(page.locator(".identities .mark-green")).to_have_count(3)
    expect(page.locator("[data-print]")).to_be_visible()
    assert serious_flaws(page) == []


def test_the_insured_see_their_own_sheet_whole(open_as: Open) -> None:
    page = open_settlement(open_as("insured", REGISTER))
    page.locator("#summary .see-all").click()
    expect(page.locator(".sheet-who dd").first).not_to_contain_text("*")
    expect(page.locator(".sheet-plain")).to_contain_text("您个人负担")


def test_a_reversal_says_what_it_takes_back(open_as: Open) -> None:
    page = open_as(WHO, f"{REGISTER}?kind=reversal")
    open_settlement(page)
    expect(page.locator("h1 .mark")).to_have_text("撤销单")
    page.locator("#summary .see-all").click()
    expect(page.locator(".sheet-undone")).to_contain_text("冲回结算")
    assert serious_flaws(page) == []


@pytest.mark.parametrize("place", [-1, -2])
def test_the_sheet_takes_two_pages_of_paper_at_most(open_as: Open, place: int) -> None:
    page = open_settlement(open_as(WHO, REGISTER), place)
    page.locator("#summary .see-all").click()
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ") in (1, 2)
    page.emulate_media(media="print")
    for selector in (".nav-side", ".top-bar", "[data-print]"):
        expect(page.locator(selector)).to_be_hidden()
    expect(page.locator(".demo-banner")).to_be_visible()


def test_on_a_telephone_nothing_sticks_out_of_a_claim(open_as: Open) -> None:
    page = open_settlement(open_as(WHO, REGISTER, phone=True))
    assert no_sideways(page)
    assert serious_flaws(page) == []
    page.locator("#summary .see-all").click()
    expect(page.locator("#sheet-title")).to_be_visible()
    assert no_sideways(page)
    assert serious_flaws(page) == []
