"""`yibao serve`: answers browsers and hospitals until it is told to stop (启动服务)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from yibao.cli.language import Language
from yibao.cli.office.options import Embedded

if TYPE_CHECKING:
    from yibao.office.site.yibao import Yibao

GRACE_SECONDS = 60


def serve(
    embedded: Embedded = False,
    demo: Annotated[
        bool,
        typer.Option(
            "--demo", help="建表并载入演示数据 · Make the tables and load the demo region."
        ),
    ] = False,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="地址 · Address.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", min=1, max=65535, help="端口 · Port.")] = 8000,
    workers: Annotated[int, typer.Option(metavar="N", min=1, help="进程 · Processes.")] = 1,
    threads: Annotated[
        int, typer.Option(metavar="N", min=1, help="每进程线程 · Threads a process.")
    ] = 8,
    grace: Annotated[
        int,
        typer.Option(
            metavar="SECONDS", min=1, help="停止时等待请求的秒数 · Wait for requests at the end."
        ),
    ] = GRACE_SECONDS,
    worker: Annotated[
        bool,
        typer.Option(help="内置数据库时同时办理后台任务 · With --embedded, do jobs too."),
    ] = True,
    lang: Language = "zh",
) -> None:
    """启动服务，收到 SIGTERM 后等请求办完再停 · Serve until told to stop."""
    del lang
    from contextlib import nullcontext  # noqa: PLC0415 -- stay fast

    from yibao.cli.office.children import worker_beside  # noqa: PLC0415 -- likewise
    from yibao.cli.office.environment import data_folder, site  # noqa: PLC0415 -- likewise
    from yibao.cli.office.readiness import be_ready  # noqa: PLC0415 -- likewise
    from yibao.cli.office.stopping import stops_in_order  # noqa: PLC0415 -- likewise
    from yibao.office.database.keeper import alone  # noqa: PLC0415 -- likewise

    with stops_in_order(), alone(data_folder()), site(embedded=embedded) as here:
        if demo:
            _load_demo(here, embedded=embedded)
        be_ready(here, embedded=embedded)
        with worker_beside(grace) if embedded and worker else nullcontext():
            _listen(host, port, workers, threads, grace)


def _load_demo(here: Yibao, *, embedded: bool) -> None:
    """Make the tables and load the demo region, in a process of its own.

    Raises:
        InvalidInput: code ``not_a_demo`` or ``demo_failed``.

    """
    from yibao.cli.office.first_run import load_demo  # noqa: PLC0415 -- stay fast

    load_demo(here, embedded=embedded)


def _listen(host: str, port: int, workers: int, threads: int, grace: int) -> None:
    """Answer requests until SIGTERM or SIGINT; those that run are ended first."""
    from granian.constants import Interfaces  # noqa: PLC0415 -- stay fast
    from granian.server import Server  # noqa: PLC0415 -- likewise

    Server(
        "yibao.cli.office.target:make",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        blocking_threads_idle_timeout=600,
        backpressure=threads * 16,
        workers_kill_timeout=grace,
        respawn_failed_workers=True,
        websockets=False,
        log_access=False,
    ).serve()
