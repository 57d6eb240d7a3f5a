"""The command line (命令行), `yibao …`."""

from yibao.cli.app import app
from yibao.cli.demo import demo

app.command()(demo)

__all__ = ["app"]
