"""Golden cases: by hand, with ours, and as openIMIS answered them."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.openimis.cases import CASES
from bench.openimis.ours import answer

RECORDED = Path(__file__).parent / "answers.json"
ROOT = Path(__file__).parents[2]
INTERPRETER = "OPENIMIS_PYTHON"
"""Names the interpreter of an environment with openIMIS; where it is set, openIMIS answers live."""

WAYS = {"submit_and_process": "submit + process", "one_step": "one step"}
Column = dict[str, tuple[int, ...]]
"""Case → what the fund owes, in fen; several amounts where the answer was not always the same."""


def run() -> None:
    """Settle with ours, take openIMIS' answers as recorded or live, print all side by side."""
    ours: Column = {case.name: (answer(case),) for case in CASES}
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    live = ask_live()
    columns = {"ours, now": ours, **columns_of(recorded | live, set(live))}
    console = Console(width=120)
    console.print(table_of(columns))
    for release, one in (recorded | live).items():
        when = "answered now" if release in live else f"recorded on {one['measured']}"
        console.print(f"openIMIS {release}: {when}, {versions_of(one)}")
    if not live:
        console.print(
            f"Set {INTERPRETER} to ask an openIMIS of your own (bench/openimis/README.md)."
        )
    for release in sorted(live.keys() & recorded.keys()):
        changed = changes(recorded[release]["answers"], live[release]["answers"])
        console.print(
            f"openIMIS {release}, answers not as recorded: {', '.join(changed) or 'none'}"
        )
    print(json.dumps(summary(ours, columns), ensure_ascii=False))


def ask_live() -> dict[str, Any]:
    """Return release → answers of the openIMIS whose interpreter is named, if one is."""
    interpreter = os.environ.get(INTERPRETER)
    if not interpreter:
        return {}
    command = [interpreter, "-m", "bench.openimis.openimis_driver"]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def changes(recorded: dict[str, Any], live: dict[str, Any]) -> list[str]:
    """List the cases whose answers are not those recorded, but for those that vary anyway."""
    changed = []
    for case, ways in live.items():
        for way, title in WAYS.items():
            then, now = recorded[case][way]["seen"], ways[way]["seen"]
            if then != now and len(then) == len(now) == 1:
                changed.append(f"{case} ({title})")
    return changed


def columns_of(found: dict[str, Any], live: set[str]) -> dict[str, Column]:
    """Return title → column, for every release and way: what the claim says is approved."""
    columns = {}
    for release in sorted(found, key=lambda name: [int(part) for part in name.split(".")])[::-1]:
        answers = found[release]["answers"]
        source = "now" if release in live else "recorded"
        for way, title in WAYS.items():
            columns[f"openIMIS {release} {title}, {source}"] = {
                name: tuple(fen(amount) for amount in ways[way]["seen"])
                for name, ways in answers.items()
            }
    return columns


def fen(written: str) -> int:
    """Read an amount with two decimals."""
    return int(Decimal(written) * 100)


def table_of(columns: dict[str, Column]) -> Table:
    """Lay out the answers; those that differ from what is right by hand are red."""
    table = Table(title="golden cases: what the fund owes for the last claim", show_lines=False)
    table.add_column("case", max_width=42)
    table.add_column("by hand", justify="right")
    for title in columns:
        table.add_column(title, justify="right", max_width=12)
    for case in CASES:
        cells = [shown(column.get(case.name, ()), case.by_hand) for column in columns.values()]
        table.add_row(case.title, f"{case.by_hand / 100:.2f}", *cells)
    right = [f"{count_right(column)} of {len(CASES)}" for column in columns.values()]
    table.add_section()
    table.add_row("right", "", *right)
    return table


def shown(amounts: tuple[int, ...], by_hand: int) -> str:
    """Write an answer, marked if it is wrong or not always the same; a dash where there is none."""
    text = " or ".join(f"{amount / 100:.2f}" for amount in amounts) or "–"
    return text if amounts in {(), (by_hand,)} else f"[red]✗ {text}[/red]"


def count_right(column: Mapping[str, tuple[int, ...]]) -> int:
    """Count the cases that are always right, to the fen."""
    return sum(column.get(case.name) == (case.by_hand,) for case in CASES)


def versions_of(one: dict[str, Any]) -> str:
    """Name the versions that matter most."""
    versions = one["versions"]
    names = ("openimis-be-claim", "openimis-be-product", "django", "postgresql", "python")
    return ", ".join(f"{name} {versions[name]}" for name in names)


def summary(ours: Column, columns: dict[str, Column]) -> dict[str, object]:
    """Return the JSON object of the last line."""
    return {
        "bench": "openimis",
        "rows": len(CASES),
        "exact": count_right(ours) == len(CASES),
        "right": {title: count_right(column) for title, column in columns.items()},
    }
