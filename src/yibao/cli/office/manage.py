"""`yibao manage …`: Django's own commands on this site (管理命令)."""

from __future__ import annotations

import typer

from yibao.cli.office.options import Embedded


def manage(context: typer.Context, embedded: Embedded = False) -> None:
    """执行管理命令，如 yibao manage migrate · Run a command of Django, such as migrate."""
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- stay fast

    from yibao.cli.office.environment import site  # noqa: PLC0415 -- likewise
    from yibao.cli.office.readiness import must_hold  # noqa: PLC0415 -- likewise
    from yibao.cli.office.stopping import stops_in_order  # noqa: PLC0415 -- likewise

    with stops_in_order(), site(embedded=embedded) as here:
        must_hold(here, embedded=embedded)
        execute_from_command_line(["yibao manage", *context.args])
