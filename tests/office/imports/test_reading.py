"""Files that are not what they seem are refused before they cost anything."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
from pathlib import Path

import pytest

from tests.office.imports.conftest import workbook
from yibao.office.imports import files
from yibao.office.imports.reading import limits, open_source
from yibao.office.imports.reading.texts import encoding_of, text_rows
from yibao.terms.errors import InvalidInput


def code_of(name: str, content: bytes, folder: Path) -> str:
    path = folder / "file"
    path.write_bytes(content)
    with pytest.raises(InvalidInput) as caught:
        list(open_source(name, path).rows)
    return caught.value.code


def test_a_zip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "UNPACKED_BYTES_MAX", 1 << 20)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (2 << 20))
    assert len(packed.getvalue()) < 5000
    assert code_of("a.xlsx", packed.getvalue(), tmp_path) == "unpacks_too_large"


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (1 << 20))
    lie, truth = struct.pack("<I", 100), struct.pack("<I", 1 << 20)
    assert code_of("a.xlsx", packed.getvalue().replace(truth, lie), tmp_path) == "damaged_file"


def test_a_zip_with_too_many_parts_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(limits.PARTS_MAX + 1):
            archive.writestr(str(number), b"")
    assert code_of("a.xlsx", packed.getvalue(), tmp_path) == "unpacks_too_large"


def test_entities_of_a_workbook_are_not_expanded(tmp_path: Path) -> None:
    good = workbook(tmp_path / "a.xlsx", [["编码"], ["G1"]])
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sharedStrings.xml"):
                head, rest = content.split(b"?>", 1)
                content = head + b"?>" + entity + rest.replace(b"G1", b"&b;")
            new.writestr(name, content)
    path = tmp_path / "b.xlsx"
    path.write_bytes(packed.getvalue())
    with contextlib.suppress(InvalidInput):
        cells = [cell for row in open_source("b.xlsx", path).rows for cell in row]
        assert "编码" in cells
        assert all("aaaa" not in cell for cell in cells)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"not a zip", "damaged_file"),
        ("a.xlsx", b"PK\x03\x04 nor this", "damaged_file"),
        ("a.csv", b"PK\x03\x04 a workbook by another name", "damaged_file"),
        ("a.exe", b"MZ", "unknown_format"),
        ("noending", b"x", "unknown_format"),
        ("a.txt", b"a\0b\n", "damaged_file"),
        ("a.txt", b"\xff\xff\xff\x81", "unknown_encoding"),
        ("a.csv", b'a,b\n"never closed,1\n' + b"2,3\n" * 50_000, "damaged_file"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    assert code_of(name, content, tmp_path) == code


@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
def test_the_separator_of_a_csv_is_seen_in_its_heading(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"a{mark}b\n1{mark}2\n", encoding="utf-8")
    assert list(text_rows(path, "utf-8", tabs=False)) == [["a", "b"], ["1", "2"]]


def test_a_character_cut_by_a_chunk_does_not_mislead(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("a" * ((1 << 20) - 1) + "保险", encoding="utf-8")
    assert encoding_of(path) == "utf-8-sig"
    path.write_text("a" * ((1 << 20) - 1) + "保险", encoding="gb18030")
    assert encoding_of(path) == "gb18030"


def test_kept_files_lie_once_and_never_half(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    first, second = files.keep([b"a", b"b"]), files.keep([b"ab"])
    assert first == second
    assert files.path_of(first.sha256).read_bytes() == b"ab"

    def breaks() -> object:
        yield b"x"
        raise OSError("the connection broke")

    with pytest.raises(OSError, match="broke"):
        files.keep(breaks())  # type: ignore[arg-type]
    assert [path for path in files.folder().rglob("*") if path.is_file()] == [
        files.path_of(first.sha256)
    ]


def test_size_is_counted_while_it_arrives(
    tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    monkeypatch.setattr(limits, "FILE_BYTES_MAX", 10)
    taken = []

    def endless() -> object:
        while True:
            taken.append(1)
            yield b"12345"

    with pytest.raises(InvalidInput) as caught:
        files.keep(endless())  # type: ignore[arg-type]
    assert caught.value.code == "file_too_large"
    assert len(taken) == 3
    with pytest.raises(InvalidInput) as caught:
        files.keep([])
    assert caught.value.code == "file_empty"
