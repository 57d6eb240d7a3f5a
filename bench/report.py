"""Measure and report: one table for people, one JSON line for machines."""

from __future__ import annotations

import importlib.metadata
import json
import platform
import resource
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table


@dataclass
class Report:
    """What a bench measured: seconds (or microseconds) by contestant, and how it compares."""

    bench: str
    rows: int
    exact: bool
    seconds: dict[str, float]
    cpu_seconds: dict[str, float]
    columns: dict[str, dict[str, float]] = field(default_factory=dict)
    """Further columns of the table: title, then number by contestant."""
    extra: dict[str, float] = field(default_factory=dict)
    packages: tuple[str, ...] = ("numpy", "numba")
    versions: dict[str, str] = field(default_factory=dict)
    """Of what stands in other environments."""

    @property
    def base(self) -> str:
        """Whom the others are compared with: ours, or the first where ours was left out."""
        return "ours" if "ours" in self.seconds else next(iter(self.seconds))

    def show(self) -> None:
        """Print the table, then the JSON object as the last line."""
        table = Table(title=f"bench {self.bench}: {self.rows:,} rows")
        table.add_column("contestant", no_wrap=True)
        for column in ("wall s", "CPU s", f"ratio to {self.base}", *self.columns):
            table.add_column(column, justify="right")
        for name, seconds in self.seconds.items():
            ratio = f"{seconds / self.seconds[self.base]:.2f}"
            cpu = _shown(self.cpu_seconds.get(name))
            further = [_shown(column.get(name)) for column in self.columns.values()]
            table.add_row(name, _shown(seconds), cpu, ratio, *further)
        console = Console(width=100)
        console.print(table)
        for name, value in self.extra.items():
            shown = f"{value:,}" if isinstance(value, int) else f"{value:,.6g}"
            console.print(f"{name.replace('_', ' ')}: {shown}")
        print(json.dumps(self.summary(), ensure_ascii=False))

    def summary(self) -> dict[str, object]:
        """Return the JSON object of the last line; a column may replace what stands before it."""
        base = self.seconds[self.base]
        return {
            "bench": self.bench,
            "rows": self.rows,
            "exact": self.exact,
            "seconds": self.seconds,
            "ratio": {name: s / base for name, s in self.seconds.items() if name != self.base},
            "cpu_seconds": self.cpu_seconds,
            "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            **{title.lower().replace(" ", "_"): column for title, column in self.columns.items()},
            **self.extra,
            "versions": {
                "python": platform.python_version(),
                **{name: importlib.metadata.version(name) for name in self.packages},
                **self.versions,
            },
            "machine": f"{platform.machine()}, {_processor()}",
        }


def _shown(number: float | None) -> str:
    """Write a number with four digits, a whole one with all of its."""
    if number is None:
        return ""
    return f"{number:,}" if isinstance(number, int) else f"{number:.4g}"


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor()
