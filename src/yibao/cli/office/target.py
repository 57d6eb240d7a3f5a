"""What each process of the server calls (服务进程): the site, its watch, its end."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

THREADS = "YIBAO_SERVE_THREADS"
"""Variable of the environment: how many threads of this process answer."""


def make() -> Callable[..., Any]:
    """Return the site for this process, which looks after the system and ends with its parent."""
    from yibao.cli.office.children import end_with  # noqa: PLC0415 -- nothing starts on import
    from yibao.office.base.monitoring.rounds import ROUNDS  # noqa: PLC0415 -- likewise
    from yibao.office.site.rsgi import Site  # noqa: PLC0415 -- likewise

    end_with(os.getppid())
    ROUNDS.start()
    return Site(int(os.environ.get(THREADS, "8")))
