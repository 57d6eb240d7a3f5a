"""One row: its page, edit by two clerks, actions, history, refusals."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest
from django.test import Client

from tests.office.screens.shelf import BOOKS, Book
from yibao.office.base.roles import Role
from yibao.office.screens.urls import urlpatterns_for
from yibao.office.screens.views.common import may_create, may_edit

URL = "/shelf/book/"


@pytest.fixture
def book(books: type[Book]) -> Book:
    return Book.objects.create(
        title="旧约", shelf=3, price_fen=1999, pages=10, holder="13900001234"
    )


def carried(client: Client, url: str) -> dict[str, str]:
    """Return what the form at `url` carries hidden."""
    page = client.get(url).content.decode()
    return {
        name: unescape(re.search(rf'name="{name}" value="([^"]*)"', page)[1])  # type: ignore[index]
        for name in ("_version", "_before")
    }


def test_a_row_shows_facts_timeline_and_what_belongs_to_it(clerk: Client, book: Book) -> None:
    Book.objects.create(title="邻", shelf=3)
    Book.objects.create(title="远", shelf=4)
    page = clerk.get(f"{URL}{book.pk}/").content.decode()
    for words in ("旧约", "19.99", "第 ", "时间线", "同架图书", "邻", "/shelf/book/?shelf=3"):
        assert words in page
    assert "远" not in page


@pytest.mark.parametrize("key", ["999999", "x", "99999999999999999999999"])
def test_a_row_that_is_not_there(clerk: Client, book: Book, key: str) -> None:
    answer = clerk.get(f"{URL}{key}/")
    assert answer.status_code == 404
    assert "没有找到" in answer.content.decode()
    assert re.search(r"<code>\d{4}-\d{4}</code>", answer.content.decode())


def test_editing_saves_and_says_so(clerk: Client, book: Book) -> None:
    url = f"{URL}{book.pk}/edit/"
    sent = {**carried(clerk, url), "title": "新约", "state": "new", "pages": "12"}
    answer = clerk.post(url, sent, follow=True)
    book.refresh_from_db()
    assert (book.title, book.pages, book.version) == ("新约", 12, 2)
    assert "已保存。" in answer.content.decode()


def test_what_is_wrong_stands_at_its_field(clerk: Client, book: Book) -> None:
    url = f"{URL}{book.pk}/edit/"
    sent = {**carried(clerk, url), "title": "禁书", "state": "new", "pages": "-1"}
    answer = clerk.post(url, sent)
    assert answer.status_code == 422
    assert "pages" in answer.context["form"].errors
    sent["pages"] = "1"
    answer = clerk.post(url, sent)
    assert answer.status_code == 422
    assert "此书不得上架。请换一本。" in answer.content.decode()
    assert answer.context["carried"]["_version"] == "1"
    book.refresh_from_db()
    assert (book.title, book.version) == ("旧约", 1)


def test_two_clerks_cannot_overwrite_each_other(
    clerk: Client, client_of: Callable[..., Client], book: Book
) -> None:
    url, other = f"{URL}{book.pk}/edit/", client_of(Role.ADMINISTRATION)
    mine, theirs = carried(clerk, url), carried(other, url)
    other.post(url, {**theirs, "title": "他改的", "state": "worn", "pages": "10"})
    answer = clerk.post(url, {**mine, "title": "我改的", "state": "new", "pages": "11"})
    assert answer.status_code == 409
    book.refresh_from_db()
    assert (book.title, book.state, book.pages, book.version) == ("他改的", "worn", 10, 2)
    told = {d.label: (d.before, d.theirs, d.mine) for d in answer.context["differences"]}
    assert told == {"书名": ("旧约", "他改的", "我改的"), "状态": ("新书", "旧书", None)}
    form = answer.context["form"]
    assert {name: form[name].value() for name in form.fields} == {
        "title": "我改的",  # mine is kept
        "state": "worn",  # what I did not touch is theirs
        "pages": "11",
    }
    again = {**answer.context["carried"], "title": "我改的", "state": "worn", "pages": "11"}
    assert clerk.post(url, again).status_code == 302
    book.refresh_from_db()
    assert (book.title, book.state, book.pages, book.version) == ("我改的", "worn", 11, 3)


def test_a_form_without_a_version_overwrites_nothing(clerk: Client, book: Book) -> None:
    sent = {"title": "硬写", "state": "new", "pages": "1", "_before": "forged"}
    assert clerk.post(f"{URL}{book.pk}/edit/", sent).status_code == 409
    book.refresh_from_db()
    assert book.title == "旧约"


def test_making_a_row(clerk: Client, books: type[Book]) -> None:
    assert clerk.get(f"{URL}new/").status_code == 200
    sent = {"title": "创世", "state": "new", "pages": "50"}
    answer = clerk.post(f"{URL}new/", sent)
    made = Book.objects.get(title="创世")
    assert answer["Location"] == f"{URL}{made.pk}/"
    assert clerk.post(f"{URL}new/", {"title": ""}).status_code == 422


def test_an_action_asks_then_acts(clerk: Client, book: Book) -> None:
    url = f"{URL}{book.pk}/do/burn/"
    dialog = clerk.get(url, HTTP_HX_REQUEST="true").content.decode()
    assert "此操作不可撤销。" in dialog
    assert "<html" not in dialog
    assert clerk.post(url, {"reason": ""}, HTTP_HX_REQUEST="true").status_code == 422
    refused = clerk.post(url, {"reason": "冷"}, HTTP_HX_REQUEST="true")
    assert refused.status_code == 422
    assert "不可。写明原因。" in refused.content.decode()
    done = clerk.post(url, {"reason": "虫蛀"}, HTTP_HX_REQUEST="true")
    assert (done.status_code, done["HX-Redirect"]) == (204, f"{URL}{book.pk}/")
    book.refresh_from_db()
    assert book.state == "worn"
    assert "《旧约》已处理。" in clerk.get(f"{URL}{book.pk}/").content.decode()
    assert clerk.post(url, {"reason": "再来"}).status_code == 409
    assert clerk.get(f"{URL}{book.pk}/do/nothing/").status_code == 404


def test_history_is_masked_like_the_value(
    clerk: Client, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"{URL}{book.pk}/history/"
    assert "13900001234" in clerk.get(url).content.decode()
    monkeypatch.setattr(
        "yibao.office.base.rights.granted.Granted.may", lambda self, code: code.endswith("view")
    )
    page = clerk.get(url).content.decode()
    assert "139****1234" in page
    assert "13900001234" not in page


def test_an_unknown_address(clerk: Client) -> None:
    answer = clerk.get("/nowhere/")
    assert answer.status_code == 404
    assert "没有找到" in answer.content.decode()


def test_an_error_nobody_foresaw(
    clerk: Client, book: Book, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    clerk.raise_request_exception = False
    monkeypatch.setattr("yibao.office.screens.keyset.sheet", lambda *given, **named: 1 / 0)
    answer = clerk.get(URL)
    assert answer.status_code == 500
    number = re.search(r"<code>(\d{4}-\d{4})</code>", answer.content.decode())
    assert number
    assert number[1] in caplog.text


def test_where_rows_are_never_changed_there_is_no_page_to_do_so() -> None:
    made_only = replace(BOOKS, edit=replace(BOOKS.edit, change=False))
    names = {pattern.name for pattern in urlpatterns_for([made_only])}
    assert "shelf.book.new" in names
    assert "shelf.book.edit" not in names
    everything = type("Everything", (), {"may": lambda self, code: True})()
    assert may_edit(BOOKS, everything)
    assert not may_edit(made_only, everything)
    assert may_create(made_only, everything)
