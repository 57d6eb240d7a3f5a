"""The web server of a site (网页服务): how many processes and threads, and how it ends."""

from __future__ import annotations

import os
from dataclasses import dataclass

HOST = "127.0.0.1"
WORKERS = 1
THREADS = 8
GRACE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Listening:
    """Where a server listens, with how many processes and threads of each.

    When it is told to stop, requests that run get `grace` seconds to end.
    """

    host: str
    port: int
    workers: int = WORKERS
    threads: int = THREADS
    grace: int = GRACE_SECONDS

    @property
    def url(self) -> str:
        """The address of the first page, without a slash at the end."""
        return f"http://{self.host}:{self.port}"

    def serve(self) -> None:
        """Answer requests until SIGTERM or SIGINT; those that run are ended first."""
        from granian.constants import Interfaces  # noqa: PLC0415 -- stay fast
        from granian.server import Server  # noqa: PLC0415 -- likewise

        from yibao.cli.office.target import SERVER, THREADS  # noqa: PLC0415 -- likewise

        os.environ[THREADS] = str(self.threads)
        os.environ[SERVER] = str(os.getpid())
        Server(
            "yibao.cli.office.target:make",
            factory=True,
            address=self.host,
            port=self.port,
            interface=Interfaces.RSGI,
            workers=self.workers,
            backpressure=self.threads * 16,
            workers_kill_timeout=self.grace,
            respawn_failed_workers=True,
            websockets=False,
            log_access=False,
        ).serve()
