"""Takes the pictures of docs/screens: `make screenshots`. No test; pytest gives it the site."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open

FOLDER = Path(__file__).parents[2] / "docs/screens"


def take(page: Page, name: str) -> None:
    """Keep what the window shows, once nothing moves any more."""
    page.wait_for_load_state("networkidle")
    page.mouse.move(0, 0)
    page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")


def test_pictures(open_as: Open) -> None:
    """Take ten pictures at a desk and on a telephone."""
    take(open_as("", "/base/sign-in/"), "01-sign-in")
    page = open_as("enrolment")
    page.locator("#find").press_sequentially("王", delay=50)
    page.locator("#find-hits [role=option]").first.wait_for()
    take(page, "02-home-and-search")
    page = open_as("enrolment", "/people/person/")
    take(page, "03-register")
    page.locator("td.is-title a").first.click()
    take(page, "04-row")
    page = open_as("catalogue", "/catalogue/drug/")
    page.locator(".chip summary").first.click()
    take(page, "05-filter")
    page.goto(page.url.split("/catalogue/")[0] + "/catalogue/drug/")
    page.locator(".page-actions a", has_text="导入").first.click()
    take(page, "06-import")
    mine, theirs = (open_as("administration", "/base/account/?q=clerk0042") for _ in range(2))
    for each in (mine, theirs):
        each.locator("td.is-title a").click()
        each.locator(".page-actions a", has_text="编辑").click()
    theirs.fill("input[name=name]", "王丽华")
    theirs.fill("input[name=phone]", "13900009999")
    theirs.get_by_role("button", name="保存").click()
    mine.fill("input[name=name]", "王立华")
    mine.get_by_role("button", name="保存").click()
    expect(mine.locator(".conflict")).to_be_visible()
    take(mine, "07-two-clerks")
    take(open_as("administration", "/base/matrix/", language="en"), "08-permissions-english")
    take(open_as("enrolment", "/people/person/", phone=True), "09-telephone-register")
    page = open_as("enrolment", "/people/person/", phone=True)
    page.locator("td.is-title a").first.click()
    take(page, "10-telephone-row")
