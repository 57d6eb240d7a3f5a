"""A file as a whole: its heading, the types of its columns, the folder it lies in."""

import gzip
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from runs.comparison import run, settlements
from runs.few import ARROW, TEXT, claim, files, line, written
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
        ("packed.csv.gz", b"not packed"),
        ("cut.csv.gz", gzip.compress(HEADING.encode(), mtime=0)[:-9]),
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


def test_the_names_of_folders_say_nothing(law: Law, tmp_path: Path) -> None:
    """Neither a partition nor a pattern: `[1]` is no 1, and `psn_no=9` nobody's number."""
    for number, name in enumerate(("psn_no=9", "2024[1]*", "2024?", "引号'")):
        folder = tmp_path / name
        rows = [claim("A", "2024-03-01"), claim("B", "2024-04-01", level="palace")]
        given = files(folder / "in", rows, form=TEXT if number % 2 else ARROW)
        finished = run(law, given, folder / "out")
        assert [row["psn_no"] for row in settlements(finished.out)] == ["P1"]
        assert [row["setl_id"] for row in rows_of(finished.rejects)] == ["B"]


def folder_of(path: Path, *tables: dict[str, pa.Array]) -> Path:
    path.mkdir()
    for number, columns in enumerate(tables):
        row = {"setl_id": [f"S{number}"], "psn_no": [f"P{number}"], "insutype": ["390"]}
        row |= {"med_type": ["21"], "setl_time": ["2024-03-01"]}
        pq.write_table(pa.table(row | columns), path / f"{number}.parquet")
    return path


def amount(kind: pa.DataType, text: str) -> dict[str, pa.Array]:
    value = Decimal(text) if pa.types.is_decimal(kind) else float(text)
    return {"inscp_scp_amt": pa.array([value], kind)}


def test_every_file_of_a_folder_counts_with_its_own_types(law: Law, tmp_path: Path) -> None:
    two, four, floating = pa.decimal128(9, 2), pa.decimal128(12, 4), pa.float64()
    good = folder_of(tmp_path / "good", amount(two, "1000"), amount(four, "2000.5000"))
    finished = run(law, of_claims(good), tmp_path / "good out")
    # (1000 − 200) × 60 % + (2000.50 − 200) × 60 % = 480 + 1080.30
    assert finished.sums["fund_pay_sumamt"] == 156_030
    odd = folder_of(tmp_path / "odd", amount(two, "1000"), amount(four, "2000.0050"))
    finished = run(law, of_claims(odd), tmp_path / "odd out")
    assert finished.reasons == {"not_a_number inscp_scp_amt": 1}
    bad = folder_of(tmp_path / "bad", amount(two, "1000"), amount(floating, "1000.005"))
    found = refused(law, of_claims(bad), tmp_path / "out")
    assert found == ("number_not_exact", "inscp_scp_amt")
    level = {"level": pa.array(["secondary"])}
    mixed = folder_of(tmp_path / "mixed", amount(two, "1"), amount(two, "1") | level)
    found = refused(law, of_claims(mixed), tmp_path / "out")
    assert found == ("file_unusable", str(mixed / "1.parquet"))
