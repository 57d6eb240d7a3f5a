"""One test per screen: it works in a browser, keeps nobody out, complains of nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, serious_flaws

ADMIN, COUNT = "administration", "/base/account/"


def first_titles(page: Page) -> list[str]:
    return [text.strip() for text in page.locator("td.is-title").all_inner_texts()]


def no_sideways(page: Page) -> bool:
    """Say whether nothing sticks out beyond the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_signing_in_refuses_a_wrong_password_and_takes_the_right_one(open_as: Open) -> None:
    page = open_as("", "/base/sign-in/")
    assert serious_flaws(page) == []
    page.fill("input[name=username]", f"test-{ADMIN}")
    page.fill("input[name=password]", "wrong")
    page.click("button.btn-primary")
    expect(page.locator("[role=alert]").first).to_be_visible()
    page = open_as(ADMIN)
    expect(page.locator("h1")).to_have_text("首页")
    assert serious_flaws(page) == []


def test_every_page_says_that_its_data_is_invented(open_as: Open) -> None:
    for path in ("/base/sign-in/",):
        expect(open_as("", path).locator(".demo-banner")).to_contain_text("演示数据")
    for path in ("/", COUNT, f"{COUNT}new/", "/base/account/99999999/", "/base/matrix/"):
        page = open_as(ADMIN, path)
        expect(page.locator(".demo-banner")).to_contain_text("演示数据")


def test_a_list_filters_as_one_types_and_keeps_its_address(open_as: Open) -> None:
    page = open_as(ADMIN, COUNT)
    page.fill("#filter-search", "clerk0007")
    expect(page.locator("[data-rows] tbody tr")).to_have_count(1)
    assert page.url.endswith("?q=clerk0007")
    page.locator("summary", has_text="启用").click()
    page.locator(".chip-menu label", has_text="是").click()
    expect(page.locator(".nothing-title")).to_have_text("没有符合条件的记录")
    page.go_back()
    expect(page.locator("[data-rows] tbody tr")).to_have_count(1)
    page.reload()
    expect(page.locator("#filter-search")).to_have_value("clerk0007")
    assert serious_flaws(page) == []


def test_a_list_is_paged_and_sorted(open_as: Open) -> None:
    page = open_as(ADMIN, f"{COUNT}?size=20")
    first = first_titles(page)
    page.click('a[rel="next"]')
    expect(page.locator('a[rel="prev"]')).to_be_visible()
    second = first_titles(page)
    assert set(first).isdisjoint(second)
    page.click('a[rel="prev"]')
    expect(page.locator("td.is-title").first).to_have_text(first[0])
    page.locator("th a", has_text="登录名").click()
    expect(page.locator("th[aria-sort=ascending]")).to_be_visible()
    page.locator("th a", has_text="登录名").click()
    expect(page.locator("th[aria-sort=descending]")).to_be_visible()
    down = first_titles(page)
    assert down == sorted(down, reverse=True)


