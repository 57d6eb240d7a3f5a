"""Small invented years, and comparisons over them."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from yibao.benefit.whatif.asked import Question
from yibao.benefit.whatif.compare import Comparison, compare_files
from yibao.policy.changed import Change
from yibao.synthetic.region_files import Asked, write_region

RESIDENTS = "layers.resident_inpatient.deductible.amount"
EMPLOYEES = "layers.employee_inpatient"


@dataclass(frozen=True)
class Case:
    """A year of a region, and what is set on its law."""

    region: str
    year: int
    visits: int
    lines: int
    changes: tuple[str, ...]


CASES = {
    "xian": Case(
        "cn/61/6101", 2022, 3_000, 0, (f"{RESIDENTS}=1000元", f"{EMPLOYEES}.caps.pool.limit=2万元")
    ),
    "demo": Case(
        "demo", 2025, 2_000, 4, (f"{RESIDENTS}=300元", f"{EMPLOYEES}.deductible.amount=900元")
    ),
}


@cache
def files(name: str) -> Path:
    """Invent the year of a case, once a session."""
    case = CASES[name]
    folder = Path(mkdtemp(prefix=f"whatif-{name}-"))
    write_region(
        folder,
        Asked(
            case.region,
            case.year,
            persons=600,
            visits=case.visits,
            lines_per_visit=case.lines,
            flawed=0.01,
            unknown_share=0.03,
        ),
    )
    return folder


def question(name: str, **more: Any) -> Question:
    case, folder = CASES[name], files(name)
    lines = folder / "lines.parquet"
    plain = Question(
        claims=folder / "claims.parquet",
        region=case.region,
        persons=folder / "persons.parquet",
        lines=lines if lines.exists() else None,
        changes=tuple(Change.parse(text) for text in case.changes),
        year=case.year,
    )
    return replace(plain, **more)


@cache
def compared(name: str) -> Comparison:
    """Compare the two laws of a case, once a session."""
    return compare_files(question(name))


def overlay(folder: Path, region: str, changes: tuple[str, ...]) -> Path:
    """Write plain changes as a file laid over a region, as an analyst would."""
    lines = [
        f"over: {region}",
        "sources: {S: {kind: document, title: 方案}}",
        "source: S",
        "status: verified",
        "valid_from: 2000-01-01",
    ]
    path = folder / "law_b.yaml"
    tree: dict[str, Any] = {}
    for change in (Change.parse(text) for text in changes):
        *above, last = (str(step) for step in change.path)
        place = tree
        for step in above:
            place = place.setdefault(step, {})
        place[last] = change.written
    path.write_text("\n".join([*lines, *_block(tree, 0)]) + "\n", encoding="utf-8")
    return path


def _block(tree: dict[str, Any], depth: int) -> list[str]:
    found = []
    for key, value in tree.items():
        inner = isinstance(value, dict)
        found.append(f"{'  ' * depth}{key}:{'' if inner else ' ' + value}")
        found += _block(value, depth + 1) if inner else []
    return found
