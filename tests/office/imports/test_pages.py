"""Handing files in by page and by interface: who may, what is said, what may be fetched."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import load_workbook

from tests.office.imports.conftest import GOODS, HEADING, row
from yibao.office.base import jobs
from yibao.office.base.actor import Actor
from yibao.office.base.field_catalogue import columns_without_field
from yibao.office.base.models import Job
from yibao.office.base.roles import Role
from yibao.office.imports import services
from yibao.office.imports.kind import ImportKind, Mode
from yibao.office.imports.models import Import, State
from yibao.office.imports.report import csv_lines

ClientOf = Callable[..., Client]
TODAY = "2025-01-01"


def file(rows: list[list[str]], name: str = "goods.txt") -> SimpleUploadedFile:
    text = "\n".join("\t".join(cells) for cells in [HEADING, *rows])
    return SimpleUploadedFile(name, text.encode())


def finish() -> None:
    for job in Job.objects.filter(state=Job.State.WAITING):
        jobs.run_now(job)


def test_a_file_is_handed_in_checked_and_taken_in(goods: ImportKind, client_of: ClientOf) -> None:
    client = client_of(Role.CATALOGUE)
    page = client.get("/imports/imports.goods/")
    assert page.status_code == 200
    assert "有效标志" in page.content.decode()
    sent = {"file": file([row(1), row(2, name="")]), "mode": "dry", "valid_from": TODAY}
    answer = client.post("/imports/imports.goods/", sent)
    record = Import.objects.get()
    assert answer["Location"] == f"/imports/import/{record.pk}/"
    finish()
    record.refresh_from_db()
    assert (record.state, record.rows_bad) == (State.CHECKED, 1)
    shown = client.get(f"/imports/import/{record.pk}/").content.decode()
    assert "校验完成" in shown
    assert "“名称”不能为空" in shown
    done = client.post(f"/imports/import/{record.pk}/do/good_rows/")
    assert done.status_code in {200, 204, 302}
    finish()
    assert Import.objects.get(mode=Mode.GOOD_ROWS).rows_new == 1


def test_a_file_that_cannot_be_used_is_refused_on_the_page(
    goods: ImportKind, client_of: ClientOf
) -> None:
    client = client_of(Role.CATALOGUE)
    sent = {"file": SimpleUploadedFile("a.exe", b"MZ"), "mode": "dry", "valid_from": TODAY}
    answer = client.post("/imports/imports.goods/", sent)
    assert answer.status_code == 422
    assert "不支持“exe”文件" in answer.content.decode()
    assert client.post("/imports/imports.goods/", {}).status_code == 422
    assert not Import.objects.exists()


def test_the_report_as_csv_and_workbook(
    goods: ImportKind, client_of: ClientOf, tmp_path: Path
) -> None:
    client = client_of(Role.CATALOGUE)
    rows = [row(1, code="=1+1"), row(2, name="")]
    client.post("/imports/imports.goods/", {"file": file(rows), "mode": "dry", "valid_from": TODAY})
    finish()
    record = Import.objects.get()
    answer = client.get(f"/imports/import/{record.pk}/problems.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    table = list(csv.reader(io.StringIO(text)))
    assert [line[:4] for line in table] == [
        ["行号", "字段", "列名", "填写的值"],
        ["2", "code", "编码", "'=1+1"],
        ["3", "name", "名称", ""],
    ]
    book = client.get(f"/imports/import/{record.pk}/problems.xlsx").content
    path = tmp_path / "problems.xlsx"
    path.write_bytes(book)
    cells = load_workbook(str(path)).get_sheet_by_index(0).to_python()
    assert [line[1] for line in cells] == ["字段", "code", "name"]
    assert client.get(f"/imports/import/{record.pk}/problems.pdf").status_code == 404
    client.cookies["yibao_language"] = "en"
    english = client.get(f"/imports/import/{record.pk}/problems.csv")
    assert b"Fill in the cell." in b"".join(english.streaming_content)  # type: ignore[attr-defined]


def test_the_template_can_be_filled_in_and_handed_in(
    goods: ImportKind, client_of: ClientOf, tmp_path: Path
) -> None:
    client = client_of(Role.CATALOGUE)
    path = tmp_path / "template.xlsx"
    path.write_bytes(client.get("/imports/imports.goods/template.xlsx").content)
    heading = load_workbook(str(path)).get_sheet_by_index(0).to_python()[0]
    assert heading[:2] == ["编码*", "名称*"]


def test_who_may_not(goods: ImportKind, client_of: ClientOf) -> None:
    insured = client_of(Role.INSURED, person="P99")
    assert insured.get("/imports/imports.goods/").status_code == 403
    assert Client().get("/imports/imports.goods/").status_code in {302, 401, 403}
    assert client_of(Role.CATALOGUE).get("/imports/imports.nothing/").status_code == 404


def test_a_county_sees_its_own_files_only(
    goods: ImportKind, client_of: ClientOf, clerk: Actor
) -> None:
    record = services.receive(clerk, GOODS.code, "a.txt", [b"x"], mode=Mode.DRY)
    path = f"/imports/import/{record.pk}/problems.csv"
    assert client_of(Role.CATALOGUE, "990100").get(path).status_code == 200
    assert client_of(Role.CATALOGUE, "990121").get(path).status_code == 404
    assert client_of(Role.CATALOGUE, "990121").get(f"/api/imports/{record.pk}").status_code == 404


def test_the_interface(goods: ImportKind, client_of: ClientOf) -> None:
    client = client_of(Role.CATALOGUE)
    (kind,) = client.get("/api/imports/kinds").json()
    assert kind["columns"][0] == "code"
    sent = {"kind": "imports.goods", "mode": "good_rows", "file": file([row(1), row(2, name="")])}
    answer = client.post("/api/imports/", sent)
    assert answer.status_code == 202, answer.content
    number = answer.json()["id"]
    finish()
    state = client.get(f"/api/imports/{number}").json()
    assert (state["state"], state["rows_new"], state["rows_bad"]) == ("done", 1, 1)
    (problem,) = client.get(f"/api/imports/{number}/problems").json()
    assert (problem["row_number"], problem["field"], problem["code"]) == (3, "name", "required")
    after = f"?after_row=3&after_id={problem['id']}"
    assert client.get(f"/api/imports/{number}/problems{after}").json() == []
    again = client.post("/api/imports/", sent | {"file": file([row(1), row(2, name="")])})
    assert (again.status_code, again.json()["code"]) == (422, "same_file_again")
    assert client.post("/api/imports/", sent | {"mode": "x", "file": file([])}).status_code == 422
    assert client.get(f"/api/imports/{2**70}").status_code in {404, 422}


@pytest.mark.parametrize("office", ["imports", "catalogue"])
def test_every_column_is_classified(office: str) -> None:
    assert [name for name in columns_without_field() if name.startswith(f"{office}.")] == []


def test_formulas_are_harmless() -> None:
    lines = b"".join(csv_lines([["=cmd", "@x", "-1", "fine"]])).decode("utf-8-sig")
    assert lines == "'=cmd,'@x,'-1,fine\r\n"