def test_keys_walk_open_find_and_explain(open_as: Open) -> None:
    page = open_as(ADMIN, COUNT)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("j")
    expect(page.locator("tr.is-current td.is-title")).to_have_text(first_titles(page)[1])
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    assert serious_flaws(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    name = first_titles(page)[1]
    page.keyboard.press("Enter")
    expect(page.locator(".lead-line")).to_contain_text(name)
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()


def test_the_search_box_offers_hits_that_arrows_choose(open_as: Open) -> None:
    page = open_as(ADMIN)
    page.keyboard.press("/")
    page.keyboard.type("clerk001")
    expect(page.locator("#find-hits [role=option]").first).to_be_visible()
    assert "clerk001" not in page.url
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.locator('#find-hits [aria-selected="true"]')
    expect(chosen).to_have_count(1)
    assert page.locator("#find").get_attribute("aria-activedescendant") == chosen.get_attribute(
        "id"
    )
    assert serious_flaws(page) == []
    address = chosen.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


def test_editing_two_at_once(open_as: Open) -> None:
    mine, theirs = open_as(ADMIN, f"{COUNT}?q=clerk0042"), open_as(ADMIN, f"{COUNT}?q=clerk0042")
    for page in (mine, theirs):
        page.locator("td.is-title a").click()
        page.locator(".page-actions a", has_text="编辑").click()
        assert serious_flaws(page) == []
    theirs.fill("input[name=name]", "他改的")
    theirs.fill("input[name=phone]", "13911112222")
    theirs.get_by_role("button", name="保存").click()
    expect(theirs.locator(".toast-note")).to_contain_text("已保存")
    mine.fill("input[name=name]", "我改的")
    mine.get_by_role("button", name="保存").click()
    expect(mine.locator(".conflict")).to_contain_text("他改的")
    expect(mine.locator("input[name=phone]")).to_have_value("13911112222")
    expect(mine.locator("input[name=name]")).to_have_value("我改的")
    assert serious_flaws(mine) == []
    mine.get_by_role("button", name="保存").click()
    expect(mine.locator("h1")).to_contain_text("我改的")


def test_a_form_says_what_is_wrong_and_where(open_as: Open) -> None:
    page = open_as(ADMIN, f"{COUNT}new/")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert serious_flaws(page) == []
    page.locator(".error-summary a").first.click()
    expect(page.locator(".field.is-wrong input").first).to_be_focused()


def test_an_action_is_confirmed_in_a_dialog(open_as: Open) -> None:
    page = open_as(ADMIN, f"{COUNT}?q=clerk0043")
    page.locator("td.is-title a").click()
    page.locator(".page-actions a", has_text="停用").click()
    dialog = page.locator("#dialog")
    expect(dialog).to_be_visible()
    assert serious_flaws(page) == []
    dialog.get_by_role("button", name="停用").click()
    expect(dialog.locator(".error-summary")).to_be_visible()
    dialog.locator("[name=reason]").fill("离职")
    dialog.get_by_role("button", name="停用").click()
    expect(page.locator(".toast-note").first).to_be_visible()
    expect(page.locator("h1 .mark")).to_contain_text("否")


def test_history_of_a_row(open_as: Open) -> None:
    page = open_as(ADMIN, f"{COUNT}?q=clerk0044")
    page.locator("td.is-title a").click()
    page.locator(".page-actions a", has_text="变更历史").click()
    expect(page.locator("h1")).to_have_text("变更历史")
    assert serious_flaws(page) == []


def test_an_export_becomes_a_job(open_as: Open) -> None:
    page = open_as(ADMIN, f"{COUNT}?q=clerk00")
    page.get_by_role("button", name="导出").click()
    page.wait_for_url("**/base/jobs/*/")
    expect(page.locator(".toast-note")).to_contain_text("导出已开始")
    assert serious_flaws(page) == []


def test_the_permission_matrix(open_as: Open) -> None:
    page = open_as(ADMIN, "/base/matrix/")
    expect(page.locator("code", has_text="base.account.edit")).to_be_visible()
    assert serious_flaws(page) == []


def test_handing_in_a_file(open_as: Open) -> None:
    page = open_as("catalogue", "/imports/import/")
    assert serious_flaws(page) == []
    page.goto(page.url.replace("/imports/import/", "/catalogue/drug/"))
    page.locator(".page-actions a", has_text="导入").first.click()
    expect(page.locator("input[type=file]")).to_be_visible()
    assert serious_flaws(page) == []


def test_english_by_a_switch_and_back(open_as: Open) -> None:
    page = open_as(ADMIN, COUNT)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_have_text("Accounts")
    assert page.url.endswith(COUNT)
    assert serious_flaws(page) == []
    page.get_by_role("button", name="中文").click()
    expect(page.locator("h1")).to_have_text("账户")


def test_paper_has_the_content_alone(open_as: Open) -> None:
    page = open_as(ADMIN, COUNT)
    page.emulate_media(media="print")
    for selector in (".nav-side", ".top-bar", ".page-actions", ".pager-steps"):
        expect(page.locator(selector)).to_be_hidden()
    expect(page.locator(".rows-table")).to_be_visible()
    expect(page.locator(".demo-banner")).to_be_visible()


@pytest.mark.parametrize("path", ["/", COUNT, f"{COUNT}new/", "/base/audit/", "/base/messages/"])
def test_on_a_telephone_nothing_sticks_out(open_as: Open, path: str) -> None:
    page = open_as(ADMIN, path, phone=True)
    assert no_sideways(page)
    assert serious_flaws(page) == []
    page.get_by_role("button", name="打开导航").click()
    expect(page.locator(".nav-side")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".nav-side")).to_be_hidden()


def test_on_a_telephone_rows_are_cards(open_as: Open) -> None:
    page = open_as(ADMIN, COUNT, phone=True)
    expect(page.locator("thead")).not_to_be_in_viewport()
    row = page.locator("[data-rows] tbody tr").nth(4)
    assert row.evaluate("row => getComputedStyle(row).display") == "grid"
    row.locator("td").nth(1).tap()
    expect(page.locator(".facts").first).to_be_visible()
    assert no_sideways(page)


def test_the_navigation_folds_and_remembers(open_as: Open) -> None:
    page = open_as(ADMIN, COUNT)
    page.locator("[data-fold]").click()
    page.reload()
    assert page.locator(".nav-side").bounding_box()["width"] < 80  # type: ignore[index]
    assert serious_flaws(page) == []


def test_who_may_not_and_what_is_not_there(open_as: Open) -> None:
    page = open_as("insured", COUNT)
    expect(page.locator("h1")).to_have_text("没有权限")
    assert serious_flaws(page) == []
    page = open_as(ADMIN, f"{COUNT}99999999/")
    expect(page.locator("h1")).to_have_text("没有找到")
    expect(page.locator(".refusal-number code")).to_be_visible()


def test_a_server_that_is_not_reached_is_told(open_as: Open) -> None:
    page = open_as(ADMIN, COUNT)
    page.route("**/base/account/?**", lambda route: route.fulfill(status=503, body="down"))
    page.fill("#filter-search", "x")
    expect(page.locator(".toast-error")).to_contain_text("没有连上服务器")
    page.unroute_all()


def test_a_person_is_found_opened_and_many_actions_stand_in_a_menu(open_as: Open) -> None:
    page = open_as("enrolment", "/people/person/")
    assert serious_flaws(page) == []
    page.locator("td.is-title a").first.click()
    expect(page.locator(".moments li").first).to_be_visible()
    assert serious_flaws(page) == []
    page.locator(".more summary").click()
    page.locator(".more .menu a").last.click()
    expect(page.locator("#dialog")).to_be_visible()
    expect(page.locator(".more .menu")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.locator("#dialog")).to_be_hidden()
