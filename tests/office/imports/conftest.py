"""A small kind of import with a table of its own, and ways to make files for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from django.db import connection

from yibao.office.base.actor import Actor
from yibao.office.base.roles import Role
from yibao.office.imports import registry, services
from yibao.office.imports.kind import (
    Counts,
    FileColumn,
    ImportKind,
    Mode,
    Problem,
    Record,
    Reference,
    RowRule,
)
from yibao.office.imports.models import Import
from yibao.terms.text import Text

HEADING = ["编码", "名称", "单价", "数量", "开始日期", "结束日期", "有效标志", "级别"]


def row(number: int, **changed: str) -> list[str]:
    """Return a good row, some of its cells changed."""
    cells = {
        "code": f"G{number:06d}",
        "name": f"物品{number}",
        "price": "12.5",
        "amount": "3",
        "first": "2024-01-01",
        "last": "2024-12-31",
        "valid": "1",
        "level": "01",
    }
    return list((cells | changed).values())


def _check(record: Record) -> list[Problem]:
    if record["name"] == "禁用":
        return [
            Problem("name", Text("名称禁用。", "Forbidden."), Text("改名。", "Rename."), "禁用")
        ]
    return []


def _write(actor: Actor, records: list[Record], mode: Mode) -> Counts:
    with connection.cursor() as cursor:
        for record in records:
            cursor.execute(
                "INSERT INTO goods VALUES (%s, %s, %s, %s, %s)",
                [record[f] for f in ("code", "name", "price", "first", "valid")],
            )
    return Counts(new=len(records))


GOODS = ImportKind(
    code="imports.goods",
    label=Text("物品", "goods"),
    permission="imports.import.view",
    layout=(
        FileColumn("code", Text("编码", "code"), required=True, max_length=10, pattern="G[0-9]+"),
        FileColumn("name", Text("名称", "name"), required=True, max_length=20),
        FileColumn("price", Text("单价", "price"), "price", minimum=0),
        FileColumn("amount", Text("数量", "amount"), "integer", maximum=1000),
        FileColumn("first", Text("开始日期", "first day"), "date", required=True),
        FileColumn("last", Text("结束日期", "last day"), "date"),
        FileColumn("valid", Text("有效标志", "valid"), "flag"),
        FileColumn("level", Text("级别", "level"), "code", codes={"01": Text("甲", "A")}),
    ),
    key=("code",),
    references=(
        Reference(
            ("code",),
            "banned",
            ("code",),
            Text("编码已停用。", "The code is banned."),
            Text("换编码。", "Take another."),
            exists=False,
        ),
    ),
    rules=(
        RowRule(
            "last",
            "{last}::date < {first}::date",
            Text("结束早于开始。", "It ends before it begins."),
            Text("核对日期。", "Check the dates."),
        ),
    ),
    check=_check,
    write=_write,
    positional=True,
    empty_words=("null",),
)


@pytest.fixture
def goods(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: object, db: None
) -> ImportKind:
    """Make the kind and its tables known."""
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    monkeypatch.setattr(registry, "kinds", lambda: {GOODS.code: GOODS})
    tables()
    return GOODS


def tables() -> None:
    """Make the tables that the kind writes and looks into."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE goods (code text PRIMARY KEY, name text, price_e6 bigint,"
            " first date, valid boolean)"
        )
        cursor.execute("CREATE TABLE banned (code text)")
        cursor.execute("INSERT INTO banned VALUES ('G000666')")


@pytest.fixture
def clerk(actor: Callable[..., Actor]) -> Actor:
    """Return who imports."""
    return actor(Role.CATALOGUE)


@pytest.fixture
def bring(goods: ImportKind, clerk: Actor) -> Callable[..., Import]:
    """Hand in rows as a file and run the import."""

    def run(
        rows: Iterable[list[str]],
        mode: Mode = Mode.GOOD_ROWS,
        heading: list[str] | None = HEADING,
        name: str = "goods.txt",
        encoding: str = "utf-8",
        **more: object,
    ) -> Import:
        lines = [] if heading is None else [heading]
        mark = "," if name.endswith("csv") else "\t"
        text = "".join(mark.join(cells) + "\n" for cells in [*lines, *rows])
        return hand_in(clerk, text.encode(encoding), mode, name, **more)

    return run


def hand_in(
    clerk: Actor, content: bytes, mode: Mode, name: str = "goods.txt", **more: object
) -> Import:
    """Hand in a file and run the import."""
    record = services.receive(
        clerk, GOODS.code, name, [content], mode=mode, valid_from=date(2024, 1, 1), **more
    )
    return services.run(record.pk, clerk)


def workbook(path: Path, rows: Iterable[list[object]]) -> bytes:
    """Write an xlsx and return its bytes."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, cells)
    return path.read_bytes()


def stored() -> list[str]:
    """Return the codes that were written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT code FROM goods ORDER BY code")
        return [code for (code,) in cursor.fetchall()]
