"""Run `yibao settle` with a progress bar and say what came of it (批量结算报告)."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

from yibao.benefit.runs.asked import Asked, Finished
from yibao.benefit.runs.run import settle_files
from yibao.cli.process import keep_memory, nothing_is_left_to_do
from yibao.terms.errors import InvalidInput
from yibao.terms.funds import SUMMARY_LABELS
from yibao.terms.text import Text
from yibao.terms.typesetting import yuan

SUMS = {
    "medfee_sumamt": Text("医疗费总额", "bills"),
    "inscp_scp_amt": Text("政策范围内", "in scope"),
    "fund_pay_sumamt": Text("基金支付", "funds"),
    **{name: Text(f"　{text.zh}", f"  {text.en}") for name, text in SUMMARY_LABELS.items()},
    "hosp_part_amt": Text("医院负担", "hospitals"),
    "psn_part_amt": Text("个人负担", "persons"),
}
REASONS_SHOWN = 12

if TYPE_CHECKING:
    from yibao.cli.page import Page


def run(asked: Asked, lang: str) -> None:
    """Settle, then say what came of it."""
    keep_memory()
    if sys.stdout.isatty():
        from yibao.cli.bars import Bars  # noqa: PLC0415 -- as _unseen

        bars = Bars(lang)
        with bars.bars:
            finished = settle_files(asked, bars.tell)
    else:
        finished = settle_files(asked, _unseen)
    report(finished, lang)
    nothing_is_left_to_do()


def _unseen(step: str, done: int, whole: int) -> None:
    """Show nothing where nobody looks; load what the report needs while parts are settled."""
    if step == "settle" and 0 < done <= whole:
        import_module("yibao.cli.page")


def on_spark(asked: Asked, master: str, settings: dict[str, str], lang: str) -> None:
    """Settle on a cluster, then say what came of it.

    Raises:
        InvalidInput: PySpark is not installed.

    """
    try:
        from yibao.benefit.cluster.run import settle_on_spark  # noqa: PLC0415 -- an extra
        from yibao.benefit.cluster.session import session  # noqa: PLC0415 -- an extra
    except ImportError:
        raise InvalidInput(
            "spark_missing",
            "engine",
            Text("没有安装 PySpark。", "PySpark is not installed."),
            Text(
                "pip install 'yibao[spark]'，并安装 Java 17。", "Install yibao[spark] and Java 17."
            ),
        ) from None
    spark = session(master, settings)
    try:
        finished = settle_on_spark(asked, spark)
    finally:
        spark.stop()
    report(finished, lang)


def report(finished: Finished, lang: str) -> None:
    """Say how many were settled, for how much, and what is to be mended."""
    from yibao.cli.page import Page  # noqa: PLC0415 -- as _unseen

    page = Page(lang)
    page.title("批量结算", "Settled")
    before = finished.parts_done_before
    page.text(
        page.say(
            f"{finished.settled:,} 笔已结算，其中 {finished.provisional:,} 笔待定；"
            f"{finished.rejected:,} 笔未能结算。共 {finished.parts} 片"
            + (f"，{before} 片此前已完成。" if before else "。"),
            f"{finished.settled:,} visits settled, {finished.provisional:,} of them provisional; "
            f"{finished.rejected:,} refused. {finished.parts} parts"
            + (f", {before} of them done before." if before else "."),
        )
    )
    table = page.table([Text("", "")], [Text("金额（元）", "yuan")])
    for name, label in SUMS.items():
        if name in finished.sums:
            table.add_row(label.of(lang), yuan(finished.sums[name]))
    page.out.print(table)
    _refused(finished, page)
    page.text(page.say(f"结果：{finished.out}", f"Outcome: {finished.out}"))


def _refused(finished: Finished, page: Page) -> None:
    """Say why visits were refused, and where the rows to mend are."""
    if finished.lines_without_visit:
        page.text(
            page.say(
                f"{finished.lines_without_visit:,} 行明细找不到对应的结算。",
                f"{finished.lines_without_visit:,} lines have no visit.",
            )
        )
    if finished.unreadable:
        page.text(
            page.say(
                f"{finished.unreadable:,} 行无法按列切分，另存为 .unreadable.csv。",
                f"{finished.unreadable:,} lines could not be cut into columns: .unreadable.csv.",
            )
        )
    if not finished.rejects:
        return
    table = page.table(
        [Text("未能结算的原因", "refused because"), Text("字段", "field")], [Text("笔数", "visits")]
    )
    for reason, count in list(finished.reasons.items())[:REASONS_SHOWN]:
        code, _, field = reason.partition(" ")
        table.add_row(code, field, f"{count:,}")
    page.out.print(table)
    page.text(
        page.say(
            f"未结算清单（改正后用 --mend 交回）：{finished.rejects}",
            f"Rows to mend and hand back with --mend: {finished.rejects}",
        )
    )
