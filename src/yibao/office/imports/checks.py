"""The checks of an import (校验): set by set in SQL, then row by row where an office asks for it.

Bad rows leave the staging table after each step; so a later one may cast what an earlier one let
through, and a row is not called a duplicate of a row that is refused itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from string import Formatter

from psycopg import sql

from yibao.office.imports.cells import faults, value_of
from yibao.office.imports.explain import explanation, possible_faults
from yibao.office.imports.kind import ImportKind, Problem, Record, Reference
from yibao.office.imports.models import ImportProblem
from yibao.office.imports.staging import Progress, Staging, cursor_of
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

PROBLEMS_MAX = 200_000
"""Problems kept of one import; a file with more is not imported in any mode."""
BATCH = 5_000
"""Rows in the memory of the process at once."""
VALUE_CHARACTERS = 200

_INTO = sql.SQL(
    "INSERT INTO imports_importproblem (import_id, row_number, field, label_zh, label_en, value,"
    " code, reason_zh, reason_en, remedy_zh, remedy_en) "
)


def check(staging: Staging, progress: Progress) -> None:
    """Find every problem of the staged rows, note it, and take the bad rows out.

    Raises:
        InvalidInput: code ``too_many_problems``.

    """
    total = staging.count()
    _column_faults(staging)
    _remove_bad(staging)
    for rule in staging.kind.rules:
        _note(
            staging,
            _condition(staging, rule.condition),
            Problem(rule.field, rule.reason, rule.remedy, code="contradiction"),
        )
    _remove_bad(staging)
    if staging.kind.key:
        _duplicates(staging)
        _remove_bad(staging)
    for reference in staging.kind.references:
        _reference(staging, reference)
    _remove_bad(staging)
    progress(total // 2, total)
    if staging.kind.check is not None:
        _row_by_row(staging, progress, total)
        _remove_bad(staging)


def note(staging: Staging, found: Iterable[tuple[int, Problem]]) -> None:
    """Keep problems found outside SQL.

    Raises:
        InvalidInput: code ``too_many_problems``.

    """
    ImportProblem.objects.bulk_create(
        (_kept(staging, number, problem) for number, problem in found), batch_size=1000
    )
    _limit(staging)


def records(staging: Staging) -> Iterator[list[Record]]:
    """Yield the staged rows in order, in batches, as the values of their cells."""
    layout = staging.kind.layout
    statement = sql.SQL(
        "SELECT row_number, {} FROM {} WHERE row_number > %s ORDER BY row_number LIMIT %s"
    ).format(sql.SQL(", ").join(map(sql.Identifier, staging.columns.values())), staging.identifier)
    last = -1
    while True:
        with cursor_of() as cursor:
            rows = cursor.execute(statement, [last, BATCH]).fetchall()
        if not rows:
            return
        last = rows[-1][0]
        yield [
            Record(
                row[0],
                **{
                    column.name: value_of(column, cell)
                    for column, cell in zip(layout, row[1:], strict=True)
                },
            )
            for row in rows
        ]


def prepared(kind: ImportKind, batch: list[Record]) -> list[Record]:
    """Return a batch with what the office looks up for it."""
    return batch if kind.prepare is None else kind.prepare(batch)


def _kept(staging: Staging, number: int, problem: Problem) -> ImportProblem:
    label = _label(staging.kind, problem.field)
    return ImportProblem(
        import_run_id=staging.import_id,
        row_number=number,
        field=problem.field,
        label_zh=label.zh,
        label_en=label.en,
        value=problem.value[:VALUE_CHARACTERS],
        code=problem.code,
        reason_zh=problem.reason.zh,
        reason_en=problem.reason.en,
        remedy_zh=problem.remedy.zh,
        remedy_en=problem.remedy.en,
    )


def _label(kind: ImportKind, field: str) -> Text:
    for column in kind.layout:
        if column.name == field:
            return column.label
    return Text(field or "整行", field or "the row")


def _column_faults(staging: Staging) -> None:
    layout = staging.kind.layout
    judged = [(column, faults(column, staging.cell(column.name))) for column in layout]
    explained = []
    for column in layout:
        for code in possible_faults(column):
            reason, remedy = explanation(column, code)
            texts = (
                column.name, code, column.label.zh, column.label.en,
                reason.zh, reason.en, remedy.zh, remedy.en,
            )  # fmt: skip
            explained.append(sql.SQL("({})").format(sql.SQL(", ").join(map(sql.Literal, texts))))
    statement = sql.SQL(
        "SELECT {id}, f.row_number, f.field, e.label_zh, e.label_en, left(coalesce(f.value, ''),"
        " {width}), f.code, e.reason_zh, e.reason_en, e.remedy_zh, e.remedy_en FROM ("
        "SELECT s.row_number, x.field, x.value, x.code FROM {table} s"
        " CROSS JOIN LATERAL (VALUES {cells}) x (field, value, code)"
        " WHERE coalesce({judged}) IS NOT NULL AND x.code IS NOT NULL LIMIT {most}) f"
        " JOIN (VALUES {explained}) e (field, code, label_zh, label_en, reason_zh, reason_en,"
        " remedy_zh, remedy_en) ON e.field = f.field AND e.code = f.code"
    ).format(
        id=sql.Literal(staging.import_id),
        width=sql.Literal(VALUE_CHARACTERS),
        table=staging.identifier,
        cells=sql.SQL(", ").join(
            sql.SQL("({}, {}, {})").format(
                sql.Literal(column.name), staging.cell(column.name), judgement
            )
            for column, judgement in judged
        ),
        judged=sql.SQL(", ").join(judgement for _, judgement in judged),
        most=sql.Literal(PROBLEMS_MAX + 1),
        explained=sql.SQL(", ").join(explained),
    )
    with cursor_of() as cursor:
        cursor.execute(_INTO + statement)
    _limit(staging)


def _condition(staging: Staging, template: str) -> sql.Composed:
    parts: list[sql.Composable] = []
    for text, field, _, _ in Formatter().parse(template):
        parts.append(sql.SQL(text))
        if field is not None:
            parts.append(staging.cell(field))
    return sql.Composed(parts)


def _note(
    staging: Staging, condition: sql.Composable, problem: Problem, fields: Sequence[str] = ()
) -> None:
    """Note a problem of every row for which a condition is true."""
    shown = [staging.cell(field) for field in fields or [problem.field]]
    label = _label(staging.kind, problem.field)
    statement = sql.SQL(
        "SELECT {}, s.row_number, {}, {}, {}, left(concat_ws(' ', {}), {}), {}, {}, {}, {}, {}"
        " FROM {} s WHERE {} LIMIT {}"
    ).format(
        sql.Literal(staging.import_id),
        *map(sql.Literal, (problem.field, label.zh, label.en)),
        sql.SQL(", ").join(shown),
        sql.Literal(VALUE_CHARACTERS),
        sql.Literal(problem.code),
        *map(
            sql.Literal,
            (problem.reason.zh, problem.reason.en, problem.remedy.zh, problem.remedy.en),
        ),
        staging.identifier,
        condition,
        sql.Literal(PROBLEMS_MAX + 1),
    )
    with cursor_of() as cursor:
        cursor.execute(_INTO + statement)
    _limit(staging)


def _duplicates(staging: Staging) -> None:
    key = staging.kind.key
    labels = [staging.kind.column(field).label for field in key]
    named_zh, named_en = "、".join(t.zh for t in labels), ", ".join(t.en for t in labels)
    cells = sql.SQL(", ").join(staging.cell(field) for field in key)
    statement = sql.SQL(
        "SELECT {id}, d.row_number, {field}, {label_zh}, {label_en}, left(d.value, {width}),"
        " 'duplicate', {zh_begin} || d.first_row || {zh_end}, {en_begin} || d.first_row || '.',"
        " {remedy_zh}, {remedy_en} FROM ("
        "SELECT s.row_number, concat_ws(' ', {cells}) AS value,"
        " first_value(s.row_number) OVER (PARTITION BY {cells} ORDER BY s.row_number) AS first_row"
        " FROM {table} s) d WHERE d.row_number <> d.first_row LIMIT {most}"
    ).format(
        id=sql.Literal(staging.import_id),
        field=sql.Literal(key[0]),
        label_zh=sql.Literal(labels[0].zh),
        label_en=sql.Literal(labels[0].en),
        width=sql.Literal(VALUE_CHARACTERS),
        zh_begin=sql.Literal(f"“{named_zh}”与第 "),
        zh_end=sql.Literal(" 行相同。"),
        en_begin=sql.Literal(f"The {named_en} is that of row "),
        remedy_zh=sql.Literal("只留一行。"),
        remedy_en=sql.Literal("Keep one of the rows."),
        cells=cells,
        table=staging.identifier,
        most=sql.Literal(PROBLEMS_MAX + 1),
    )
    with cursor_of() as cursor:
        cursor.execute(_INTO + statement)
    _limit(staging)


def _reference(staging: Staging, reference: Reference) -> None:
    pairs = list(zip(reference.columns, reference.targets, strict=True))
    filled = sql.SQL(" AND ").join(
        sql.SQL("{} IS NOT NULL").format(staging.cell(field)) for field, _ in pairs
    )
    same = sql.SQL(" AND ").join(
        sql.SQL("t.{} = {}").format(sql.Identifier(target), staging.cell(field))
        for field, target in pairs
    )
    condition = sql.SQL("{} AND {} (SELECT 1 FROM {} t WHERE {})").format(
        filled,
        sql.SQL("NOT EXISTS" if reference.exists else "EXISTS"),
        sql.Identifier(reference.table),
        same,
    )
    code = "not_found" if reference.exists else "already_known"
    problem = Problem(reference.columns[0], reference.reason, reference.remedy, code=code)
    _note(staging, condition, problem, reference.columns)


def _row_by_row(staging: Staging, progress: Progress, total: int) -> None:
    judge = staging.kind.check
    assert judge is not None
    done = 0
    for batch in records(staging):
        found = [
            (record.number, problem)
            for record in prepared(staging.kind, batch)
            for problem in judge(record)
        ]
        if found:
            note(staging, found)
        done += len(batch)
        progress((total + done) // 2, total)


def _remove_bad(staging: Staging) -> None:
    with cursor_of() as cursor:
        cursor.execute(
            sql.SQL(
                "DELETE FROM {} s USING (SELECT DISTINCT row_number FROM imports_importproblem"
                " WHERE import_id = %s) b WHERE s.row_number = b.row_number"
            ).format(staging.identifier),
            [staging.import_id],
        )


def _limit(staging: Staging) -> None:
    found = ImportProblem.objects.filter(import_run_id=staging.import_id).count()
    if found > PROBLEMS_MAX:
        raise InvalidInput(
            "too_many_problems",
            "file",
            Text(f"问题超过 {PROBLEMS_MAX} 个。", f"There are more than {PROBLEMS_MAX} problems."),
            Text("核对文件是否对应所选的导入种类。", "Check that the file is of the chosen kind."),
        )
