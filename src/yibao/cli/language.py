"""The language of a command's output: `--lang`, else YIBAO_LANG, else Chinese (语言)."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Annotated

import typer

from yibao.terms.text import LANGUAGES

_SPOKEN: ContextVar[str] = ContextVar("language", default="zh")


def spoken() -> str:
    """Return the language of the command that is running."""
    return _SPOKEN.get()


def _remember(given: str) -> str:
    if given not in LANGUAGES:
        raise typer.BadParameter(f"zh | en, not {given!r}")
    _SPOKEN.set(given)
    return given


Language = Annotated[
    str,
    typer.Option(
        "--lang",
        envvar="YIBAO_LANG",
        metavar="zh|en",
        callback=_remember,
        is_eager=True,
        help="输出语言 · Language of the output.",
    ),
]
