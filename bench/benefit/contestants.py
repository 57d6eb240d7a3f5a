"""Who takes part: each is a command from one Parquet file to another, or to a folder of them."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.benefit.folders import HERE
from bench.benefit.peers import environment

THREADS = 2
ROUNDS = 3

OURS = (
    *(sys.executable, "-m", "yibao", "settle", "{source}", "--region", str(HERE / "policy")),
    *("--allow-unverified", "--columns", "setl_id,hifp_pay,hifmi_pay,psn_part_amt"),
    *("--money", "fen", "--out", "{target}"),
)


@dataclass(frozen=True, slots=True)
class Contestant:
    """A name and a command with places for the names of the files."""

    name: str
    words: tuple[str, ...]

    def command(self, source: Path, target: Path) -> list[str]:
        """Return the command for these files."""
        return [word.format(source=source, target=target) for word in self.words]


def contestants() -> list[Contestant]:
    """List ours and the peers, or those of them that `BENCH_ONLY` names, ours first."""
    python = str(environment.python())
    scripts = {
        "DuckDB": ("duckdb_sql.py",),
        "Polars": ("polars_frames.py",),
        "OpenFisca": ("openfisca_formulas.py",),
        "OpenFisca integers": ("openfisca_formulas.py", "integers"),
        "Spark": ("spark_sql.py",),
    }
    everyone = [Contestant("ours", OURS)]
    for name, (script, *words) in scripts.items():
        path = str(HERE / "peers" / script)
        command = (python, path, "{source}", "{target}", str(THREADS), *words)
        everyone.append(Contestant(name, command))
    names = [one.name for one in everyone]
    chosen = os.environ.get("BENCH_ONLY", ",".join(names)).split(",")
    if not set(chosen) <= set(names):
        sys.exit(f"BENCH_ONLY is {','.join(chosen)}. Write some of: {','.join(names)}.")
    return [one for one in everyone if one.name in chosen]
