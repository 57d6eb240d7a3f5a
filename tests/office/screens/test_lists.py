"""Lists: filters, sorting, cells, masks, escape, refusals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test import Client

from tests.office.screens.shelf import Book
from yibao.office.base.roles import Role

URL = "/shelf/book/"
HTMX = {"HTTP_HX_REQUEST": "true"}


def titles(answer: object) -> list[str]:
    return [row.cells[0].text for row in answer.context["listing"].rows]  # type: ignore[attr-defined]


@pytest.fixture
def three(books: type[Book]) -> list[Book]:
    return Book.objects.bulk_create(
        [
            Book(
                title="甲", shelf=1, price_fen=123456, bought=date(2026, 3, 1), holder="13900001234"
            ),
            Book(title="乙", shelf=None, price_fen=-50, state="worn", bought=date(2026, 3, 2)),
            Book(title="丙", shelf=2, price_fen=300, bought=None),
        ]
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "丙乙甲"),
        ("?q=甲", "甲"),
        ("?state=worn", "乙"),
        ("?state=worn&state=new", "丙乙甲"),
        ("?bought.from=2026-03-01&bought.to=2026-03-01", "甲"),
        ("?bought.from=2026-03-02", "乙"),
        ("?price.from=3.00&price.to=2000", "丙甲"),
        ("?price.to=-0.50", "乙"),
        ("?shelved=1", "丙甲"),
        ("?shelved=0", "乙"),
        ("?shelf=2", "丙"),
        ("?sort=price", "乙丙甲"),
        ("?sort=-price", "甲丙乙"),
        ("?sort=shelf", "甲丙乙"),
        ("?sort=-shelf", "乙丙甲"),
        ("?sort=holder", "丙乙甲"),
    ],
)
def test_filters_and_sorting(clerk: Client, three: list[Book], query: str, found: str) -> None:
    assert titles(clerk.get(URL + query)) == list(found)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?bought.from=gestern", "不是日期"),
        ("?price.from=1e3", "不是可用的金额"),
        ("?price.from=99999999999999999999", "不是可用的金额"),
        ("?state=eaten", "没有“eaten”这个选项"),
        ("?shelved=maybe", "没有“maybe”这个选项"),
    ],
)
def test_a_filter_that_cannot_be_read_shows_no_rows_and_says_why(
    clerk: Client, three: list[Book], query: str, words: str
) -> None:
    answer = clerk.get(URL + query)
    assert titles(answer) == []
    assert words in unescape(answer.content.decode())


def test_cells_are_written_as_people_read_them(clerk: Client, three: list[Book]) -> None:
    page = clerk.get(URL).content.decode()
    assert "1,234.56" in page
    assert "-0.50" in page
    assert "价格（元）" in page
    assert '<span class="mark mark-green">新书</span>' in page


def test_an_account_without_the_right_sees_masks(
    client_of: Callable[..., Client], three: list[Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "yibao.office.base.rights.granted.Granted.may", lambda self, code: code.endswith("view")
    )
    page = client_of(Role.ADMINISTRATION).get(URL).content.decode()
    assert "139****1234" in page
    assert "13900001234" not in page


def test_what_somebody_typed_is_never_markup(clerk: Client, books: type[Book]) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    book = Book.objects.create(title=evil[:80], holder=evil[:40], shelf=1)
    Book.objects.create(title="旁", shelf=1)
    for url in (
        URL,
        f"{URL}?q={evil[:40]}",
        f"{URL}{book.pk}/",
        f"{URL}{book.pk}/edit/",
        f"{URL}{book.pk}/do/burn/",
    ):
        page = clerk.get(url).content.decode()
        assert "<script>alert" not in page
        assert "<img" not in page.replace('<img src="/static/', "")
        assert "&lt;script&gt;" in page or "do/burn" in url


def test_htmx_gets_rows_alone_and_a_clean_address(clerk: Client, three: list[Book]) -> None:
    answer = clerk.get(f"{URL}?q=甲&bought.from=&price.to=", **HTMX)
    page = answer.content.decode()
    assert "<html" not in page
    assert "甲" in page
    assert answer["HX-Push-Url"] == "/shelf/book/?q=%E7%94%B2"
    assert "HX-Request" in answer["Vary"]
    whole = clerk.get(URL, HTTP_HX_REQUEST="true", HTTP_HX_HISTORY_RESTORE_REQUEST="true")
    assert "<html" in whole.content.decode()


def test_pages_lead_forward_and_back(clerk: Client, books: type[Book]) -> None:
    Book.objects.bulk_create(Book(title=f"{number:03d}") for number in range(45))
    first = clerk.get(f"{URL}?size=20&sort=title")
    second = clerk.get(first.context["listing"].after)
    third = clerk.get(second.context["listing"].after)
    assert titles(third) == ["040", "041", "042", "043", "044"]
    assert third.context["listing"].after == ""
    back = clerk.get(third.context["listing"].before)
    assert titles(back) == titles(second)
    assert titles(clerk.get(back.context["listing"].first)) == titles(first)


def test_an_empty_register_says_so(clerk: Client, books: type[Book]) -> None:
    assert "还没有记录" in clerk.get(URL).content.decode()
    assert "没有符合条件的记录" in clerk.get(f"{URL}?q=无").content.decode()


def test_english_by_a_switch(clerk: Client, three: list[Book]) -> None:
    answer = clerk.post("/language/", {"language": "en", "next": URL})
    assert (answer.status_code, answer["Location"]) == (302, URL)
    page = clerk.get(URL).content.decode()
    assert '<html lang="en"' in page
    assert "Price (¥)" in page
    assert "Worn" in page
    assert (
        clerk.post("/language/", {"language": "en", "next": "https://evil.example/"})["Location"]
        == "/"
    )


def test_the_audit_knows_whom_a_list_showed(clerk: Client, three: list[Book]) -> None:
    clerk.get(URL)
    with connection.cursor() as cursor:
        cursor.execute("SELECT action, persons FROM base_auditentry ORDER BY id DESC LIMIT 1")
        assert cursor.fetchone() == ("base.account.view", ["13900001234"])


def test_who_may_not_is_refused(client_of: Callable[..., Client], three: list[Book]) -> None:
    stranger = client_of(Role.INSURED, person="P990100000001")
    key = three[0].pk
    for url in (
        URL,
        f"{URL}{key}/",
        f"{URL}{key}/history/",
        f"{URL}{key}/edit/",
        f"{URL}new/",
        f"{URL}{key}/do/burn/",
    ):
        answer = stranger.get(url)
        assert answer.status_code == 403, url
        assert "甲" not in answer.content.decode()
    assert stranger.post(f"{URL}export/").status_code == 403
    assert stranger.post(f"{URL}{key}/do/burn/", {"reason": "x"}).status_code == 403
    assert Client().get(URL)["Location"].startswith("/base/sign-in/")
    assert Client().get("/")["Location"].startswith("/base/sign-in/")
    assert Client().post("/search/", {"text": "甲"})["Location"].startswith("/base/sign-in/")


def test_policy_of_content_allows_nothing_inline(clerk: Client, three: list[Book]) -> None:
    answer = clerk.get(URL)
    policy = dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))
    assert policy["script-src"] == "'self'"
    assert policy["default-src"] == "'none'"
    page = answer.content.decode()
    assert " onclick=" not in page
    assert "<script>" not in page
