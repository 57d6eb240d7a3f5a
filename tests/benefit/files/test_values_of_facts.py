"""The numbers of staged rows are those that `encode_facts` and `encode_amounts` give a `Visit`."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from runs.comparison import asked, run
from runs.drawn import draw
from runs.few import claim, funds, settle_few
from runs.forms import FORMS, Files, write
from runs.laws import DEMO, LAWS, Law, own_law
from runs.reading import rows_of
from runs.reference import settle_rows

from yibao.benefit.encode import encode_amounts, encode_facts
from yibao.benefit.files.staging import PARTS, Staging, stage
from yibao.benefit.runs.sources import connect, open_sources
from yibao.policy.plan import layout


def staged(law: Law, files: Files, folder: Path) -> tuple[pa.Table, Staging]:
    connection = connect(1, 2**30, folder / "spill")
    try:
        sources = open_sources(asked(law, files, folder / "out"), connection)
        staging = stage(law.plan, sources.claims, sources.persons)
        return connection.sql(staging.sql).to_arrow_table(), staging
    finally:
        connection.close()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", LAWS)
def test_staged_facts_are_encoded_facts(name: str, form: str, tmp_path: Path) -> None:
    law = LAWS[name]
    files = write(draw(law, seed=17, visits=120), tmp_path, FORMS[form])
    table, staging = staged(law, files, tmp_path)
    expected = settle_rows(law.plan, rows_of(files.claims), rows_of(files.persons))
    visits = {one.key: one.visit for one in expected.outcomes if one.settlement}
    columns = {name: table[column].to_pylist() for name, column in staging.columns}
    marks = {mark: table[mark].to_pylist() for mark in ("scheme_code", "care_code", "year")}
    compared = 0
    keys = zip(table["psn_no"].to_pylist(), table["setl_id"].to_pylist(), strict=True)
    for row, key in enumerate(keys):
        visit = visits.get(key)
        if visit is None:
            continue
        facts = dict(zip(layout.FACT_COLUMNS, encode_facts(visit, law.plan).tolist(), strict=True))
        found = {name: values[row] for name, values in (columns | marks).items()}
        found |= dict(staging.constants)
        assert found == {name: facts[name] for name in found}
        parts = [table[part][row].as_py() for part in PARTS]
        assert [parts, *np.zeros((len(law.plan.tracks) - 1, 4), int).tolist()] == encode_amounts(
            visit, law.plan
        ).tolist()
        compared += 1
    assert compared > 30
    assert len(columns) + len(staging.constants) >= 3


LEVEL_OF_CODE = {
    "3": "tertiary_b",
    "03": "tertiary_b",
    "0004": "tertiary",
    "5": "secondary",
    "8": "primary",
    "12": "tertiary",
    "11": "unrated",
    "99": "unrated",
    "A": "unrated",
    "0": "unrated",
}


def test_the_class_of_an_institution(tmp_path: Path) -> None:
    """Leading zeros do not matter; a code that nobody knows is an unrated institution."""
    usual = [claim(code, "2025-03-01", "3000", psn_no=code) for code in LEVEL_OF_CODE]
    by_code = [row | {"hosp_lv": row["setl_id"], "level": None} for row in usual]
    by_name = [row | {"level": LEVEL_OF_CODE[row["setl_id"]]} for row in usual]
    coded = funds(settle_few(DEMO, tmp_path / "code", by_code))
    assert coded == funds(settle_few(DEMO, tmp_path / "name", by_name))
    # Residents bear 1200, 400, 150 yuan; 60 %, 70 %, 80 % of the rest are paid. An unrated
    # institution counts as primary.
    wanted = {"tertiary": "1080.00", "secondary": "1820.00", "primary": "2280.00"}
    kinds = {"tertiary_b": "tertiary", "unrated": "primary"}
    assert coded == {
        code: Decimal(wanted[kinds.get(level, level)]) for code, level in LEVEL_OF_CODE.items()
    }


def test_the_own_name_of_the_level_comes_first(tmp_path: Path) -> None:
    both = claim("A", "2025-03-01", "3000", hosp_lv="3", level="primary")
    # Residents at the primary level bear 150 yuan; (3000 − 150) × 80 % = 2280.
    assert settle_few(DEMO, tmp_path, [both]).sums["fund_pay_sumamt"] == 228_000


@pytest.mark.parametrize(
    "kind",
    [
        pa.timestamp("s"),
        pa.timestamp("ms"),
        pa.timestamp("us"),
        pa.timestamp("ns"),
        pa.timestamp("us", "UTC"),
        pa.timestamp("us", "Asia/Shanghai"),
        pa.string(),
    ],
    ids=str,
)
def test_times_of_every_type_are_those_of_chinas_clocks(kind: pa.DataType, tmp_path: Path) -> None:
    """Two in the morning of New Year's Day: in UTC it is still the old year."""
    wall = pa.array([datetime.fromisoformat("2024-01-01 02:00")], pa.timestamp("us"))
    zoned = pa.types.is_timestamp(kind) and kind.tz
    times = (pc.assume_timezone(wall, "Asia/Shanghai") if zoned else wall).cast(kind)
    row = {"setl_id": ["A"], "psn_no": ["P"], "insutype": ["390"], "med_type": ["21"]}
    amount = {"inscp_scp_amt": pa.array([Decimal(1000)], pa.decimal128(10, 2))}
    pq.write_table(pa.table(row | {"setl_time": times} | amount), tmp_path / "c.parquet")
    finished = run(own_law(tmp_path), Files(tmp_path / "c.parquet", None, None), tmp_path / "out")
    assert finished.settled == 1
    assert pq.read_table(finished.out)["year"].to_pylist() == [2024]


