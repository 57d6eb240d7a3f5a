"""One claim of a run, settled again to be explained (docs/algorithms/bulk.md §7)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from yibao.benefit.accumulators import Accumulators
from yibao.benefit.classify import ClassifiedLine, classify
from yibao.benefit.files.decode import bill_of_row, line_of, visit_of
from yibao.benefit.files.lines import LineStaging, stage_lines
from yibao.benefit.files.source import Source, named, quoted
from yibao.benefit.files.staging import Staging, stage
from yibao.benefit.runs.asked import GIB, Asked
from yibao.benefit.runs.manifest import Manifest, input_of, read_manifest
from yibao.benefit.runs.part import PartResult, settle_part
from yibao.benefit.runs.plan_of import place_of
from yibao.benefit.runs.rejects import rejects
from yibao.benefit.runs.sources import Sources, connect, open_sources
from yibao.benefit.settle import settle
from yibao.benefit.settlement import Settlement
from yibao.benefit.visit import Amounts, Visit
from yibao.policy import compile_plan, load_policy
from yibao.policy.plan import Plan
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text


@dataclass(frozen=True, slots=True)
class Found:
    """A claim of a run: settled, with its lines; or refused, with the reason."""

    plan: Plan
    person: str
    settlement: Settlement | None
    lines: tuple[ClassifiedLine, ...] = ()
    provisional: bool = False
    refused_code: str = ""
    refused_field: str = ""
    refused_reason: str = ""
    refused_remedy: str = ""


def find(out: Path, number: str) -> Found:
    """Settle the person's visits again up to the claim asked for.

    Raises:
        InvalidInput: there is no such run or claim, or law or files have changed since.

    """
    manifest = read_manifest(out)
    if manifest is None:
        raise InvalidInput(
            "no_run",
            "out",
            Text(f"{out} 里没有结算结果。", f"{out} holds no run."),
            Text("给出 yibao settle 的输出文件夹。", "Give the folder that yibao settle wrote."),
        )
    plan = _same_law(manifest)
    asked = _same_files(manifest, out)
    connection = connect(2, GIB, out / "_spill")
    try:
        return _found(plan, open_sources(asked, connection), number)
    finally:
        connection.close()


def _same_law(manifest: Manifest) -> Plan:
    policy = load_policy(place_of(manifest.region))
    plan = compile_plan(policy, allow_unverified=manifest.allow_unverified)
    if plan.hash != manifest.law:
        raise InvalidInput(
            "law_changed",
            "region",
            Text(f"{manifest.region} 的政策文件已变。", f"The law of {manifest.region} changed."),
            Text("用当时的政策文件，或重新结算。", "Use the law of that time, or settle again."),
        )
    return plan


def _same_files(manifest: Manifest, out: Path) -> Asked:
    for one in manifest.inputs:
        if not Path(one.path).exists() or input_of(one.role, Path(one.path)) != one:
            raise InvalidInput(
                "input_changed",
                one.role,
                Text(f"{one.path} 在结算后改动或移走了。", f"{one.path} changed since the run."),
                Text("放回原文件，或重新结算。", "Put the file back, or settle again."),
            )
    paths = {role: [Path(p) for p in manifest.of_role(role)] for role in ("persons", "lines")}
    return Asked(
        claims=Path(manifest.of_role("claims")[0]),
        out=out,
        region=manifest.region,
        persons=next(iter(paths["persons"]), None),
        lines=next(iter(paths["lines"]), None),
        mended=tuple(Path(path) for path in manifest.of_role("mended")),
    )


def _found(plan: Plan, sources: Sources, number: str) -> Found:
    """Settle everything of the person who has the claim, and pick the claim out."""
    _only_of(sources, "setl_id", number)
    persons = sources.connection.sql("SELECT DISTINCT psn_no FROM claims").fetchall()
    if not persons:
        raise InvalidInput(
            "claim_unknown",
            "setl_id",
            Text(f"没有结算 {number}。", f"There is no claim {number}."),
            Text("核对结算ID。", "Check the number."),
        )
    person = persons[0][0]
    if person is not None:
        _only_of(sources, "psn_no", str(person))
    staging = stage(
        plan, sources.claims, sources.persons, dates=True, with_lines=sources.lines is not None
    )
    staged = sources.connection.sql(staging.sql).to_arrow_table()
    line_staging = lines = None
    if sources.lines is not None:
        line_staging = stage_lines(
            plan, sources.lines, keep=("setl_id", "feedetl_sn"), claims=sources.claims
        )
        lines = _lines_of_claims(sources, sources.lines, line_staging)
    part = settle_part(staged, staging, plan, lines)
    numbers = [str(one) for one in part.staged["setl_id"].to_pylist()]
    row = numbers.index(number)
    if not part.settled[row]:
        return _refused(part, plan, staging, line_staging, str(person), numbers[row])
    return _settled(part, plan, staging, lines, row)


def _only_of(sources: Sources, column: str, value: str) -> None:
    """Leave only the rows of one person, or of one claim, in the view `claims`."""
    kind = sources.claims.types[column]
    sources.connection.execute(
        f"CREATE OR REPLACE TEMP VIEW claims AS SELECT * FROM {sources.claims.relation} "
        f"WHERE {named(column)} = TRY_CAST({quoted(value)} AS {kind})"
    )


def _lines_of_claims(sources: Sources, lines: Source, staging: LineStaging) -> pa.Table:
    """Return the staged lines of the claims that are left in the view."""
    sources.connection.execute(
        f"CREATE OR REPLACE TEMP VIEW lines AS SELECT * FROM {lines.relation} "
        "WHERE setl_id IN (SELECT setl_id FROM claims)"
    )
    return sources.connection.sql(staging.sql).to_arrow_table()


def _refused(
    part: PartResult,
    plan: Plan,
    staging: Staging,
    lines: LineStaging | None,
    person: str,
    number: str,
) -> Found:
    for row in rejects(part, plan, staging, lines).to_pylist():
        if str(row["setl_id"]) == number:
            words = (row[f"reject_{name}"] for name in ("code", "field", "reason", "remedy"))
            return Found(plan, person, None, (), False, *words)
    raise AssertionError(f"claim {number} is neither settled nor refused")


def _settled(
    part: PartResult, plan: Plan, staging: Staging, lines: pa.Table | None, row: int
) -> Found:
    """Fold the person's visits of the scheme up to the claim, one by one."""
    scheme = part.staged["scheme_code"].to_numpy()
    earlier = np.flatnonzero(part.settled & (scheme == scheme[row]))
    used = Accumulators.empty(plan)
    settlement = None
    for place in earlier[earlier <= row].tolist():
        settlement = settle(_visit(part, place, plan, staging), plan, used)
        used = settlement.after
    assert settlement is not None, "the claim itself is among those settled"
    assert settlement.out == tuple(part.batch.outs[row].tolist()), "one by one equals in bulk"
    classified = _classified(settlement.visit, lines, part, row, plan)
    person = str(part.staged["psn_no"][row].as_py())
    return Found(plan, person, settlement, classified, bool(part.provisional[row]))


def _visit(part: PartResult, row: int, plan: Plan, staging: Staging) -> Visit:
    values = part.staged.slice(row, 1).to_pylist()[0]
    if part.bills is None:
        bill = bill_of_row(values)
    else:
        tables = part.bills.amounts[row].tolist()
        bill = {track: Amounts(*parts) for track, parts in zip(plan.tracks, tables, strict=True)}
    return visit_of(values, bill, staging, plan)


def _classified(
    visit: Visit, lines: pa.Table | None, part: PartResult, row: int, plan: Plan
) -> tuple[ClassifiedLine, ...]:
    """Classify the lines of the claim one by one, to show them."""
    if lines is None:
        return ()
    number = part.staged["setl_id"][row].as_py()
    own = [line_of(one, plan) for one in lines.to_pylist() if one["setl_id"] == str(number)]
    _, classified = classify(visit, own, plan)
    return classified
