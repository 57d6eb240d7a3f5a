"""`yibao worker`: does the jobs that were started, and those of the clock (后台任务)."""

from __future__ import annotations

import threading
from typing import Annotated

import typer

from yibao.cli.language import Language
from yibao.cli.office.options import Embedded

GRACE_SECONDS = 300
TICK_ENDS_SECONDS = 30
"""What is done every second gets so long to end."""


def worker(
    embedded: Embedded = False,
    concurrency: Annotated[
        int, typer.Option(metavar="N", min=1, help="同时办理的任务数 · Jobs at a time.")
    ] = 2,
    queues: Annotated[
        str, typer.Option(metavar="A,B", help="只办这些队列 · Only these queues.")
    ] = "",
    grace: Annotated[
        int,
        typer.Option(
            metavar="SECONDS", min=1, help="停止时等待任务的秒数 · Wait for jobs at the end."
        ),
    ] = GRACE_SECONDS,
    lang: Language = "zh",
) -> None:
    """办理后台任务，收到 SIGTERM 后等任务办完再停 · Do jobs until told to stop."""
    del lang
    from yibao.cli.office.children import end_with_named_parent  # noqa: PLC0415 -- stay fast
    from yibao.cli.office.environment import site  # noqa: PLC0415 -- likewise
    from yibao.cli.office.readiness import be_ready  # noqa: PLC0415 -- likewise
    from yibao.cli.office.stopping import stops_in_order  # noqa: PLC0415 -- likewise

    with stops_in_order(), site(embedded=embedded) as here:
        end_with_named_parent()
        be_ready(here, embedded=embedded)
        work(concurrency, [name for name in queues.split(",") if name], grace)


def work(concurrency: int, queues: list[str], grace: int) -> None:
    """Do jobs until SIGTERM or SIGINT; those that run are ended first, or given back."""
    from procrastinate.contrib.django import app  # noqa: PLC0415 -- after Django was set up

    from yibao.office.base import ticker  # noqa: PLC0415 -- likewise
    from yibao.office.base.monitoring.rounds import ROUNDS  # noqa: PLC0415 -- likewise

    stop = threading.Event()
    ticking = threading.Thread(target=ticker.run, args=(stop,), name="ticker", daemon=True)
    ticking.start()
    ROUNDS.start()
    try:
        with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
            app.run_worker(
                name="yibao",
                queues=queues or None,
                concurrency=concurrency,
                shutdown_graceful_timeout=grace,
                install_signal_handlers=True,
            )
    finally:
        stop.set()
        ROUNDS.stop()
        ticking.join(timeout=TICK_ENDS_SECONDS)
