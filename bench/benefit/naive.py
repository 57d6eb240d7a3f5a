"""What the tests' naive settler, which shares no code with the kernel, makes of some persons."""

from __future__ import annotations

import sys
from collections import defaultdict
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from bench.benefit.folders import HERE, ROOT
from yibao.benefit.visit import Amounts, Visit
from yibao.policy import Policy, load_policy
from yibao.terms.levels import level_of_code

sys.path.insert(0, str(ROOT / "tests"))

from oracle.naive import Memory, NaiveSettlement, settle_naively

Row = tuple[int, str, str, datetime, int, int]

VISITS_OF_SOME = """
SELECT psn_no, insutype, hosp_lv, setl_time, setl_id, inscp_scp_amt_fen
FROM read_parquet($source)
WHERE psn_no % greatest(1, (SELECT max(psn_no) FROM read_parquet($source)) // $persons) = 0
ORDER BY psn_no, setl_time, setl_id
"""


def settle_some(source: Path, target: Path, persons: int) -> int:
    """Settle about so many persons, write what is paid for them, return the number of visits."""
    policy = load_policy(HERE / "policy")
    memories: defaultdict[int, Memory] = defaultdict(Memory)
    settled = []
    for row in _visits_of_some(source, persons):
        person, number = row[0], row[4]
        result = _settle(policy, row, memories[person])
        memories[person] = result.memory
        settled.append(
            {
                "setl_id": number,
                "hifp_pay_fen": result.layers["basic"].paid,
                "hifmi_pay_fen": result.layers["catastrophic"].paid,
                "psn_part_amt_fen": result.personal,
            }
        )
    pq.write_table(pa.Table.from_pylist(settled), target)
    return len(settled)


def _visits_of_some(source: Path, persons: int) -> list[Row]:
    with duckdb.connect() as connection:
        values = {"source": str(source), "persons": persons}
        return connection.execute(VISITS_OF_SOME, values).fetchall()


def _settle(policy: Policy, row: Row, memory: Memory) -> NaiveSettlement:
    _, scheme, level, time, _, cost = row
    day = time.date()
    visit = Visit(
        scheme=scheme,
        care="inpatient",
        admission=day,
        discharge=day,
        settlement=day,
        facts={"level": level_of_code(level).key},
        amounts={"main": Amounts(in_scope=cost)},
    )
    return settle_naively(policy, visit, memory, allow_unverified=True)
