"""The command line (命令行), `yibao …`."""

from yibao.cli.app import app
from yibao.cli.explain import explain
from yibao.cli.office import register
from yibao.cli.sample import sample
from yibao.cli.settle import settle
from yibao.cli.synthetic import synthetic
from yibao.cli.whatif import whatif
from yibao.cli.year import year

app.command()(year)
app.command()(sample)
app.command()(synthetic)
app.command()(settle)
app.command()(explain)
app.command()(whatif)
register(app)

__all__ = ["app"]
