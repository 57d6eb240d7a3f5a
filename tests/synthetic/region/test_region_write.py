"""A region in files: what is written settles as it is, and its stock adds up."""

import json
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from yibao.cli import app
from yibao.synthetic.region.asked import Asked
from yibao.synthetic.region.write import MANIFEST, Written, write
from yibao.terms.errors import InvalidInput

ASKED = Asked(0.0003, date(2025, 7, 1), date(2025, 12, 31))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write(tmp_path_factory.mktemp("region") / "out", ASKED)


def test_the_manifest_counts_what_is_there(written: Written) -> None:
    said = json.loads((written.folder / MANIFEST).read_text(encoding="utf-8"))
    assert said["rows"] == written.rows
    for name, rows in written.rows.items():
        assert pq.read_table(written.folder / name).num_rows == rows


def test_stock_adds_up_but_where_a_fault_was_planted(written: Written) -> None:
    opened: dict[tuple[int, str], int] = {}
    for row in pq.read_table(written.folder / "stock").to_pylist():
        made = row["opening_e4"] + row["bought_e4"] - row["sold_e4"] - row["lost_e4"]
        assert (made == row["closing_e4"]) == (row["fault"] == "")
        assert row["closing_e4"] >= 0
        key = (row["institution"], row["med_list_codg"])
        assert opened.get(key, row["opening_e4"]) == row["opening_e4"]
        opened[key] = row["closing_e4"]


def test_a_run_of_settlements_reads_it_as_it_is(written: Written, tmp_path: Path) -> None:
    folder, out = written.folder, tmp_path / "settled"
    files = (str(folder / "visits"), "--persons", str(folder / "persons"))
    files += ("--lines", str(folder / "lines"))
    said = CliRunner().invoke(app, ["settle", *files, "--region", "990100", "--out", str(out)])
    assert said.exit_code == 0, said.output
    finished = json.loads((out / MANIFEST).read_text(encoding="utf-8"))["finished"]
    assert finished["settled"] + finished["rejected"] == written.rows["visits"]
    assert finished["rejected"] == 0, finished["reasons"]
    assert finished["sums_fen"]["medfee_sumamt"] == written.charged_fen


def test_what_is_there_is_not_made_again(written: Written) -> None:
    path = written.folder / "lines" / "part-00000.parquet"
    before = path.stat().st_mtime_ns
    assert write(written.folder, ASKED) == written
    assert path.stat().st_mtime_ns == before


def test_processes_make_the_same_bytes(tmp_path: Path) -> None:
    # Two pieces of ten thousand persons need more than one; two days keep them small.
    asked = Asked(0.0045, date(2025, 3, 3), date(2025, 3, 4))
    one, two = (write(tmp_path / str(many), asked, processes=many) for many in (1, 2))
    assert one.pieces == 2
    assert one.rows == two.rows
    for file in sorted(one.folder.glob("*/*.parquet")):
        assert file.read_bytes() == (two.folder / file.relative_to(one.folder)).read_bytes()


def test_another_request_and_another_use_are_refused(written: Written, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine", encoding="utf-8")
    other = Asked(0.0004, ASKED.first_day, ASKED.last_day)
    for folder, asked, code in (
        (written.folder, other, "another_request"),
        (tmp_path, ASKED, "folder_in_use"),
        (tmp_path / "new", Asked(50, date(1900, 1, 1), ASKED.last_day), "disk_full"),
    ):
        with pytest.raises(InvalidInput) as refused:
            write(folder, asked)
        assert refused.value.code == code


def test_the_command_writes_and_says_so(tmp_path: Path) -> None:
    asked = ["synthetic", "--scale", "0.0001", "--last", "2025-01-31", "--out", str(tmp_path / "r")]
    said = CliRunner().invoke(app, [*asked, "--processes", "1"])
    assert said.exit_code == 0, said.output
    assert "演示数据" in said.output
    assert CliRunner().invoke(app, [*asked[:1], "--scale", "0", *asked[3:]]).exit_code == 2
