"""Run over files and compare what was written with what the naive run found."""

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from runs.forms import Files
from runs.laws import Law
from runs.reading import rows_of
from runs.reference import Expected, Outcome, naive_run
from yibao.benefit.runs.asked import Asked, Finished
from yibao.benefit.runs.outcome import BILL, summary_fields
from yibao.benefit.runs.run import settle_files

Row = dict[str, Any]


def asked(law: Law, files: Files, out: Path, **more: Any) -> Asked:
    return Asked(
        claims=files.claims,
        persons=files.persons,
        lines=files.lines,
        out=out,
        region=law.region,
        allow_unverified=law.allow_unverified,
        **more,
    )


def run(law: Law, files: Files, out: Path, **more: Any) -> Finished:
    return settle_files(asked(law, files, out, **more))


def settlements(out: Path) -> list[Row]:
    """Read what was settled, in an order that no part decides."""
    tables = [pq.read_table(path) for path in sorted(out.glob("part-*.parquet"))]
    rows = pa.concat_tables(tables).to_pylist()
    return sorted(rows, key=lambda row: (str(row["psn_no"]), str(row["setl_id"])))


def rejects(finished: Finished) -> list[Row]:
    return rows_of(finished.rejects)


def check(law: Law, files: Files, finished: Finished) -> Expected:
    """Compare a whole run with the naive one; return what the naive one found."""
    expected = naive_run(law.plan, files.claims, files.persons, files.lines)
    same_settlements(law, finished, expected)
    same_rejects(finished, expected)
    assert finished.settled == len(expected.settled)
    assert finished.rejected == len(expected.rejected)
    assert finished.provisional == sum(one.provisional for one in expected.settled)
    assert finished.lines_without_visit == expected.lines_without_visit
    for name in (*BILL, *summary_fields(law.plan)):
        assert finished.sums[name] == sum(_fen(one, name) for one in expected.settled), name
    return expected


def same_settlements(law: Law, finished: Finished, expected: Expected) -> None:
    rows = {(row["psn_no"], row["setl_id"]): row for row in settlements(finished.out)}
    assert rows.keys() == {one.key for one in expected.settled}
    for one in expected.settled:
        assert rows[one.key] == _row(one, law), one


def _row(one: Outcome, law: Law) -> Row:
    """Return the row of the outcome that a settlement makes."""
    assert one.settlement is not None
    assert one.place is not None
    number, person = one.row["setl_id"], one.row["psn_no"]
    money = {name: Decimal(_fen(one, name)) / 100 for name in BILL}
    money |= {name: Decimal(_fen(one, name)) / 100 for name in summary_fields(law.plan)}
    keys = {"setl_id": number, "psn_no": person, "insutype": one.scheme, "year": one.place[0]}
    return keys | money | {"provisional": one.provisional}


def _fen(one: Outcome, name: str) -> int:
    settlement = one.settlement
    assert settlement is not None
    named = {
        "medfee_sumamt": settlement.total,
        "fulamt_ownpay_amt": settlement.full_self,
        "overlmt_selfpay": settlement.over_limit,
        "preselfpay_amt": settlement.first_pay,
        "inscp_scp_amt": settlement.in_scope,
        "act_pay_dedc": settlement.deductible_paid,
        "fund_pay_sumamt": settlement.fund,
        "hosp_part_amt": settlement.hospital,
        "psn_part_amt": settlement.personal,
    }
    return named[name] if name in named else settlement.by_field.get(name, 0)


def same_rejects(finished: Finished, expected: Expected) -> None:
    """The rejects are the rows as they came, each with one reason behind it."""
    found = Counter(_frozen(row) for row in rejects(finished))
    wanted = Counter(
        _frozen(one.row | dict(zip(("reject_code", "reject_field"), one.refused, strict=True)))
        for one in expected.rejected
        if one.refused is not None
    )
    assert found == wanted
    reasons = Counter(" ".join(one.refused or ()) for one in expected.rejected)
    assert finished.reasons == reasons


def _frozen(row: Row) -> tuple[Any, ...]:
    """Return a row that can be counted, without the words."""
    words = ("reject_reason", "reject_remedy")
    return tuple(sorted((k, str(v)) for k, v in row.items() if k not in words))
