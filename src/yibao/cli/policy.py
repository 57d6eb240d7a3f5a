"""`yibao policy`: check, show and compare the law of regions (政策)."""

from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="政策文件 · The law as data.")


@app.callback()
def policy() -> None:
    """Check, show and compare policy files."""


@app.command()
def check(
    paths: Annotated[list[str] | None, typer.Argument(metavar="PATH...")] = None,
) -> None:
    """检查政策文件 · Check policy files: file, line, key, what to write instead."""
    from yibao.policy.check import check_target, targets
    from yibao.terms.shipped import regions_root

    seen = set()
    bad = 0
    regions = 0
    for path in paths or [str(regions_root())]:
        for target in targets(path):
            regions += 1
            for finding in check_target(target).findings:
                if finding in seen:
                    continue
                seen.add(finding)
                bad += finding.severity == "error"
                m = finding.mark
                typer.echo(
                    f"{m.file}:{m.line}: {m.key}: {finding.message.zh}{finding.remedy.zh} / "
                    f"{finding.message.en} {finding.remedy.en}"
                )
    typer.echo(f"{regions} regions, {bad} errors")
    raise typer.Exit(1 if bad else 0)