AMOUNTS = {
    "decimal128(7, 0)": (pa.decimal128(7, 0), ""),
    "decimal128(16, 2)": (pa.decimal128(16, 2), ""),
    "decimal128(18, 2)": (pa.decimal128(18, 2), ""),
    "decimal128(20, 6)": (pa.decimal128(20, 6), ""),
    "decimal128(38, 2)": (pa.decimal128(38, 2), ""),
    "text": (pa.string(), ""),
    "int32": (pa.int32(), "_fen"),
    "uint64": (pa.uint64(), "_fen"),
}


@pytest.mark.parametrize("kind", AMOUNTS)
def test_amounts_of_every_exact_type(kind: str, tmp_path: Path) -> None:
    arrow, ending = AMOUNTS[kind]
    yuan = [Decimal(1000), Decimal(2000)]
    values = [int(one * 100) for one in yuan] if ending else yuan
    column = pa.array([str(v) for v in values] if kind == "text" else values).cast(arrow)
    rows = {"setl_id": ["A", "B"], "psn_no": ["P", "Q"], "insutype": ["390"] * 2}
    rows |= {"med_type": ["21"] * 2, "setl_time": ["2024-03-01"] * 2}
    pq.write_table(pa.table(rows | {f"inscp_scp_amt{ending}": column}), tmp_path / "c.parquet")
    finished = run(own_law(tmp_path), Files(tmp_path / "c.parquet", None, None), tmp_path / "out")
    # (1000 − 200) × 60 % + (2000 − 200) × 60 % = 480 + 1080
    assert finished.sums["fund_pay_sumamt"] == 156_000


@pytest.mark.parametrize(
    ("arrow", "wild", "ending", "reason"),
    [
        (pa.int64(), 9 * 10**18, "_fen", "amount_out_of_range medfee_sumamt"),
        (pa.uint64(), 2**64 - 1, "_fen", "not_a_number fulamt_ownpay_amt"),
        (pa.decimal128(38, 2), Decimal(10**35), "", "not_a_number fulamt_ownpay_amt"),
        (pa.decimal128(18, 2), Decimal(9 * 10**15), "", "not_a_number fulamt_ownpay_amt"),
        (pa.decimal128(12, 4), Decimal("0.0001"), "", "not_a_number fulamt_ownpay_amt"),
    ],
    ids=str,
)
def test_one_wild_amount_spoils_one_row(
    arrow: pa.DataType, wild: Decimal, ending: str, reason: str, tmp_path: Path
) -> None:
    """Not the run, however far beyond 64 bits it or a sum of it lies."""
    sound = Decimal(1000) if not ending else 100_000
    nothing = sound * 0
    rows = {"setl_id": ["A", "B"], "psn_no": ["P", "Q"], "insutype": ["390"] * 2}
    rows |= {"med_type": ["21"] * 2, "setl_time": ["2024-03-01"] * 2}
    for name in ("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt"):
        rows[f"{name}{ending}"] = pa.array([wild, nothing], arrow)
    for name in ("inscp_scp_amt", "medfee_sumamt"):
        rows[f"{name}{ending}"] = pa.array([wild, sound], arrow)
    pq.write_table(pa.table(rows), tmp_path / "c.parquet")
    finished = run(own_law(tmp_path), Files(tmp_path / "c.parquet", None, None), tmp_path / "out")
    assert finished.reasons == {reason: 1}
    assert finished.sums["fund_pay_sumamt"] == 48_000  # (1000 − 200) × 60 %
