"""The first start of a demonstration (首次演示): tables and the demo region, then the server."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

from yibao.cli.office.readiness import must_hold
from yibao.office.site.yibao import Yibao
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

MIGRATE = ("migrate", "--noinput", "--verbosity=0")
LOAD = "load_demo"
_HURRIED = {"PGOPTIONS": "-c synchronous_commit=off"}
"""No commit waits for the disk: what is lost is loaded by the next start."""


def load_demo(site: Yibao, *, embedded: bool, arguments: Sequence[str] = ()) -> None:
    """Make the tables and load the demo region into the database of `site`.

    Each step is a process of its own: what it imported and kept is gone before the server starts.

    Args:
        site: a demonstration.
        embedded: whether its database is the embedded one.
        arguments: of the command that loads.

    Raises:
        InvalidInput: code ``not_a_demo`` for a site that is none, ``demo_failed`` with the step.

    """
    if not site.is_demo:
        raise InvalidInput(
            "not_a_demo",
            "--demo",
            Text(f"站点模式是 {site.mode}。", f"The mode of this site is {site.mode}."),
            Text(
                "演示数据只载入演示站点：请加 --embedded，或设 YIBAO_MODE=demo。",
                "Only a demonstration takes the demo: add --embedded or set YIBAO_MODE=demo.",
            ),
        )
    must_hold(site, embedded=embedded)
    for step in (MIGRATE, (LOAD, *arguments)):
        command = [sys.executable, "-m", "django", *step]
        done = subprocess.run(command, check=False, env={**os.environ, **_HURRIED})  # noqa: S603 -- our own
        if done.returncode:
            raise InvalidInput(
                "demo_failed",
                step[0],
                Text(f"{step[0]} 未完成。", f"{step[0]} did not end well."),
                Text("请看上面的说明。", "See what it said above."),
            )
