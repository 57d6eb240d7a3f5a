"""The root of all commands; what a command refuses is one sentence, never a traceback."""

from __future__ import annotations

import typer
from typer.core import TyperGroup

from yibao.cli.language import spoken
from yibao.cli.policy import app as policy
from yibao.cli.process import settle_in
from yibao.terms.errors import YibaoError

settle_in()

REFUSED = 2
"""The exit code of a refusal; 1 is for findings of a check."""


class _Group(TyperGroup):
    """A group of commands that says refusals of the project in the language of the command."""

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except YibaoError as error:
            place = getattr(error, "place", "")
            where = f"{place}: " if place else ""
            typer.echo(f"{where}{error.message(spoken())}", err=True)
            raise typer.Exit(REFUSED) from None


app = typer.Typer(
    cls=_Group,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="医保 · A region's healthcare security: the law as data, every yuan explained.",
)
app.add_typer(policy, name="policy")


@app.callback()
def main() -> None:
    """Keep `yibao` a group of commands, however few there are."""
