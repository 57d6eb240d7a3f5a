"""Options that the commands of the running system share (共用选项)."""

from __future__ import annotations

from typing import Annotated

import typer

Embedded = Annotated[
    bool,
    typer.Option(
        "--embedded",
        help="用内置数据库（演示） · Use the embedded database, for demonstrations.",
    ),
]
