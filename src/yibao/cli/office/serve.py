"""`yibao serve`: answers browsers and hospitals until it is told to stop (启动服务)."""

from __future__ import annotations

from typing import Annotated

import typer

from yibao.cli.language import Language
from yibao.cli.office.listening import GRACE_SECONDS, HOST, THREADS, WORKERS, Listening
from yibao.cli.office.options import Embedded


def serve(
    embedded: Embedded = False,
    demo: Annotated[
        bool,
        typer.Option(
            "--demo", help="建表并载入演示数据 · Make the tables and load the demo region."
        ),
    ] = False,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="地址 · Address.")] = HOST,
    port: Annotated[int, typer.Option(metavar="N", min=1, max=65535, help="端口 · Port.")] = 8000,
    workers: Annotated[int, typer.Option(metavar="N", min=1, help="进程 · Processes.")] = WORKERS,
    threads: Annotated[
        int, typer.Option(metavar="N", min=1, help="每进程线程 · Threads a process.")
    ] = THREADS,
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
    from yibao.cli.office.first_run import load_demo  # noqa: PLC0415 -- likewise
    from yibao.cli.office.readiness import be_ready  # noqa: PLC0415 -- likewise
    from yibao.cli.office.stopping import stops_in_order  # noqa: PLC0415 -- likewise
    from yibao.office.database.keeper import alone  # noqa: PLC0415 -- likewise

    with stops_in_order(), alone(data_folder()), site(embedded=embedded) as here:
        if demo:
            load_demo(here, embedded=embedded)
        be_ready(here, embedded=embedded)
        with worker_beside(grace) if embedded and worker else nullcontext():
            Listening(host, port, workers, threads, grace).serve()
