"""The command line (命令行): `yibao policy check`, `yibao policy show` …"""

import typer

from yibao.cli.policy import app as policy

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
app.add_typer(policy, name="policy")
