"""`yibao demo`: a region that lives, up and running until it is interrupted (演示)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from yibao.cli.language import Language
from yibao.cli.office.listening import HOST, Listening

SCALE = 0.01
PORT = 8097
GRACE_SECONDS = 10


def demo(
    scale: Annotated[
        float,
        typer.Option(
            metavar="X", min=0.0001, max=1, help="规模，1 为 232 万人 · 1 is 2.32 million persons."
        ),
    ] = SCALE,
    port: Annotated[int, typer.Option(metavar="N", min=1, max=65535, help="端口 · Port.")] = PORT,
    browser: Annotated[
        bool, typer.Option(help="准备好后打开浏览器 · Open a browser when it is ready.")
    ] = True,
    data: Annotated[
        Path, typer.Option(metavar="FOLDER", help="数据目录 · Folder of data.", envvar="YIBAO_DATA")
    ] = Path("var"),
    lang: Language = "zh",
) -> None:
    """启动示范市：数据库、网页、接口、后台任务，直到中断 · Bring a region up."""
    import os  # noqa: PLC0415 -- stay fast
    from tempfile import TemporaryDirectory  # noqa: PLC0415 -- likewise

    from yibao.cli.office.announcing import announced, forget  # noqa: PLC0415 -- likewise
    from yibao.cli.office.children import worker_beside  # noqa: PLC0415 -- likewise
    from yibao.cli.office.environment import data_folder, site  # noqa: PLC0415 -- likewise
    from yibao.cli.office.first_run import load_demo  # noqa: PLC0415 -- likewise
    from yibao.cli.office.ports import must_be_free  # noqa: PLC0415 -- likewise
    from yibao.cli.office.readiness import be_ready  # noqa: PLC0415 -- likewise
    from yibao.cli.office.stopping import stops_in_order  # noqa: PLC0415 -- likewise
    from yibao.office.database.keeper import alone  # noqa: PLC0415 -- likewise
    from yibao.terms.text import Text  # noqa: PLC0415 -- likewise

    os.environ["YIBAO_DATA"] = str(data)
    server = Listening(HOST, port, grace=GRACE_SECONDS)
    must_be_free(server.host, server.port)
    with stops_in_order(), alone(data_folder()), site(embedded=True) as here:
        forget()
        typer.echo(Text("建表并生成示范市…", "Making tables and the region…").of(lang))
        with TemporaryDirectory() as folder:
            file = Path(folder) / "described.json"
            wanted = (f"--scale={scale}", f"--describe={file}")
            load_demo(here, embedded=True, arguments=wanted)
            described = file.read_text(encoding="utf-8")
        be_ready(here, embedded=True)
        with announced(server, described, lang, browser=browser), worker_beside(GRACE_SECONDS):
            server.serve()
