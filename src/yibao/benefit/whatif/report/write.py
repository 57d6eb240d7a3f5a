"""Write a report into a folder: page, workbook, CSV, summary, each file whole (写出报告)."""

from __future__ import annotations

from pathlib import Path

from yibao.benefit.runs.write import atomically, write_json
from yibao.benefit.whatif.compare import Comparison
from yibao.benefit.whatif.report.csv_files import write_csv_files
from yibao.benefit.whatif.report.gather import Tables
from yibao.benefit.whatif.report.page import page
from yibao.benefit.whatif.report.summary import summary
from yibao.benefit.whatif.report.workbook import write_workbook

PAGE, WORKBOOK, FILES, SUMMARY = "report.html", "tables.xlsx", "tables", "summary.json"


def write_report(folder: Path, comparison: Comparison, tables: Tables, lang: str) -> None:
    """Write everything into a folder; what a report of before left there is replaced.

    Raises:
        InvalidInput: code ``assets_missing``: the package was not built.

    """
    html = page(comparison, tables, lang)
    folder.mkdir(parents=True, exist_ok=True)

    def write(to: Path) -> None:
        to.write_text(html, encoding="utf-8")

    atomically(folder / PAGE, write)
    write_workbook(folder / WORKBOOK, comparison, tables, lang)
    write_csv_files(folder / FILES, tables, lang)
    write_json(folder / SUMMARY, summary(comparison, tables))
