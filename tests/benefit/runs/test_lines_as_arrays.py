"""Lines read as arrays are those that the statement reads, whatever stands in the file."""

from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from runs.comparison import asked, rejects, run
from runs.drawn import Row
from runs.few import claim, files
from runs.forms import Files
from runs.laws import XIAN, Law
from yibao.benefit.files.columns import LINES
from yibao.benefit.files.lines import stage_lines
from yibao.benefit.files.plain_lines import BYTES_OF_A_LINE, plain_lines
from yibao.benefit.kernel.line_records import FIRST_OF_VISIT, MONEY, REST, day_in
from yibao.benefit.runs import work
from yibao.benefit.runs.deal import InMemory, part_sql
from yibao.benefit.runs.line_groups import LineGroups
from yibao.benefit.runs.lines import Lines
from yibao.benefit.runs.sources import connect, open_sources
from yibao.benefit.runs.visit_keys import VisitKeys

PARTS = 4
ROOM = 2**30
COLUMNS = {
    "setl_id": pa.string(),
    "psn_no": pa.string(),
    "feedetl_sn": pa.string(),
    "fee_ocur_time": pa.timestamp("us"),
    "chrgitm_lv": pa.string(),
    "class": pa.string(),
    "med_chrgitm_type": pa.string(),
    "item": pa.string(),
    "tag": pa.string(),
    "limited": pa.string(),
    "det_item_fee_sumamt": pa.decimal128(16, 2),
    "cnt": pa.decimal128(16, 4),
    "pric": pa.decimal128(18, 6),
    "pric_uplmt_amt": pa.decimal128(18, 6),
    "selfpay_prop": pa.decimal128(5, 4),
}
NEEDED = ("setl_id", "psn_no", "feedetl_sn", "fee_ocur_time", "det_item_fee_sumamt")
ODD: dict[str, tuple[Any, ...]] = {
    "setl_id": (None, "", "nobody's"),
    "psn_no": (None, "", "P1"),
    "fee_ocur_time": (
        None,
        datetime.fromisoformat("0001-01-01"),
        datetime.fromisoformat("1969-12-31 23:00"),
        datetime.fromisoformat("9999-12-31"),
    ),
    "chrgitm_lv": (None, "", "01", "1", "3", "9", "\u4e59"),
    "class": (None, "", "a", "b", "z", "A"),
    "med_chrgitm_type": (None, "", "01", "11", "99"),
    "item": (None, "", "potion", "bed"),
    "tag": (None, "", "dual_channel", "cheap"),
    "limited": (None, "", "yes", "no", "perhaps"),
    "det_item_fee_sumamt": (None, "0", "-5", "100000000", "100000000.01", "99999999999999.99"),
    "cnt": (None, "0", "-1", "0.3333", "999999999999.9999"),
    "pric": (None, "0", "-3", "0.000001", "999999999999.999999", "33.333333"),
    "pric_uplmt_amt": (None, "0", "-7", "0.5", "999999999999.999999"),
    "selfpay_prop": (None, "0", "1", "0.25", "1.0001", "-0.0001"),
}


