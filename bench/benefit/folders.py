"""Where the comparison keeps what it makes: everything under .bench/, which git does not see."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
BENCH = ROOT / ".bench"


def made(name: str) -> Path:
    """Return a folder under .bench/, made if absent."""
    folder = BENCH / name
    folder.mkdir(parents=True, exist_ok=True)
    (BENCH / ".gitignore").write_text("*\n", encoding="utf-8")
    return folder
