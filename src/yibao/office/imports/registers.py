"""The registers of imports and of their problems (导入记录、问题行)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from yibao.office.base.actor import Actor
from yibao.office.imports import registry, services
from yibao.office.imports.kind import Mode
from yibao.office.imports.models import Import, ImportProblem, State
from yibao.office.imports.queries import imports_of
from yibao.office.screens.hooks import Office
from yibao.office.screens.language import spoken
from yibao.office.screens.register import (
    Action,
    Column,
    Detail,
    Fact,
    Filter,
    Register,
    Related,
    Section,
)
from yibao.terms.text import Text

OFFICE = Office("imports", Text("数据导入", "Imports"), "file-import", place=850)

STATES = (
    (State.RECEIVED.value, Text("已收到", "Received")),
    (State.READING.value, Text("读取中", "Reading")),
    (State.CHECKING.value, Text("校验中", "Checking")),
    (State.WRITING.value, Text("入库中", "Writing")),
    (State.CHECKED.value, Text("校验完成", "Checked")),
    (State.DONE.value, Text("已入库", "Written")),
    (State.REFUSED.value, Text("未入库", "Refused")),
    (State.FAILED.value, Text("出错", "Broken off")),
)
_TONES = {
    State.DONE.value: "green",
    State.CHECKED.value: "azure",
    State.REFUSED.value: "orange",
    State.FAILED.value: "red",
}
_MODES = tuple((mode.value, mode.label) for mode in Mode)
_STATE = Text("状态", "State")
_KIND = Text("导入种类", "Kind")
_VIEW = "imports.import.view"


def _rows(granted: Any, reach: Any) -> QuerySet[Import]:
    del reach
    return imports_of(granted)


def _problems(granted: Any, reach: Any) -> QuerySet[ImportProblem]:
    del reach
    return ImportProblem.objects.filter(import_run__in=imports_of(granted))


def kind_choices() -> list[tuple[str, Text]]:
    """Return the kinds of imports with their names, for filters."""
    return [(kind.code, kind.label) for kind in registry.kinds().values()]


def _again(mode: Mode) -> Any:
    def run(actor: Actor, record: Import, cleaned: Mapping[str, Any]) -> Text:
        del cleaned
        with transaction.atomic():
            following = services.again(actor, record.pk, mode)
            services.begin(actor, following)
        return Text(
            f"已开始，编号 {following.pk}。", f"Started; the import has number {following.pk}."
        )

    return run


def _resume(actor: Actor, record: Import, cleaned: Mapping[str, Any]) -> Text:
    del cleaned
    services.begin(actor, record)
    return Text("已重新开始。", "Started again.")


def _spoken(zh: str, en: str) -> Any:
    return lambda row: getattr(row, en if spoken() == "en" else zh)


def _report(record: Import) -> str:
    return f"/imports/import/{record.pk}/problems.xlsx"


_COLUMNS = (
    Column("id", Text("编号", "Number"), kind="code", link=True),
    Column("kind", _KIND, kind="choice", choices=kind_choices),
    Column("file_name", Text("文件名", "File")),
    Column("state", _STATE, kind="choice", choices=STATES, tones=_TONES),  # type: ignore[arg-type]
    Column("rows_read", Text("行数", "Rows"), kind="number"),
    Column("rows_bad", Text("问题行", "With problems"), kind="number"),
    Column("account_name", Text("经办人", "Who"), narrow=False),
    Column("created_at", Text("提交时间", "Handed in"), kind="time", narrow=False),
)

_DETAIL = Detail(
    heading="file_name",
    subtitle=lambda record: f"{record.pk} · {record.kind}",
    status=Fact(_STATE, "state", kind="choice", choices=STATES, tones=_TONES),  # type: ignore[arg-type]
    sections=(
        Section(
            Text("结果", "Result"),
            (
                Fact(Text("导入方式", "Mode"), "mode", kind="choice", choices=_MODES),
                Fact(Text("读取行数", "Rows read"), "rows_read", kind="number"),
                Fact(
                    Text("问题行数", "Rows with problems"),
                    "rows_bad",
                    kind="number",
                    href=lambda record: _report(record) if record.problems else "",
                ),
                Fact(Text("新增", "New"), "rows_new", kind="number"),
                Fact(Text("变更", "Changed"), "rows_changed", kind="number"),
                Fact(Text("未变", "Known already"), "rows_same", kind="number"),
                Fact(Text("说明", "Refusal"), _spoken("error_zh", "error_en")),
                Fact(
                    Text("未识别的列", "Columns left out"),
                    lambda record: "、".join(record.columns_ignored),
                ),
            ),
        ),
        Section(
            Text("文件", "File"),
            (
                Fact(Text("格式", "Format"), "file_format", kind="code"),
                Fact(Text("编码", "Encoding"), "file_encoding", kind="code"),
                Fact(Text("字节", "Bytes"), "file_bytes", kind="number"),
                Fact(Text("摘要 SHA-256", "SHA-256"), "file_sha256", kind="code"),
                Fact(Text("生效日期", "Counts from"), "valid_from", kind="date"),
                Fact(Text("相同文件", "Same file as"), "same_as_id", kind="code"),
                Fact(Text("经办人", "Who"), "account_name"),
                Fact(Text("提交时间", "Handed in"), "created_at", kind="time"),
                Fact(Text("结束时间", "Ended"), "finished_at", kind="time"),
            ),
        ),
    ),
    related=(
        Related(
            Text("问题行", "Rows with problems"),
            "imports.problem",
            lambda record: {"import": str(record.pk)},
        ),
    ),
)

IMPORTS_REGISTER = Register(
    code="imports.import",
    title=Text("导入记录", "Imports"),
    office="imports",
    permission=_VIEW,
    rows=_rows,
    order=("-pk",),
    icon="file-import",
    columns=_COLUMNS,
    filters=(
        Filter("kind", _KIND, "choice", lambda rows, v: rows.filter(kind=v), choices=kind_choices),
        Filter("state", _STATE, "choice", lambda rows, v: rows.filter(state=v), choices=STATES),
        Filter(
            "q",
            Text("文件名", "File"),
            "search",
            lambda rows, text: rows.filter(file_name__icontains=text.replace("\0", "")),
        ),
    ),
    detail=_DETAIL,
    actions=(
        Action(
            "good_rows",
            Text("正确行入库", "Good rows in"),
            _VIEW,
            run=_again(Mode.GOOD_ROWS),
            confirm=Text(
                "重新校验该文件，正确的行入库。", "The file is checked again; its good rows go in."
            ),
            icon="database-import",
            offered=lambda record: record.state in {State.CHECKED, State.REFUSED},
        ),
        Action(
            "all_or_nothing",
            Text("全部正确才入库", "All or nothing"),
            _VIEW,
            run=_again(Mode.ALL_OR_NOTHING),
            confirm=Text(
                "重新校验该文件，没有问题时入库。",
                "The file is checked again; it goes in if sound.",
            ),
            icon="checks",
            offered=lambda record: record.state == State.CHECKED and not record.problems,
        ),
        Action(
            "resume",
            Text("重新执行", "Run again"),
            _VIEW,
            run=_resume,
            confirm=Text("从头再执行一次。", "It runs again from the beginning."),
            icon="refresh",
            offered=lambda record: record.state == State.FAILED,
        ),
    ),
)

PROBLEMS_REGISTER = Register(
    code="imports.problem",
    title=Text("导入问题", "Problems of imports"),
    office="imports",
    permission=_VIEW,
    rows=_problems,
    order=("import_run_id", "row_number", "id"),
    shown_in_navigation=False,
    columns=(
        Column("row_number", Text("行号", "Row"), kind="number"),
        Column("label", Text("列名", "Column"), value=_spoken("label_zh", "label_en")),
        Column("value", Text("填写的值", "Value"), field="imports.importproblem.value"),
        Column("reason", Text("问题", "Problem"), value=_spoken("reason_zh", "reason_en")),
        Column("remedy", Text("处理办法", "Remedy"), value=_spoken("remedy_zh", "remedy_en")),
    ),
    filters=(
        Filter(
            "import",
            Text("导入编号", "Import"),
            "exact",
            lambda rows, text: rows.filter(import_run_id=text if text.isdigit() else None),
        ),
    ),
)

REGISTERS = (IMPORTS_REGISTER, PROBLEMS_REGISTER)
