"""Class and level of every column of imports (数据分类分级)."""

from yibao.office.base.field import DataClass, Field
from yibao.terms.text import Text

_COLUMNS = {
    "import": (
        ("id", "序号", "Number"),
        ("kind", "导入种类", "Kind"),
        ("mode", "导入方式", "Mode"),
        ("state", "状态", "State"),
        ("file_name", "文件名", "File"),
        ("file_sha256", "文件摘要", "Digest of the file"),
        ("file_bytes", "文件大小", "Size"),
        ("file_format", "文件格式", "Format"),
        ("file_encoding", "文件编码", "Encoding"),
        ("valid_from", "生效日期", "Counts from"),
        ("options", "选项", "Options"),
        ("columns_ignored", "未识别的列", "Columns left out"),
        ("same_as", "相同文件", "Same file as"),
        ("rows_read", "读取行数", "Rows read"),
        ("rows_bad", "问题行数", "Rows with problems"),
        ("rows_new", "新增行数", "New rows"),
        ("rows_changed", "变更行数", "Changed rows"),
        ("rows_same", "未变行数", "Rows known already"),
        ("problems", "问题数", "Problems"),
        ("error_code", "错误码", "Code of the refusal"),
        ("error_zh", "错误说明", "Refusal"),
        ("error_en", "错误说明（英文）", "Refusal in English"),
        ("account_id", "经办账号", "Account"),
        ("account_name", "经办人", "Who"),
        ("job_number", "任务编号", "Job"),
        ("created_at", "提交时间", "Handed in"),
        ("started_at", "开始时间", "Begun"),
        ("finished_at", "结束时间", "Ended"),
    ),
    "importproblem": (
        ("id", "序号", "Key"),
        ("import_run", "导入记录", "Import"),
        ("row_number", "行号", "Row"),
        ("field", "字段", "Field"),
        ("label_zh", "列名", "Column"),
        ("label_en", "列名（英文）", "Column in English"),
        ("value", "填写的值", "Value as written"),
        ("code", "问题代码", "Code of the problem"),
        ("reason_zh", "问题", "Reason"),
        ("reason_en", "问题（英文）", "Reason in English"),
        ("remedy_zh", "处理办法", "Remedy"),
        ("remedy_en", "处理办法（英文）", "Remedy in English"),
    ),
}
# A cell that was refused may be anything that somebody wrote: a name, a number of a person.
_PERSONAL = {"importproblem.value"}


def _field(model: str, name: str, label: Text) -> Field:
    if f"{model}.{name}" in _PERSONAL:
        return Field(f"imports.{model}.{name}", label, DataClass.PERSON, 3)
    return Field(f"imports.{model}.{name}", label, DataClass.SYSTEM, 2)


FIELDS = tuple(
    _field(model, name, Text(zh, en))
    for model, columns in _COLUMNS.items()
    for name, zh, en in columns
)
