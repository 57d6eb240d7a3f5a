"""Importing: every problem is told by row, good rows go in or none does, nothing half-written."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from tests.office.imports.conftest import GOODS, HEADING, hand_in, row, stored, workbook
from yibao.office.base.actor import Actor
from yibao.office.imports import checks, registry, services
from yibao.office.imports.kind import Counts, ImportKind, Mode
from yibao.office.imports.models import Import, State
from yibao.terms.errors import InvalidInput

Bring = Callable[..., Import]

BAD = {
    "code": ("X1", "wrong_form"),
    "name": ("", "required"),
    "price": ("-1", "too_small"),
    "amount": ("1001", "too_large"),
    "first": ("2023-02-29", "invalid_date"),
    "last": ("2023-12-31", "contradiction"),
    "valid": ("2", "invalid_flag"),
    "level": ("09", "unknown_code"),
}


def problems(record: Import) -> list[tuple[int, str, str]]:
    found = record.found.order_by("row_number", "id")
    return [(one.row_number, one.field, one.code) for one in found]


@pytest.mark.parametrize(("field", "bad"), BAD.items())
def test_each_kind_of_fault_is_told_and_the_good_rows_go_in(
    bring: Bring, field: str, bad: tuple[str, str]
) -> None:
    text, code = bad
    record = bring([row(1), row(2, **{field: text}), row(3)])
    assert (record.state, record.rows_read, record.rows_bad) == (State.DONE, 3, 1)
    assert problems(record) == [(3, field, code)]
    assert stored() == ["G000001", "G000003"]
    found = record.found.get()
    assert found.value == text
    assert found.reason_zh
    assert found.reason_en
    assert found.remedy_zh
    assert found.remedy_en
    assert found.label_zh == HEADING[list(BAD).index(field)]


def test_all_faults_of_a_row_are_told_at_once(bring: Bring) -> None:
    record = bring([row(1, code="X", name="", price="dear", first="soon", level="7")])
    assert {field for _, field, _ in problems(record)} == {
        "code",
        "name",
        "price",
        "first",
        "level",
    }
    assert (record.rows_bad, record.problems) == (1, 5)


def test_all_or_nothing(bring: Bring) -> None:
    record = bring([row(1), row(2, name="")], Mode.ALL_OR_NOTHING)
    assert (record.state, record.error_code) == (State.REFUSED, "rows_refused")
    assert stored() == []
    record = bring([row(1), row(2)], Mode.ALL_OR_NOTHING)
    assert (record.state, record.rows_new, record.rows_written) == (State.DONE, 2, 2)
    assert stored() == ["G000001", "G000002"]


def test_a_dry_run_writes_nothing_and_may_be_followed_by_the_import(
    bring: Bring, clerk: Actor
) -> None:
    record = bring([row(1), row(2, name="")], Mode.DRY)
    assert (record.state, record.rows_bad) == (State.CHECKED, 1)
    assert stored() == []
    following = services.again(clerk, record.pk, Mode.GOOD_ROWS)
    assert services.run(following.pk, clerk).state == State.DONE
    assert stored() == ["G000001"]


def test_duplicates_name_the_first_row_and_a_refused_row_is_no_first(bring: Bring) -> None:
    record = bring([row(1), row(2), row(1, name="again"), row(3, name=""), row(3)])
    assert problems(record) == [(4, "code", "duplicate"), (5, "name", "required")]
    assert "第 2 行" in record.found.get(row_number=4).reason_zh
    assert stored() == ["G000001", "G000002", "G000003"]


def test_what_the_database_knows_is_asked_for_all_rows(bring: Bring) -> None:
    record = bring([row(1), row(666)])
    assert problems(record) == [(3, "code", "already_known")]


def test_the_office_may_refuse_a_row_itself(bring: Bring) -> None:
    record = bring([row(1), row(2, name="禁用")])
    assert problems(record) == [(3, "name", "refused")]


def test_rows_of_another_width_are_told_with_their_number(bring: Bring) -> None:
    record = bring([row(1), [*row(2), "more"], row(3)[:4], row(4)])
    assert problems(record) == [(3, "", "wrong_width"), (4, "", "wrong_width")]
    assert stored() == ["G000001", "G000004"]


def test_columns_in_any_order_by_name_or_label_and_strange_ones_are_told(bring: Bring) -> None:
    heading = ["备用", "NAME", " *编码 ", "first"]
    record = bring([["x", "甲", "G1", "20240131"]], heading=heading)
    assert record.columns_ignored == ["备用"]
    assert stored() == ["G1"]


def test_without_a_heading_the_columns_stand_in_the_order_of_the_layout(bring: Bring) -> None:
    record = bring([row(1), row(2, name="")], heading=None)
    assert (record.rows_read, problems(record)) == (2, [(2, "name", "required")])
    assert stored() == ["G000001"]


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        (["编码", "名称"], "columns_missing"),
        (["甲", "乙"], "heading_missing"),
        (["编码", "code", "名称", "first"], "heading_twice"),
    ],
)
def test_a_heading_that_does_not_fit_refuses_the_file(
    bring: Bring, heading: list[str], code: str
) -> None:
    record = bring([["G1"] * len(heading)], heading=heading)
    assert (record.state, record.error_code) == (State.REFUSED, code)


@pytest.mark.parametrize("name", ["goods.txt", "goods.csv"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(bring: Bring, name: str, encoding: str) -> None:
    record = bring([row(1), row(2, name="镕")], name=name, encoding=encoding)
    assert (record.state, record.rows_new, record.rows_bad) == (State.DONE, 2, 0)


def test_quoted_cells_of_csv_keep_commas_tabs_lines_and_backslashes(
    goods: ImportKind, clerk: Actor
) -> None:
    odd = "甲,\t\\N\n乙"
    text = f'编码,名称,first\nG1,"{odd}",2024-01-01\n'
    assert hand_in(clerk, text.encode(), Mode.GOOD_ROWS, "a.csv").state == State.DONE
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM goods")
        assert cursor.fetchone() == (odd,)


def test_a_workbook_with_numbers_dates_and_short_rows(
    goods: ImportKind, clerk: Actor, tmp_path: Path
) -> None:
    rows = [
        [],
        HEADING,
        ["G7", "甲", 0.1 + 0.2, 3.0, "2024/1/5"],
        [],
        ["G8", "乙", "x", 1, "2024.1.5"],
    ]
    content = workbook(tmp_path / "a.xlsx", rows)
    record = hand_in(clerk, content, Mode.GOOD_ROWS, "a.xlsx")
    assert problems(record) == [(5, "price", "invalid_price")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, price_e6, first::text FROM goods")
        assert cursor.fetchall() == [("G7", 300_000, "2024-01-05")]


def test_the_same_file_twice_is_told(bring: Bring) -> None:
    first = bring([row(1)])
    with pytest.raises(InvalidInput) as caught:
        bring([row(1)])
    assert caught.value.code == "same_file_again"
    assert str(first.pk) in caught.value.reason.zh
    assert bring([row(1)], Mode.DRY).same_as == first
    again = bring([row(1)], repeat=True)
    assert again.error_code == "conflict_with_data"
    assert stored() == ["G000001"]


def test_a_file_with_more_problems_than_anyone_reads_is_refused(
    bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "PROBLEMS_MAX", 10)
    record = bring([row(number, name="") for number in range(20)] + [row(99)])
    assert (record.state, record.error_code) == (State.REFUSED, "too_many_problems")
    assert stored() == []


def test_what_breaks_in_the_middle_leaves_nothing_and_runs_again(
    bring: Bring, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def breaks(*arguments: object) -> Counts:
        calls.append(arguments)
        if len(calls) == 2:
            raise RuntimeError("the plug was pulled")
        return GOODS.write(*arguments)  # type: ignore[misc,arg-type]

    monkeypatch.setattr(checks, "BATCH", 2)
    broken = dataclasses.replace(GOODS, write=breaks)
    monkeypatch.setattr(registry, "kinds", lambda: {GOODS.code: broken})
    with pytest.raises(RuntimeError):
        bring([row(number) for number in range(5)])
    record = Import.objects.get()
    assert (record.state, record.error_code) == (State.FAILED, "broken_off")
    assert stored() == []
    assert services.run(record.pk, clerk).state == State.DONE
    assert len(stored()) == 5
    assert services.run(record.pk, clerk).rows_new == 5
    assert len(stored()) == 5


def test_progress_is_told(bring: Bring, clerk: Actor) -> None:
    record = services.receive(
        clerk, GOODS.code, "a.txt", ["\n".join("\t".join(row(n)) for n in range(9)).encode()],
        mode=Mode.GOOD_ROWS,
    )  # fmt: skip
    told: list[tuple[int, int | None]] = []
    services.run(record.pk, clerk, lambda done, total: told.append((done, total)))
    assert told[0] == (9, None)
    assert told[-1] == (9, 9)


def test_the_staging_table_goes_whatever_happens(bring: Bring) -> None:
    for rows in ([row(1)], [row(2, name="")], [["nothing"]]):
        bring(rows)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relname LIKE 'imports_staging%'")
        assert cursor.fetchone() == (0,)


def test_an_import_is_written_to_the_audit(bring: Bring, clerk: Actor) -> None:
    record = bring([row(1)])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT account_id, changes->'rows' FROM base_auditentry WHERE subject = %s",
            [f"import:{record.pk}"],
        )
        assert cursor.fetchall() == [(clerk.account_id, "[0, 1]")]
