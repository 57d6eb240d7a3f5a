"""Where the command line writes to (终端)."""

from __future__ import annotations

from rich.console import Console

_WIDTH_OF_A_FILE = 160
"""A pipe or a file has no width of its own; long lines serve a search better than broken ones."""


def console() -> Console:
    """Return the terminal; the same text without colours where the output is no terminal."""
    found = Console(highlight=False)
    return found if found.is_terminal else Console(highlight=False, width=_WIDTH_OF_A_FILE)
