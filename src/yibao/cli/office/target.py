"""What each process of the server loads (服务进程): the site, its watch, its end."""

from __future__ import annotations

import os

from yibao.cli.office.children import end_with
from yibao.office.base.monitoring.rounds import ROUNDS
from yibao.office.site.wsgi import application

end_with(os.getppid())
ROUNDS.start()

__all__ = ["application"]
