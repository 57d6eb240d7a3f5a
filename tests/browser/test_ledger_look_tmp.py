from tests.browser.conftest import serious_flaws
PAGES = {"entry": "/ledger/entry/", "account": "/ledger/account/", "period": "/ledger/period/",
 "trial": "/ledger/trial/?book=statutory", "chart": "/ledger/chart/", "seals": "/base/seals/", "personal": "/ledger/personal/"}
def test_look(open_as):
    bad = {}
    for phone in (False, True):
        for name, path in PAGES.items():
            page = open_as("fund", path, phone=phone)
            page.screenshot(path=f"/tmp/look_{name}_{'p' if phone else 'd'}.png", full_page=False)
            flaws = serious_flaws(page)
            wide = not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            if flaws or wide: bad[name, phone] = (wide, str(flaws)[:600])
            if name in ("entry", "account"):
                page.locator("td.is-title a").first.click()
                page.wait_for_load_state()
                page.screenshot(path=f"/tmp/look_{name}_row_{'p' if phone else 'd'}.png", full_page=True)
                flaws = serious_flaws(page)
                if flaws: bad[name, "row", phone] = str(flaws)[:600]
    assert not bad, bad
