"""`python -m bench NAME`: run one bench, or `all` of them."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

HERE = Path(__file__).parent


def names() -> list[str]:
    """List the benches: every folder here that can run."""
    return sorted(path.parent.name for path in HERE.glob("*/run.py"))


def main(name: str) -> None:
    """Run one bench, or all."""
    wanted = names() if name == "all" else [name]
    for one in wanted:
        if one not in names():
            sys.exit(f"There is no bench {one}. Write one of: {', '.join(names())}.")
        importlib.import_module(f"bench.{one}.run").run()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "all")
