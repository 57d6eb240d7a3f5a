"""The lines of a CSV: how they are cut into columns, and what becomes of those that cannot be."""

import csv
import gzip
from pathlib import Path

import pytest
from runs.comparison import run, settlements
from runs.drawn import Row
from runs.few import claim, written
from runs.forms import Files
from runs.laws import Law, own_law
from runs.reading import rows_of

from yibao.terms.errors import InvalidInput

HEADING = "setl_id,psn_no,insutype,med_type,setl_time,inscp_scp_amt,category,note"


@pytest.fixture
def law(tmp_path: Path) -> Law:
    return own_law(tmp_path)


def row(number: int) -> str:
    return f"S{number},P{number},390,21,2024-03-01,1000,destitute;orphan,{number}"


def refused(law: Law, given: Files, out: Path) -> tuple[str, str]:
    with pytest.raises(InvalidInput) as error:
        run(law, given, out)
    assert error.value.message("zh") != error.value.message("en")
    return error.value.code, error.value.field


def of_claims(path: Path) -> Files:
    return Files(path, None, None)


def test_the_first_line_that_is_not_utf8_is_named(law: Law, tmp_path: Path) -> None:
    """Even in a column that nobody reads: the row would be lost from the rejects."""
    path = tmp_path / "claims.csv"
    good = "\n".join([HEADING, *(row(n) for n in range(3)), ""])
    path.write_bytes(good.encode() + "S9,P9,390,21,2024-03-01,1000,,市医院\n".encode("gb18030"))
    with pytest.raises(InvalidInput) as error:
        run(law, of_claims(path), tmp_path / "out")
    assert "Line 5" in error.value.message("en")


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda text: text, "plain.csv"),
        (lambda text: "\ufeff" + text, "bom.csv"),
        (lambda text: text.replace("\n", "\r\n"), "crlf.csv"),
        (lambda text: text.replace(";", "，").replace(",", "\t"), "tabs.tsv"),
        (lambda text: text.replace(";", "，").replace(",", ";"), "semicolons.csv"),
        (lambda text: text + "\n\n", "blank.csv"),
        (lambda text: text.rstrip("\n"), "unfinished.csv"),
        (lambda text: text.replace("setl_id", '"setl_id"'), "quoted.csv"),
        (lambda text: text.replace("setl_id,", "setl_id ,"), "spaces.csv"),
    ],
)
def test_forms_of_csv(change: object, name: str, law: Law, tmp_path: Path) -> None:
    text = "\n".join([HEADING, *(row(n) for n in range(3)), ""])
    path = tmp_path / name
    path.write_bytes(change(text).encode())  # type: ignore[operator]
    finished = run(law, of_claims(path), tmp_path / "out")
    # (1000 − 200) × 90 % each
    assert (finished.settled, finished.sums["fund_pay_sumamt"]) == (3, 216_000)
    assert finished.unreadable == 0


def test_a_packed_csv(law: Law, tmp_path: Path) -> None:
    path = tmp_path / "claims.csv.gz"
    path.write_bytes(gzip.compress(f"{HEADING}\n{row(1)}\nS2,P2\n".encode(), mtime=0))
    finished = run(law, of_claims(path), tmp_path / "out")
    assert (finished.settled, finished.unreadable) == (1, 1)


def broken(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_lines_that_are_no_rows_are_reported_and_the_rest_is_settled(
    law: Law, tmp_path: Path
) -> None:
    path = tmp_path / "claims.csv"
    text = [HEADING, row(1), "S2,P2,390", row(3), f"{row(4)},one,two", row(5)]
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    given = Files(path, written(tmp_path / "p.csv", [{"psn_no": f"P{n}"} for n in range(9)]), None)
    given.persons.open("a", encoding="utf-8").write("P9,?\r\n")  # type: ignore[union-attr]
    finished = run(law, given, tmp_path / "out")
    assert {entry["setl_id"] for entry in settlements(finished.out)} == {"S1", "S3", "S5"}
    assert finished.unreadable == 3
    found = broken(tmp_path / "out.unreadable.csv")
    assert [(Path(one["file"]).name, one["line"], one["text"]) for one in found] == [
        ("claims.csv", "3", "S2,P2,390"),
        ("claims.csv", "5", f"{row(4)},one,two"),
        ("p.csv", "11", "P9,?"),
    ]
    assert all("Columns" in one["reason"] for one in found)
    # A run that is finished says the same, and so does its manifest.
    assert run(law, given, tmp_path / "out").unreadable == 3
    assert broken(tmp_path / "out.unreadable.csv") == found


def test_a_quote_that_is_not_closed_swallows_lines_and_all_are_told(
    law: Law, tmp_path: Path
) -> None:
    path = tmp_path / "claims.csv"
    text = [HEADING, row(1), 'S2,"P2,390,21', row(3), row(4)]
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    finished = run(law, of_claims(path), tmp_path / "out")
    assert finished.settled == 1
    assert finished.unreadable == 3
    [one] = broken(tmp_path / "out.unreadable.csv")
    assert one["line"] == "3"
    assert "S4" in one["text"]


def test_no_row_decides_how_the_others_are_read(law: Law, tmp_path: Path) -> None:
    """A heading is believed, even if the first rows have fewer or more columns."""
    path = tmp_path / "claims.csv"
    text = [HEADING, "a;b", "x,y", "1,2,3,4,5,6,7,8,9", *(row(n) for n in range(5))]
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    finished = run(law, of_claims(path), tmp_path / "out")
    assert (finished.settled, finished.unreadable) == (5, 3)


def test_nothing_but_a_heading(law: Law, tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text(f"{HEADING}\n", encoding="utf-8")
    finished = run(law, of_claims(path), tmp_path / "out")
    assert (finished.settled, finished.rejected, finished.rejects) == (0, 0, None)
    assert settlements(finished.out) == []


def test_values_of_a_corrected_file_are_read_alike(law: Law, tmp_path: Path) -> None:
    """Broken lines of a file of corrections are reported too."""
    given = of_claims(written(tmp_path / "claims.csv", [claim("A", "2024-03-01")]))
    path = written(tmp_path / "mended.csv", [claim("A", "2024-03-01", "2000")])
    with path.open("a", encoding="utf-8") as stream:
        stream.write("B,P1\r\n")
    finished = run(law, given, tmp_path / "out", mended=(path,))
    assert finished.unreadable == 1
    # (2000 − 200) × 60 %
    assert finished.sums["fund_pay_sumamt"] == 108_000
    assert rows_of(finished.rejects) == []
