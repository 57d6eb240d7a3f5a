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
    extra: dict[str, float] = field(default_factory=dict)
    packages: tuple[str, ...] = ("numpy", "numba")

    def show(self) -> None:
        """Print the table, then the JSON object as the last line."""
        ours = self.seconds["ours"]
        table = Table(title=f"bench {self.bench}: {self.rows:,} rows")
        for column in ("contestant", "wall s", "CPU s", "ratio to ours"):
            table.add_column(column, justify="right" if column != "contestant" else "left")
        for name, seconds in self.seconds.items():
            cpu = self.cpu_seconds.get(name)
            shown = "" if cpu is None else f"{cpu:.4g}"
            table.add_row(name, f"{seconds:.4g}", shown, f"{seconds / ours:.2f}")
        console = Console(width=100)
        console.print(table)
        for name, value in self.extra.items():
            console.print(f"{name.replace('_', ' ')}: {value:,.6g}")
        print(json.dumps(self.summary(), ensure_ascii=False))

    def summary(self) -> dict[str, object]:
        """Return the JSON object of the last line."""
        ours = self.seconds["ours"]
        peers = {name: s / ours for name, s in self.seconds.items() if name != "ours"}
        return {
            "bench": self.bench,
            "rows": self.rows,
            "exact": self.exact,
            "seconds": self.seconds,
            "ratio": peers,
            "cpu_seconds": self.cpu_seconds,
            "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            **self.extra,
            "versions": {
                "python": platform.python_version(),
                **{name: importlib.metadata.version(name) for name in self.packages},
            },
            "machine": f"{platform.machine()}, {_processor()}",
        }


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor()
