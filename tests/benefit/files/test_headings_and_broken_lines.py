"""A file as a whole: its heading, its types, and the lines of a CSV that are not rows."""

import csv
import gzip
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from runs.comparison import run, settlements
from runs.drawn import Row
from runs.few import claim, files, line, written
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


@pytest.mark.parametrize("name", ["setl_id", "psn_no", "insutype", "setl_time"])
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_column_that_must_be_there(name: str, ending: str, law: Law, tmp_path: Path) -> None:
    rows = [{k: v for k, v in claim("A", "2024-03-01").items() if k != name} | {f"{name}_": 1}]
    path = tmp_path / f"claims.{ending}"
    if ending == "csv":
        written(path, rows)
    else:
        pq.write_table(pa.Table.from_pylist(rows), path)
    with pytest.raises(InvalidInput) as error:
        run(law, of_claims(path), tmp_path / "out")
    assert (error.value.code, error.value.field) == ("column_missing", name)
    for language in ("zh", "en"):
        assert name in error.value.message(language)
        assert f"{name}_" in error.value.message(language), "the nearest column is named"


@pytest.mark.parametrize(
    ("left_out", "field"), [("med_type", "med_type"), ("inscp_scp_amt", "inscp_scp_amt")]
)
def test_without_care_or_bill_nothing_can_be_settled(
    left_out: str, field: str, law: Law, tmp_path: Path
) -> None:
    """Not refused row by row, and never as bills of nothing."""
    rows = [{k: v for k, v in claim("A", "2024-03-01").items() if k != left_out}]
    rows[0]["fulamt_ownpay_amt"] = Decimal(5)
    given = files(tmp_path, rows)
    assert refused(law, given, tmp_path / "out") == ("column_missing", field)
    with_lines = files(tmp_path, rows, lines=[line("A", "1000")])
    if left_out == "inscp_scp_amt":
        assert run(law, with_lines, tmp_path / "out").settled == 1
    else:
        assert refused(law, with_lines, tmp_path / "out") == ("column_missing", field)


@pytest.mark.parametrize("name", ["setl_id", "feedetl_sn", "fee_ocur_time", "det_item_fee_sumamt"])
def test_a_column_of_lines_that_must_be_there(name: str, law: Law, tmp_path: Path) -> None:
    given = files(tmp_path, [claim("A", "2024-03-01")])
    rows = [{k: v for k, v in line("A", "1000").items() if k != name}]
    given = replace(given, lines=written(tmp_path / "lines.csv", rows))
    assert refused(law, given, tmp_path / "out") == ("column_missing", name)


def test_a_register_needs_the_number_of_the_person(law: Law, tmp_path: Path) -> None:
    given = files(tmp_path, [claim("A", "2024-03-01")])
    given = replace(given, persons=written(tmp_path / "p.csv", [{"person": "P1"}]))
    assert refused(law, given, tmp_path / "out") == ("column_missing", "psn_no")


FLOATS = [
    ("claims", "inscp_scp_amt", pa.float64()),
    ("claims", "medfee_sumamt", pa.float32()),
    ("claims", "inscp_scp_amt", pa.int64()),
    ("claims", "inscp_scp_amt_fen", pa.float64()),
    ("claims", "inscp_scp_amt_fen", pa.decimal128(10, 0)),
    ("claims", "setl_id", pa.float64()),
    ("claims", "psn_no", pa.float64()),
    ("claims", "annual_wage", pa.float64()),
    ("persons", "annual_wage", pa.float64()),
    ("lines", "det_item_fee_sumamt", pa.float64()),
    ("lines", "pric", pa.float64()),
    ("lines", "cnt", pa.float32()),
    ("lines", "selfpay_prop", pa.float64()),
]


@pytest.mark.parametrize(("which", "name", "kind"), FLOATS, ids=str)
def test_numbers_that_are_not_exact_refuse_the_file(
    which: str, name: str, kind: pa.DataType, law: Law, tmp_path: Path
) -> None:
    """Floating numbers, and whole numbers of which nobody knows whether they are yuan or fen."""
    given = files(tmp_path, [claim("A", "2024-03-01")], [{"psn_no": "P1"}], [line("A", "1000")])
    path = getattr(given, which)
    table = pq.read_table(path)
    column = pa.array([Decimal(1)] if pa.types.is_decimal(kind) else [1], kind)
    at = table.schema.get_field_index(name)
    table = table.append_column(name, column) if at < 0 else table.set_column(at, name, column)
    pq.write_table(table, path)
    assert refused(law, given, tmp_path / "out") == ("number_not_exact", name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("none.csv", None),
        ("none.parquet", None),
        ("claims.xlsx", b"PK"),
        ("claims.parquet", b"PAR1 and no more"),
        ("empty.csv", b""),
        ("twice.csv", b"setl_id,psn_no,psn_no\nA,P,P\n"),
        ("unnamed.csv", b"setl_id,psn_no,\nA,P,\n"),
        ("gbk.csv", "setl_id,备注\nA,甲\n".encode("gb18030")),
    ],
)
def test_files_that_cannot_be_used(
    name: str, content: bytes | None, law: Law, tmp_path: Path
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert refused(law, of_claims(path), tmp_path / "out") == ("file_unusable", str(path))


def test_an_empty_folder_cannot_be_used(law: Law, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    found = refused(law, of_claims(tmp_path / "folder"), tmp_path / "out")
    assert found == ("file_unusable", str(tmp_path / "folder"))


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
    path.write_bytes(gzip.compress(f"{HEADING}\n{row(1)}\nS2,P2\n".encode()))
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
