"""Commands of the running system (系统运行命令): a demonstration, a server, its keeping.

Nothing here imports Django or a database driver before a command runs, so that the others start
as fast as without them.
"""

from __future__ import annotations

import typer

from yibao.cli.office.backup import backup
from yibao.cli.office.demo import demo
from yibao.cli.office.drill import drill
from yibao.cli.office.manage import manage
from yibao.cli.office.restore import restore
from yibao.cli.office.serve import serve
from yibao.cli.office.worker import worker

PASSES_ON = {
    "allow_extra_args": True,
    "ignore_unknown_options": True,
    "allow_interspersed_args": False,
    "help_option_names": [],
}
"""`yibao manage` hands what follows to Django as it stands, ``--help`` too."""


def register(app: typer.Typer) -> None:
    """Add the commands of the running system to `app`."""
    app.command()(demo)
    app.command()(serve)
    app.command()(worker)
    app.command(context_settings=PASSES_ON)(manage)
    app.command()(backup)
    app.command()(restore)
    app.command()(drill)


__all__ = ["register"]
