"""The job that carries an import out, and the look after those whose worker was lost."""

from __future__ import annotations

from yibao.office.base.jobs import Work, job_kind
from yibao.office.imports.models import State
from yibao.office.imports.services import JOB, run
from yibao.terms.text import Text


@job_kind(
    JOB,
    label=Text("导入文件", "import a file"),
    permission="imports.import.view",
    repeatable=True,
)
def run_import(work: Work, import_id: int) -> None:
    """Carry an import out; run again after a crash it does the right thing."""
    record = run(import_id, work.actor, work.progress)
    if record.state == State.REFUSED:
        work.say(f"{record.error_zh} {record.error_en}")
    else:
        work.say(
            f"{record.rows_read} 行：新增 {record.rows_new}，变更 {record.rows_changed}，"
            f"未变 {record.rows_same}，问题 {record.rows_bad}。"
        )
