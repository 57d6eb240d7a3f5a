"""`python -m yibao`."""

from yibao.cli import app

app()
