"""Takes the pictures of claims in docs/screens: `make screenshots`. No test."""

from __future__ import annotations

from tests.browser.conftest import Open
from tests.browser.take_pictures import take
from tests.browser.test_claims import REGISTER, WHO, open_settlement


def test_pictures_of_claims(open_as: Open) -> None:
    """Take the register, a claim, the sheet in both languages, the sheet on a telephone."""
    page = open_as(WHO, REGISTER)
    take(page, "11-settlements")
    open_settlement(page)
    page.locator("#layers").scroll_into_view_if_needed()
    take(page, "12-claim")
    page.locator("#summary .see-all").click()
    page.set_viewport_size({"width": 1440, "height": 1500})
    take(page, "13-sheet")
    page = open_settlement(open_as(WHO, REGISTER, language="en"), -2)
    page.locator("#summary .see-all").click()
    page.set_viewport_size({"width": 1440, "height": 1750})
    take(page, "14-sheet-english")
    page = open_settlement(open_as("insured", REGISTER, phone=True))
    page.locator("#summary .see-all").click()
    take(page, "15-telephone-sheet")
