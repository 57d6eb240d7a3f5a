"""Class and level of every column of the base (分类分级)."""

from __future__ import annotations

from yibao.office.base.field import DataClass, Field
from yibao.office.base.masks import MaskKind
from yibao.terms.text import Text

_P, _S = DataClass.PERSON, DataClass.SYSTEM
_Row = tuple[str, str, str, DataClass, int] | tuple[str, str, str, DataClass, int, MaskKind]

_COLUMNS: dict[str, tuple[_Row, ...]] = {
    "account": (
        ("id", "序号", "Key", _S, 1),
        ("password", "口令摘要", "Digest of the password", _S, 4, MaskKind.WHOLE),
        ("last_login", "最近登录", "Last signed in", _S, 2),
        ("username", "登录名", "User name", _S, 2),
        ("name", "姓名", "Name", _P, 2),
        ("phone", "电话", "Phone", _P, 3, MaskKind.PHONE),
        ("language", "语言", "Language", _S, 1),
        ("is_active", "启用", "Active", _S, 2),
        ("must_change_password", "须改口令", "Must change the password", _S, 2),
        ("second_factor_secret", "二次验证密钥", "Secret", _S, 4, MaskKind.WHOLE),
        ("second_factor_step", "已用验证时段", "Last code used", _S, 3),
        ("made_at", "建立时间", "Made", _S, 1),
        ("version", "版本", "Version", _S, 1),
    ),
    "grant": (
        ("id", "序号", "Key", _S, 1),
        ("account", "账户", "Account", _S, 2),
        ("role", "岗位", "Role", _S, 2),
        ("division", "医保区划", "Division", _S, 1),
        ("provider", "定点机构编号", "Provider", DataClass.INSTITUTION, 1),
        ("person", "人员编号", "Person", _P, 3),
        ("during", "有效期", "In force", _S, 2),
        ("reason", "事由", "Reason", _S, 2),
        ("granted_by", "授权人", "Given by", _S, 2),
        ("granted_at", "授权时间", "Given", _S, 2),
        ("ended_by", "收回人", "Taken by", _S, 2),
    ),
    "auditentry": (
        ("id", "序号", "Key", _S, 1),
        ("written_in", "写入事务", "Transaction", _S, 2),
        ("at", "时间", "Time", _S, 2),
        ("account_id", "账户", "Account", _S, 2),
        ("account_name", "操作人", "Who", _P, 2),
        ("roles", "岗位", "Roles", _S, 2),
        ("address", "来源地址", "Address", _S, 3),
        ("action", "操作", "Action", _S, 2),
        ("subject", "对象", "Subject", _S, 3),
        ("persons", "涉及人员", "Persons", _P, 3, MaskKind.WHOLE),
        ("purpose", "用途", "Purpose", _S, 2),
        ("changes", "变更", "Changes", _P, 3, MaskKind.WHOLE),
        ("request", "请求", "Request", _S, 2),
        ("status", "结果", "Status", _S, 2),
    ),
    "seal": (
        ("id", "序号", "Key", _S, 1),
        ("table", "封存表", "Table", _S, 2),
        ("number", "封存序号", "Number", _S, 2),
        ("algorithm", "杂凑算法", "Algorithm", _S, 1),
        ("definition", "封存列", "Sealed columns", _S, 2),
        ("from_transaction", "起始事务", "From transaction", _S, 2),
        ("until_transaction", "截止事务", "Until transaction", _S, 2),
        ("first_row", "首行", "First row", _S, 2),
        ("last_row", "末行", "Last row", _S, 2),
        ("row_count", "行数", "Rows", _S, 2),
        ("rows", "行键", "Keys of rows", _S, 2),
        ("leaves", "行杂凑", "Digests of rows", _S, 2),
        ("root", "默克尔根", "Merkle root", _S, 2),
        ("previous", "上一封存", "Digest before", _S, 2),
        ("digest", "封存杂凑", "Digest", _S, 2),
        ("sealed_at", "封存时间", "Sealed", _S, 2),
    ),
    "requestminute": (
        ("id", "序号", "Key", _S, 1),
        ("minute", "分钟", "Minute", _S, 2),
        ("route", "路由", "Route", _S, 2),
        ("method", "方法", "Method", _S, 2),
        ("status", "状态码", "Status", _S, 2),
        ("requests", "请求数", "Requests", _S, 2),
        ("microseconds", "总耗时", "Time in all", _S, 2),
        ("slowest_microseconds", "最长耗时", "Slowest", _S, 2),
        ("buckets", "耗时分布", "Histogram", _S, 2),
    ),
    "healthreading": (
        ("id", "序号", "Key", _S, 1),
        ("minute", "分钟", "Minute", _S, 2),
        ("measure", "指标", "Measure", _S, 2),
        ("subject", "对象", "Subject", _S, 2),
        ("value", "数值", "Value", _S, 2),
    ),
    "threshold": (
        ("id", "序号", "Key", _S, 1),
        ("measure", "指标", "Measure", _S, 2),
        ("subject", "对象", "Subject", _S, 2),
        ("level", "级别", "Level", _S, 2),
        ("side", "方向", "Side", _S, 2),
        ("limit", "阈值", "Limit", _S, 2),
        ("minutes", "持续分钟", "Minutes", _S, 2),
        ("active", "启用", "Active", _S, 2),
        ("changed_at", "修改时间", "Changed", _S, 2),
    ),
    "alarm": (
        ("id", "序号", "Key", _S, 1),
        ("threshold", "阈值", "Threshold", _S, 2),
        ("subject", "对象", "Subject", _S, 2),
        ("level", "级别", "Level", _S, 2),
        ("limit", "阈值", "Limit", _S, 2),
        ("value", "告警值", "Value", _S, 2),
        ("worst", "最差值", "Worst value", _S, 2),
        ("raised_at", "告警时间", "Raised", _S, 2),
        ("acknowledged_at", "确认时间", "Acknowledged", _S, 2),
        ("acknowledged_by", "确认人", "Acknowledged by", _S, 2),
        ("reason", "确认说明", "Reason", _S, 2),
        ("cleared_at", "恢复时间", "Cleared", _S, 2),
    ),
    "job": (
        ("id", "序号", "Key", _S, 1),
        ("kind", "种类", "Kind", _S, 2),
        ("arguments", "参数", "Arguments", _P, 3),
        ("state", "状态", "State", _S, 2),
        ("done", "已完成", "Done", _S, 2),
        ("total", "总数", "Of", _S, 2),
        ("message", "说明", "What came of it", _S, 2),
        ("result_name", "结果文件名", "Name of the result", _S, 2),
        ("result_file", "结果文件", "Result", _P, 3),
        ("account", "发起人", "Started by", _S, 2),
        ("started_by", "发起时身份", "As whom", _S, 2),
        ("made_at", "发起时间", "Queued", _S, 2),
        ("begun_at", "开始时间", "Begun", _S, 2),
        ("ended_at", "结束时间", "Ended", _S, 2),
        ("beat_at", "最近心跳", "Last beat", _S, 2),
        ("wants_stop", "要求停止", "Asked to stop", _S, 2),
    ),
    "event": (
        ("id", "序号", "Key", _S, 1),
        ("topic", "主题", "Topic", _S, 2),
        ("key", "对象", "About", _S, 3),
        ("payload", "内容", "Content", _P, 3),
        ("at", "时间", "Time", _S, 2),
        ("handed_at", "送达时间", "Handed on", _S, 2),
        ("tries", "失败次数", "Failed tries", _S, 2),
        ("next_try_at", "下次尝试", "Next try", _S, 2),
        ("problem", "问题", "Problem", _S, 2),
    ),
    "message": (
        ("id", "序号", "Key", _S, 1),
        ("account", "收件人", "To", _S, 2),
        ("title_zh", "标题", "Title", _S, 2),
        ("title_en", "英文标题", "Title in English", _S, 2),
        ("body_zh", "正文", "Body", _S, 3),
        ("body_en", "英文正文", "Body in English", _S, 3),
        ("link", "链接", "Link", _S, 2),
        ("at", "时间", "Time", _S, 2),
        ("read_at", "阅读时间", "Read", _S, 2),
    ),
}


def _field(model: str, row: _Row) -> Field:
    name, zh, en, data_class, level = row[:5]
    covered = row[5] if len(row) == 6 else None
    return Field(f"base.{model}.{name}", Text(zh, en), data_class, level, covered)


FIELDS = tuple(_field(model, row) for model, rows in _COLUMNS.items() for row in rows)
