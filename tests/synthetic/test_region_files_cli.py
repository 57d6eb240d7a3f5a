"""`yibao sample` as somebody types it."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner, Result

from yibao.cli.sample import sample

SMALL = ("--persons", "100", "--visits", "800")


@pytest.fixture(scope="module")
def app() -> typer.Typer:
    app = typer.Typer()
    app.command()(sample)
    return app


def run(app: typer.Typer, *arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env={"COLUMNS": "160"})


def test_it_writes_the_files_and_says_so(app: typer.Typer, tmp_path: Path) -> None:
    result = run(app, str(tmp_path), *SMALL, "--lines", "3", "--flawed", "0.05")
    assert result.exit_code == 0, result.output
    assert {file.name for file in tmp_path.iterdir()} == {
        "claims.parquet",
        "persons.parquet",
        "lines.parquet",
    }
    assert pq.read_metadata(tmp_path / "claims.parquet").num_rows == 800
    for piece in ("西安市 2022 年", "全部虚构", "结算 800 行", "参保人 100 行", "有意的错误"):
        assert piece in result.output


def test_it_says_so_in_english(app: typer.Typer, tmp_path: Path) -> None:
    result = run(app, str(tmp_path), *SMALL, "--region", "demo", "--year", "2025", "--lang", "en")
    assert result.exit_code == 0, result.output
    assert result.output.isascii()
    assert "800 claims" in result.output
    assert not (tmp_path / "lines.parquet").exists()


def test_help_stands_in_both_languages(app: typer.Typer) -> None:
    said = run(app, "--help").output
    assert "虚构一个地区一年" in said
    assert "How many visits." in said
