"""`yibao policy show`: a region's law in words, or the regions at hand."""

from __future__ import annotations

from datetime import date

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from yibao.cli.console import console
from yibao.policy import Policy, load_policy
from yibao.policy.check import region_targets, rows_by_status
from yibao.policy.wording.labels import STATUSES
from yibao.policy.wording.lines import Line, legend, source_words
from yibao.policy.wording.pages import Section, cited_sources, page, source_line
from yibao.terms.admdvs import regions
from yibao.terms.errors import YibaoError
from yibao.terms.text import Text

_COUNTED = ("verified", "secondary", "unverified", "assumed", "unknown")
_UNKNOWN = Text("未知", "unknown")


def show(place: str, day: date, lang: str) -> None:
    """Print a region's law as it stands on a day."""
    policy = load_policy(place)
    out = console()
    _head(policy, day, out, lang)
    for section in page(policy, day):
        _section(section, out, lang)
    out.print(Styled(Text("来源", "Sources").of(lang), style="bold"))
    for source in cited_sources(policy):
        out.print(Styled(f"  {source_line(source).of(lang)}"), soft_wrap=True)
    out.print(Styled(legend().of(lang), style="dim"))


def _head(policy: Policy, day: date, out: Console, lang: str) -> None:
    counted = rows_by_status(policy)
    out.print(Styled(f"{policy.label.of(lang)} {policy.region} {day}", style="bold underline"))
    said = [
        f"{(STATUSES.get(name) or _UNKNOWN).of(lang)} {counted[name]}"
        for name in _COUNTED
        if counted[name]
    ]
    rows = Text("各值按可信度（行）：", "rows of values: ").of(lang)
    out.print(rows + Text("，", ", ").of(lang).join(said))
    out.print()


def _section(section: Section, out: Console, lang: str) -> None:
    out.print(Styled(section.title.of(lang), style="bold cyan"))
    for what, words in section.about:
        colon = Text("：", ": ").of(lang)
        out.print(Styled(f"  {what.of(lang)}{colon}{words.of(lang)}"))
    if section.lines:
        out.print(_lines(section.lines, lang))
    if section.grid:
        table = Table(title=section.grid_title.of(lang), title_justify="left", title_style="")
        table.add_column("", overflow="fold")
        for head in section.grid.head:
            table.add_column(head.of(lang), justify="right")
        table.add_column(Text("依据", "source").of(lang), overflow="fold")
        for row in section.grid.rows:
            sources = "\n".join(source_words(p).of(lang) for p in row.provenances)
            cells = [cell.of(lang) for cell in row.cells]
            table.add_row(*map(Styled, (row.whom.of(lang), *cells, sources)))
        out.print(table)
    out.print()


def _lines(lines: tuple[Line, ...], lang: str) -> Table:
    table = Table(box=None, padding=(0, 2), header_style="dim")
    for head in (Text("项目", "what"), Text("对象", "for"), Text("规定", "rule")):
        table.add_column(head.of(lang), overflow="fold")
    table.add_column(Text("依据", "source").of(lang), overflow="fold", style="dim")
    before = ""
    for line in lines:
        what = line.what.of(lang)
        source = source_words(line.provenance).of(lang) if line.provenance else ""
        cells = ("" if what == before else what, line.whom.of(lang), line.rule.of(lang), source)
        table.add_row(*map(Styled, cells), style="" if line.in_force else "dim italic")
        before = what
    return table


def list_regions(lang: str) -> None:
    """Print the regions at hand: folder, name, layers, values by status."""
    labels = {region.folder: region.code for region in regions().values()}
    table = Table(box=None, padding=(0, 2))
    for head in (
        Text("文件夹", "folder"),
        Text("区划", "code"),
        Text("地区", "region"),
        Text("层", "layers"),
        *(STATUSES.get(name) or _UNKNOWN for name in _COUNTED),
    ):
        table.add_column(head.of(lang), justify="left" if len(table.columns) < 3 else "right")
    for target in region_targets():
        try:
            policy = load_policy(target.place, target.root)
        except YibaoError as error:
            table.add_row(target.place, "", Styled(error.message(lang), style="red"))
            continue
        counted = rows_by_status(policy)
        numbers = [str(len(policy.stack)), *(str(counted[name]) for name in _COUNTED)]
        code = labels.get(target.place, "")
        table.add_row(target.place, code, policy.label.of(lang), *numbers)
    console().print(table)
    hint = Text("yibao policy show 文件夹或区划", "yibao policy show FOLDER-OR-CODE")
    typer.echo(hint.of(lang))
