"""What each process of the server calls (服务进程): the site, its watch, its end."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

THREADS = "YIBAO_SERVE_THREADS"
"""Variable of the environment: how many threads of this process answer."""
SERVER = "YIBAO_SERVER"
"""Likewise: the process with which this one ends; asking who the parent is would come too late
where that was killed while this process began."""


def make() -> Callable[..., Any]:
    """Return the site for this process, which looks after the system and ends with its parent."""
    from yibao.cli.office.children import end_with  # noqa: PLC0415 -- nothing starts on import
    from yibao.office.base.monitoring.rounds import ROUNDS  # noqa: PLC0415 -- likewise
    from yibao.office.site.rsgi import Site  # noqa: PLC0415 -- likewise
    from yibao.office.site.warming import begin_to_warm  # noqa: PLC0415 -- likewise

    end_with(int(os.environ[SERVER]))
    begin_to_warm()
    ROUNDS.start()
    return Site(int(os.environ.get(THREADS, "8")))
