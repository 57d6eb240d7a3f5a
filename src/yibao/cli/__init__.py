"""The command line (命令行), `yibao …`."""

from yibao.cli.app import app

__all__ = ["app"]