def drawn_lines(drawing: Random, count: int, oddly: float) -> list[Row]:
    """Draw lines; so many of their values are odd. About half have a price that fits."""
    rows = []
    for number in range(count):
        price, quantity = drawing.randrange(10**9), drawing.randrange(1, 10**6)
        product = (price * quantity + 5 * 10**7) // 10**8
        row: Row = {
            "setl_id": f"S{drawing.randrange(60)}",
            "feedetl_sn": f"L{number}",
            "fee_ocur_time": datetime.fromisoformat("2022-01-03 23:05")
            + timedelta(days=drawing.randrange(360), microseconds=drawing.randrange(10**10)),
            "chrgitm_lv": drawing.choice(("01", "02", "03")),
            "class": drawing.choice((None, "a", "c")),
            "med_chrgitm_type": drawing.choice(("01", "03", "09")),
            "item": None,
            "tag": drawing.choice((None, "none", "negotiated")),
            "limited": "no",
            "det_item_fee_sumamt": Decimal(product).scaleb(-2),
            "cnt": Decimal(quantity).scaleb(-4),
            "pric": drawing.choice((None, Decimal(price).scaleb(-6))),
            "pric_uplmt_amt": drawing.choice((None, Decimal(price // 2).scaleb(-6))),
            "selfpay_prop": Decimal("0.1"),
        }
        row["psn_no"] = f"P{int(row['setl_id'][1:]) % 23}"
        for name, values in ODD.items():
            if drawing.random() < oddly:
                row[name] = drawing.choice(values)
        rows.append(row)
    return rows


def written(path: Path, rows: list[Row], without: tuple[str, ...] = (), group: int = 90) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = {}
    for name, kind in COLUMNS.items():
        if name in without:
            continue
        values = [row[name] for row in rows]
        if pa.types.is_decimal(kind):
            values = [None if one is None else Decimal(one) for one in values]
        columns[name] = pa.array(values, kind)
    pq.write_table(pa.table(columns), path, row_group_size=group)
    return path


def both(law: Law, given: Files, folder: Path) -> tuple[Counter[Any], Counter[Any]]:
    """Deal the lines as arrays and by the statement; count the rows of each part."""
    connection = connect(2, 2**30, folder / "spill")
    try:
        sources = open_sources(asked(law, given, folder / "out"), connection)
        assert sources.lines is not None
        staging = stage_lines(law.plan, sources.lines, claims=sources.claims)
        plain = plain_lines(law.plan, sources.lines, ROOM)
        assert plain is not None
        by_statement = InMemory()
        by_statement.take_in(connection, part_sql(staging.sql, PARTS), _seen)
        wanted = [Lines.of(by_statement.part(part), law.plan) for part in range(PARTS)]
        groups = LineGroups(law.plan, plain, sources.lines, sources.claims, staging, PARTS)
        as_arrays = groups.read(connection, _seen, 2)
        return _rows(wanted), _rows([as_arrays.part(part) for part in range(PARTS)])
    finally:
        connection.close()


def _seen(rows: int) -> None:
    """Nobody looks."""


def _rows(parts: list[Lines]) -> Counter[Any]:
    """Count the lines of all parts, each with its part, plain or with its problem."""
    found: Counter[Any] = Counter()
    for number, lines in enumerate(parts):
        visit = np.cumsum(lines.records[:, REST] < 0) - 1
        keys, rest = lines.keys.at(visit), lines.records[:, REST] & ~FIRST_OF_VISIT
        columns = (_told(keys), lines.records[:, MONEY].tolist(), rest.tolist())
        found.update((number, *record) for record in zip(*columns, strict=True))
        wrong = zip(_told(lines.wrong_keys), lines.wrong.tolist(), strict=True)
        found.update((number, *pair) for pair in wrong)
    return found


def _told(keys: VisitKeys) -> list[Any]:
    return list(zip(keys.hashes.tolist(), keys.pairs(), strict=True))


def claims_of(count: int = 60) -> list[Row]:
    rows = [claim(f"S{n}", "2022-03-02", psn_no=f"P{n % 23}") for n in range(count)]
    for row in rows:
        del row["inscp_scp_amt"]
    return rows


@pytest.mark.parametrize("oddly", [0.0, 0.01, 0.3])
@pytest.mark.parametrize(
    "without",
    [
        (),
        ("cnt", "pric"),
        ("class", "item"),
        ("chrgitm_lv", "med_chrgitm_type", "tag"),
        tuple(name for name in COLUMNS if name not in (*NEEDED, "class")),
    ],
    ids=["all", "no_price", "national", "own", "few"],
)
def test_the_lines_of_each_part_are_the_same(
    without: tuple[str, ...], oddly: float, tmp_path: Path
) -> None:
    for seed in range(3):
        rows = drawn_lines(Random(seed), 400, oddly)
        given = files(tmp_path / f"{seed}", claims_of())
        path = written(tmp_path / f"{seed}" / "lines.parquet", rows, without)
        wanted, found = both(XIAN, Files(given.claims, None, path), tmp_path)
        assert found == wanted
        assert wanted.total() == 400


@pytest.mark.parametrize("oddly", [0.0, 0.02])
def test_a_run_comes_to_the_same(
    oddly: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Settlements to the byte, rejects, counts and reasons."""
    given = files(tmp_path, claims_of())
    path = written(tmp_path / "lines.parquet", drawn_lines(Random(7), 900, oddly))
    lines = Files(given.claims, None, path)
    as_arrays = run(XIAN, lines, tmp_path / "arrays", parts=PARTS)
    monkeypatch.setattr(work, "plain_lines", lambda *_: None)
    by_statement = run(XIAN, lines, tmp_path / "statement", parts=PARTS)
    assert as_arrays.as_totals() == by_statement.as_totals()
    assert as_arrays.settled > 0
    assert as_arrays.rejected > 0
    assert rejects(as_arrays) == rejects(by_statement)
    for path in sorted((tmp_path / "statement").glob("part-*.parquet")):
        assert (tmp_path / "arrays" / path.name).read_bytes() == path.read_bytes()


def changed(path: Path, name: str, sql: str) -> Path:
    """Write the file anew with another expression in place of a column."""
    other = path.with_name("changed.parquet")
    duckdb.sql(
        f"COPY (SELECT * EXCLUDE {name}, {sql} FROM '{path}') TO '{other}' (ROW_GROUP_SIZE 2048)"
    )
    return other


@pytest.mark.parametrize(
    ("name", "sql"),
    [
        ("setl_id", "CAST(substr(setl_id, 2) AS BIGINT) AS setl_id"),
        ("fee_ocur_time", "CAST(fee_ocur_time AS DATE) AS fee_ocur_time"),
        (
            "det_item_fee_sumamt",
            "CAST(det_item_fee_sumamt * 100 AS BIGINT) AS det_item_fee_sumamt_fen",
        ),
        ("cnt", "CAST(round(cnt) AS DECIMAL(14, 0)) AS cnt"),
    ],
)
def test_other_exact_types_are_read_as_arrays_too(name: str, sql: str, tmp_path: Path) -> None:
    rows = drawn_lines(Random(5), 300, 0.0)
    path = changed(written(tmp_path / "lines.parquet", rows), name, sql)
    given = files(tmp_path, claims_of())
    wanted, found = both(XIAN, Files(given.claims, None, path), tmp_path)
    assert found == wanted


@pytest.mark.parametrize(
    ("name", "sql"),
    [
        ("psn_no", "1 AS nothing"),
        ("fee_ocur_time", "CAST(fee_ocur_time AS VARCHAR) AS fee_ocur_time"),
        ("fee_ocur_time", "CAST(fee_ocur_time AS TIMESTAMPTZ) AS fee_ocur_time"),
        ("chrgitm_lv", "CAST(chrgitm_lv AS INTEGER) AS chrgitm_lv"),
        ("cnt", "CAST(cnt AS VARCHAR) AS cnt"),
        ("cnt", "CAST(1 AS DECIMAL(20, 4)) AS cnt"),
        ("pric", "CAST(pric AS DECIMAL(18, 8)) AS pric"),
        ("det_item_fee_sumamt", "CAST(1 AS DECIMAL(18, 4)) AS det_item_fee_sumamt"),
    ],
)
def test_whatever_has_to_be_parsed_is_left_to_the_statement(
    name: str, sql: str, tmp_path: Path
) -> None:
    rows = drawn_lines(Random(5), 50, 0.0)
    for row in rows:
        row["pric"] = None
    path = changed(written(tmp_path / "lines.parquet", rows), name, sql)
    given = files(tmp_path, claims_of())
    assert _plain(Files(given.claims, None, path), tmp_path) is None


def _plain(given: Files, folder: Path, room: int = ROOM) -> object:
    connection = connect(1, 2**30, folder / "spill")
    try:
        sources = open_sources(asked(XIAN, given, folder / "out"), connection)
        assert sources.lines is not None
        return plain_lines(XIAN.plan, sources.lines, room)
    finally:
        connection.close()


def test_large_row_groups_are_left_to_the_statement(tmp_path: Path) -> None:
    given = files(tmp_path, claims_of())
    path = written(tmp_path / "lines.parquet", drawn_lines(Random(5), 200, 0.0), group=100)
    lines = Files(given.claims, None, path)
    assert _plain(lines, tmp_path, 100 * BYTES_OF_A_LINE) is not None
    assert _plain(lines, tmp_path, 99 * BYTES_OF_A_LINE) is None


def test_a_file_without_a_line_is_left_to_the_statement(tmp_path: Path) -> None:
    given = files(tmp_path, claims_of())
    lines = Files(given.claims, None, written(tmp_path / "lines.parquet", []))
    assert _plain(lines, tmp_path) is None
    finished = run(XIAN, lines, tmp_path / "out")
    assert finished.reasons == {"lines_missing setl_id": 60}


@pytest.mark.parametrize("name", ["pric", "cnt", "selfpay_prop", "class", "psn_no", "setl_id"])
def test_a_column_that_holds_nothing(name: str, tmp_path: Path) -> None:
    rows = [row | {name: None} for row in drawn_lines(Random(2), 60, 0.0)]
    given = files(tmp_path, claims_of())
    path = written(tmp_path / "lines.parquet", rows)
    wanted, found = both(XIAN, Files(given.claims, None, path), tmp_path)
    assert found == wanted


def test_a_folder_of_files_with_the_same_columns(tmp_path: Path) -> None:
    folder = tmp_path / "lines"
    for number in range(3):
        rows = drawn_lines(Random(number), 70, 0.05)
        written(folder / f"{number}.parquet", rows)
    given = files(tmp_path, claims_of())
    wanted, found = both(XIAN, Files(given.claims, None, folder), tmp_path)
    assert found == wanted
    assert wanted.total() == 210


def test_every_column_of_lines_is_known_here() -> None:
    """Who adds one adds it to both ways of reading, and to the rows drawn above."""
    assert COLUMNS.keys() == LINES.keys()


def test_a_group_without_any_plain_line(tmp_path: Path) -> None:
    rows = [row | {"fee_ocur_time": None} for row in drawn_lines(Random(1), 40, 0.0)]
    given = files(tmp_path, claims_of())
    path = written(tmp_path / "lines.parquet", rows)
    wanted, found = both(XIAN, Files(given.claims, None, path), tmp_path)
    assert found == wanted


def test_days_are_counted_as_python_counts_them(tmp_path: Path) -> None:
    [row] = drawn_lines(Random(1), 1, 0.0)
    row["fee_ocur_time"] = datetime.fromisoformat("2022-12-31 23:59:59")
    given = files(tmp_path, claims_of())
    path = written(tmp_path / "lines.parquet", [row])
    _, found = both(XIAN, Files(given.claims, None, path), tmp_path)
    [(*_, rest)] = found
    assert day_in(rest) == date(2022, 12, 31).toordinal()
