"""The shell: navigation by rights, home, search, badges, icons that exist."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from tests.office.screens.shelf import Book
from yibao.office.base.messages import tell
from yibao.office.base.models import Account, AuditEntry
from yibao.office.base.roles import Role
from yibao.office.screens.addresses import list_address
from yibao.office.screens.discovery import declared
from yibao.office.screens.hooks import Card, Duty, Figure, Hit, SearchSource
from yibao.office.screens.register import Fact
from yibao.terms.shipped import assets_root
from yibao.terms.text import Text


@pytest.fixture
def hung() -> Iterator[None]:
    """Hang a search, a card and duties of books into the shell."""
    found = declared()
    lists: Any = (found.searches, found.cards, found.duties)
    before = [list(each) for each in lists]
    lists[0].append(
        SearchSource(
            "shelf.book",
            Text("图书", "Books"),
            "base.account.view",
            lambda granted, text, limit: [
                Hit(book.title, f"架 {book.shelf}", f"/shelf/book/{book.pk}/", [book.holder])
                for book in Book.objects.filter(title__contains=text)[:limit]
            ],
        )
    )
    figures = [
        Figure(Text("总价", "Worth"), 123456, "money", tone="red"),
        Figure(Text("册数", "Books"), 12345, url="/shelf/book/"),
    ]
    lists[1].append(
        Card(
            "shelf.card",
            "base",
            Text("馆藏", "Holdings"),
            "base.account.view",
            lambda g, r: figures,
        )
    )
    lists[2].extend(
        [
            Duty("calm", Text("待上架", "To shelve"), "base.account.view", lambda g, r: 7, "/a/"),
            Duty(
                "now",
                Text("逾期", "Overdue"),
                "base.account.view",
                lambda g, r: 1,
                "/b/",
                urgent=True,
            ),
            Duty("none", Text("没事", "Nothing"), "base.account.view", lambda g, r: 0, "/c/"),
        ]
    )
    yield
    for each, old in zip(lists, before, strict=True):
        each[:] = old


def test_home_shows_duties_urgent_first_and_cards(clerk: Client, hung: None) -> None:
    page = clerk.get("/").content.decode()
    assert page.index("逾期") < page.index("待上架")
    assert "没事" not in page
    assert "1,234.56" in page
    assert "12,345" in page


def test_home_of_somebody_without_rights_is_not_empty_of_words(
    client_of: Callable[..., Client], hung: None, books: type[Book]
) -> None:
    page = client_of(Role.INSURED, person="P1").get("/").content.decode()
    assert "馆藏" not in page
    assert "逾期" not in page
    assert "首页" in page


def test_navigation_holds_what_one_may_open_and_marks_where_one_is(
    clerk: Client, client_of: Callable[..., Client]
) -> None:
    page = clerk.get("/base/account/").content.decode()
    assert re.search(r'href="/base/account/" aria-current="page"', page)
    assert "/base/matrix/" in page
    other = client_of(Role.INSURED, person="P1").get("/").content.decode()
    assert "/base/account/" not in other
    assert "/base/matrix/" not in other


def test_search_answers_by_groups_and_tells_the_audit(clerk: Client, hung: None) -> None:
    Book.objects.create(title="红楼梦", shelf=9, holder="P990100000007")
    hits = clerk.post("/search/", {"text": " 红楼 "}, HTTP_HX_REQUEST="true").content.decode()
    assert 'role="option"' in hits
    assert "红楼梦" in hits
    assert "<html" not in hits
    assert AuditEntry.objects.filter(persons=["P990100000007"], action="signed_in").count() == 1
    whole = clerk.post("/search/", {"text": "红楼"}).content.decode()
    assert "<html" in whole
    assert "红楼梦" in whole
    assert "没有找到" in clerk.post("/search/", {"text": "西游"}).content.decode()
    assert clerk.post("/search/", {"text": ""}, HTTP_HX_REQUEST="true").content.strip() == b""


def test_search_looks_only_where_one_may(
    client_of: Callable[..., Client], hung: None, books: type[Book]
) -> None:
    Book.objects.create(title="红楼梦", holder="P990100000007")
    stranger = client_of(Role.INSURED, person="P1")
    assert "红楼梦" not in stranger.post("/search/", {"text": "红楼"}).content.decode()
    assert not AuditEntry.objects.filter(persons__contains=["P990100000007"]).exists()


def test_unread_messages_are_counted_beside_the_bell(
    client_of: Callable[..., Client],
) -> None:
    client = client_of(Role.ADMINISTRATION)
    account = Account.objects.get()
    for _ in range(3):
        tell(account.pk, Text("消息", "News"))
    page = client.get("/base/account/").content.decode()
    assert '<span class="badge-count">3</span>' in page


def test_a_language_of_the_account_counts_where_the_browser_chose_none(
    client_of: Callable[..., Client],
) -> None:
    client = client_of(Role.ADMINISTRATION)
    Account.objects.update(language="en")
    page = client.get("/base/account/").content.decode()
    assert '<html lang="en"' in page
    assert "Skip to content" in page


def test_every_icon_that_somebody_names_is_drawn() -> None:
    found = declared()
    named = {office.icon for office in found.offices.values()}
    for declared_list in (found.pages, found.searches, found.badges, found.cards):
        named |= {each.icon for each in declared_list}  # type: ignore[attr-defined]
    for register in found.registers.values():
        named |= {register.icon, *(action.icon for action in register.actions)}
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (assets_root() / "icons.svg").read_text()))
    assert named - drawn == set()


def test_every_register_of_the_site_is_whole() -> None:
    for register in declared().registers.values():
        assert list_address(register.code) == f"/{register.office}/{register.thing}/"
        codes = [column.code for column in register.columns]
        assert len(set(codes)) == len(codes)
        filters = [each.code for each in register.filters]
        assert len(set(filters)) == len(filters)
        assert not {"sort", "size", "after", "before"} & set(filters)
        if register.detail is not None:
            facts = [fact for part in register.detail.sections for fact in part.facts]
            assert all(isinstance(fact, Fact) for fact in facts)
            for related in register.detail.related:
                assert related.register in declared().registers


@pytest.mark.parametrize("code", sorted(declared().registers))
def test_the_list_of_every_register_opens(client_of: Callable[..., Client], code: str) -> None:
    from yibao.office.base.rights.matrix import permission  # noqa: PLC0415 -- after the offices

    role = min(permission(declared().registers[code].permission).roles)
    answer = client_of(role).get(list_address(code))
    assert answer.status_code == 200
    for column in declared().registers[code].columns:
        if column.sort:
            assert (
                client_of(role).get(f"{list_address(code)}?sort=-{column.code}").status_code == 200
            )
