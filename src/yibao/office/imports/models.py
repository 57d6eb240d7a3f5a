"""Imports and their problems (导入记录)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from yibao.office.imports.kind import Mode


class State(models.TextChoices):
    """How far an import is (状态)."""

    RECEIVED = "received", "已收到"
    READING = "reading", "读取中"
    CHECKING = "checking", "校验中"
    WRITING = "writing", "入库中"
    CHECKED = "checked", "校验完成"
    DONE = "done", "已入库"
    REFUSED = "refused", "未入库"
    FAILED = "failed", "出错"


UNDER_WAY = (State.READING, State.CHECKING, State.WRITING)
"""States that only a running or a broken-off import has."""
ENDED = (State.CHECKED, State.DONE, State.REFUSED)
"""States in which nothing more happens."""


class Import(models.Model):
    """One file handed in to be imported: what it was, who did it, what came of it."""

    kind = models.CharField("导入种类", max_length=80)
    mode = models.CharField(
        "导入方式", max_length=20, choices=[(mode.value, mode.label.zh) for mode in Mode]
    )
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.RECEIVED)
    file_name = models.CharField("文件名", max_length=255)
    file_sha256 = models.CharField("文件摘要", max_length=64)
    file_bytes = models.BigIntegerField("文件大小")
    file_format = models.CharField("文件格式", max_length=10)
    file_encoding = models.CharField("文件编码", max_length=20, blank=True)
    valid_from = models.DateField("生效日期")
    options = models.JSONField("选项", default=dict)
    columns_ignored = ArrayField(models.TextField(), verbose_name="未识别的列", default=list)
    same_as = models.ForeignKey(
        "self",
        models.SET_NULL,
        verbose_name="相同文件",
        null=True,
        blank=True,
        related_name="repeats",
    )
    rows_read = models.BigIntegerField("读取行数", default=0)
    rows_bad = models.BigIntegerField("问题行数", default=0)
    rows_new = models.BigIntegerField("新增行数", default=0)
    rows_changed = models.BigIntegerField("变更行数", default=0)
    rows_same = models.BigIntegerField("未变行数", default=0)
    problems = models.BigIntegerField("问题数", default=0)
    error_code = models.CharField("错误码", max_length=60, blank=True)
    error_zh = models.TextField("错误说明", blank=True)
    error_en = models.TextField("错误说明（英文）", blank=True)
    account_id = models.BigIntegerField("经办账号", null=True, blank=True)
    account_name = models.CharField("经办人", max_length=100)
    job_number = models.BigIntegerField("任务编号", null=True, blank=True)
    created_at = models.DateTimeField("提交时间")
    started_at = models.DateTimeField("开始时间", null=True, blank=True)
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = "导入记录"
        indexes = (
            models.Index(fields=("kind", "file_sha256"), name="import_same_file"),
            models.Index(fields=("account_id", "-id"), name="import_of_account"),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.file_name}"

    @property
    def rows_written(self) -> int:
        """How many rows of the file are in, those included that were known already."""
        return self.rows_new + self.rows_changed + self.rows_same


class ImportProblem(models.Model):
    """What is wrong with one row of a file (问题行)."""

    import_run = models.ForeignKey(
        Import, models.CASCADE, verbose_name="导入记录", related_name="found", db_column="import_id"
    )
    row_number = models.BigIntegerField("行号")
    field = models.CharField("字段", max_length=80)
    label_zh = models.CharField("列名", max_length=200)
    label_en = models.CharField("列名（英文）", max_length=200)
    value = models.CharField("填写的值", max_length=200)
    code = models.CharField("问题代码", max_length=60)
    reason_zh = models.TextField("问题")
    reason_en = models.TextField("问题（英文）")
    remedy_zh = models.TextField("处理办法")
    remedy_en = models.TextField("处理办法（英文）")

    class Meta:
        verbose_name = "导入问题"
        indexes = (
            models.Index(fields=("import_run", "row_number", "id"), name="import_problem_row"),
        )

    def __str__(self) -> str:
        return f"{self.row_number} {self.field}: {self.reason_zh}"
