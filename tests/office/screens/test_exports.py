"""Exports: the rows of the list as it was filtered, masked, as text that is no formula."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from tests.office.screens.shelf import Book
from yibao.office.base import exports
from yibao.office.base.actor import Actor
from yibao.office.base.jobs import Job, result_path, run_now
from yibao.office.base.models import AuditEntry
from yibao.office.base.roles import Role
from yibao.terms.errors import InvalidInput

Clerk = Callable[..., Actor]


@pytest.fixture
def shelf(books: type[Book], settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    Book.objects.bulk_create(
        [
            Book(
                title="=1+1",
                price_fen=123456,
                shelf=None,
                bought=date(2026, 3, 1),
                holder="13900001234",
            ),
            Book(title="乙", price_fen=-50, state="worn"),
            Book(title="丙", price_fen=10**15 + 1),
        ]
    )


def rows_of(job: Job, sheet: int = 0) -> list[list[object]]:
    return CalamineWorkbook.from_path(result_path(job)).get_sheet_by_index(sheet).to_python()


def test_the_file_holds_what_the_list_shows(shelf: None, actor: Clerk) -> None:
    who = actor(Role.ADMINISTRATION)
    job = run_now(exports.start_export(who, "shelf.book", {"sort": ["price"]}, "zh"))
    assert job.state == Job.State.DONE, job.message
    assert job.result_name.endswith(".xlsx")
    assert rows_of(job) == [
        ["书名", "书架", "状态", "价格（元）", "借阅人", "购入"],
        ["乙", "", "旧书", -0.5, "", ""],
        ["=1+1", "", "新书", 1234.56, "13900001234", date(2026, 3, 1)],
        ["丙", "", "新书", "10,000,000,000,000.01", "", ""],
    ]
    told = dict(row[:2] for row in rows_of(job, 1))
    assert told["行数"] == "3"
    assert told["导出人"] == who.name


def test_filters_language_and_the_audit(shelf: None, actor: Clerk) -> None:
    who = actor(Role.ADMINISTRATION)
    job = run_now(exports.start_export(who, "shelf.book", {"state": ["worn"]}, "en"))
    assert [row[0] for row in rows_of(job)] == ["Title", "乙"]
    entry = AuditEntry.objects.get(action="base.account.export")
    assert entry.subject == "register:shelf.book"
    assert entry.changes == {"rows": [None, 1], "filter": [None, "state=worn"]}


def test_many_rows_come_in_pieces_and_sheets(
    shelf: None, actor: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "PIECE", 7)
    monkeypatch.setattr(exports, "SHEET_ROWS_MAX", 20)
    Book.objects.bulk_create(Book(title=f"{number:03d}", pages=number) for number in range(50))
    job = run_now(exports.start_export(actor(Role.ADMINISTRATION), "shelf.book", {}, "zh"))
    book = CalamineWorkbook.from_path(result_path(job))
    assert book.sheet_names == ["图书", "图书 2", "图书 3", "说明"]
    found = [row[0] for place in range(3) for row in rows_of(job, place)[1:]]
    assert found == list(Book.objects.order_by("-pk").values_list("title", flat=True))


def test_masks_hold_in_files_too(
    shelf: None, actor: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    allowed = ("view", "export")
    monkeypatch.setattr(
        "yibao.office.base.rights.granted.Granted.may",
        lambda self, code: code.rpartition(".")[2] in allowed,
    )
    job = run_now(exports.start_export(actor(Role.ADMINISTRATION), "shelf.book", {}, "zh"))
    assert [row[4] for row in rows_of(job)[1:]] == ["", "", "139****1234"]


def test_a_right_that_was_taken_meanwhile_stops_the_export(shelf: None, actor: Clerk) -> None:
    job = run_now(exports.start_export(actor(Role.INSURED, person="P1"), "shelf.book", {}, "zh"))
    assert job.state == Job.State.FAILED
    assert not job.result_file


def test_a_filter_that_cannot_be_read_is_refused_at_once(shelf: None, actor: Clerk) -> None:
    with pytest.raises(InvalidInput, match="invalid_filter"):
        exports.start_export(
            actor(Role.ADMINISTRATION), "shelf.book", {"bought.from": ["heute"]}, "zh"
        )
    assert not Job.objects.exists()


def test_the_button_starts_a_job_and_leads_to_it(shelf: None, clerk: Client) -> None:
    page = clerk.get("/shelf/book/?state=worn")
    address = page.context["listing"].export
    assert address == "/shelf/book/export/?state=worn"
    answer = clerk.post(address)
    job = Job.objects.get()
    assert answer["Location"] == f"/base/jobs/{job.pk}/"
    assert job.arguments == {
        "register": "shelf.book",
        "query": {"state": ["worn"]},
        "language": "zh",
    }
    assert clerk.get(address).status_code == 405
