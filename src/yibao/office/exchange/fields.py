"""Class and level of every column of the exchange (分类分级)."""

from __future__ import annotations

from yibao.office.base.field import DataClass, Field
from yibao.office.base.masks import MaskKind
from yibao.terms.text import Text

_I, _P, _S = DataClass.INSTITUTION, DataClass.PERSON, DataClass.SYSTEM
_M = DataClass.MONEY
_Row = tuple[str, str, str, DataClass, int] | tuple[str, str, str, DataClass, int, MaskKind]

_COLUMNS: dict[str, tuple[_Row, ...]] = {
    "access": (
        ("id", "序号", "Key", _S, 1),
        ("provider", "定点医药机构", "Provider", _I, 1),
        ("division", "医保区划", "Division", DataClass.PUBLIC, 1),
        ("mode", "签名方式", "Way of signing", _S, 2),
        ("access_key", "访问密钥", "Access key", _S, 3, MaskKind.WHOLE),
        ("secret", "密钥", "Secret", _S, 4, MaskKind.WHOLE),
        ("server_key", "平台私钥", "Private key of the platform", _S, 4, MaskKind.WHOLE),
        ("server_public_key", "平台公钥", "Public key of the platform", _S, 2),
        ("changed_at", "变更时间", "Changed", _S, 2),
        ("changed_by", "变更人", "Changed by", _S, 2),
        ("version", "版本", "Version", _S, 1),
    ),
    "messageentry": (
        ("id", "序号", "Key", _S, 1),
        ("written_in", "写入事务", "Transaction", _S, 2),
        ("received_at", "接收时间", "Received", _S, 2),
        ("provider", "定点医药机构", "Provider", _I, 1),
        ("infno", "交易编号", "Transaction of the interface", _S, 1),
        ("msgid", "发送方报文ID", "Number of the message", _S, 2),
        ("person", "人员编号", "Person", _P, 3),
        ("visit", "就诊ID", "Visit", DataClass.HEALTH, 2),
        ("outcome", "结果", "Outcome", _S, 2),
        ("milliseconds", "耗时", "Milliseconds", _S, 1),
        ("digest", "报文杂凑", "Digest of the bytes", _S, 2),
        ("said", "错误信息", "What was said of it", _S, 3),
        ("request", "请求", "Request", DataClass.HEALTH, 3, MaskKind.WHOLE),
    ),
    "key": (
        ("provider", "定点医药机构", "Provider", _I, 1),
        ("infno", "交易编号", "Transaction of the interface", _S, 1),
        ("msgid", "发送方报文ID", "Number of the message", _S, 2),
        ("sent_on", "报文日期", "Day of the message", _S, 2),
        ("state", "状态", "State", _S, 2),
        ("digest", "内容杂凑", "Digest of the content", _S, 2),
        ("answer", "答复", "Answer", DataClass.HEALTH, 3, MaskKind.WHOLE),
        ("message_id", "报文", "Message", _S, 2),
        ("kept_at", "登记时间", "Kept", _S, 2),
        ("person", "人员编号", "Person", _P, 3),
        ("visit", "就诊ID", "Visit", DataClass.HEALTH, 2),
        ("settlement", "结算ID", "Settlement", DataClass.MONEY, 2),
    ),
    "nonce": (
        ("provider", "定点医药机构", "Provider", _I, 1),
        ("nonce", "随机数", "Random text", _S, 2),
        ("used_at", "使用时间", "Used", _S, 2),
    ),
    "signing": (
        ("id", "序号", "Key", _S, 1),
        ("number", "签到编号", "Number", _S, 2),
        ("provider", "定点医药机构", "Provider", _I, 1),
        ("operator", "操作员编号", "Operator", _S, 2),
        ("mac", "MAC地址", "MAC address", _S, 2),
        ("address", "IP地址", "Address", _S, 3),
        ("signed_on", "签到日期", "Day", _S, 2),
        ("signed_in_at", "签到时间", "Signed in", _S, 2),
        ("signed_out_at", "签退时间", "Signed out", _S, 2),
    ),
    "providerfile": (
        ("id", "序号", "Key", _S, 1),
        ("number", "文件查询号", "Number", _S, 2),
        ("provider", "定点医药机构", "Provider", _I, 1),
        ("name", "文件名称", "Name", _S, 2),
        ("content", "内容", "Content", DataClass.HEALTH, 3, MaskKind.WHOLE),
        ("kept_at", "接收时间", "Kept", _S, 2),
        ("kept_until", "下载截止时间", "Kept until", _S, 2),
    ),
    "clearingapplication": (
        ("id", "序号", "Key", _S, 1),
        ("number", "清算申请事件ID", "Number", _S, 2),
        ("provider", "定点医药机构", "Provider", _I, 1),
        ("clr_type", "清算类别", "Kind of clearing", _M, 1),
        ("clr_way", "清算方式", "Way of clearing", _M, 1),
        ("month", "清算年月", "Month", _M, 1),
        ("first", "开始日期", "First day", _M, 1),
        ("last", "结束日期", "Last day", _M, 1),
        ("visits", "清算人次", "Visits", _M, 2),
        ("total_fen", "医疗费总额", "The bills", _M, 2),
        ("recognised_fen", "医保认可费用总额", "Recognised", _M, 2),
        ("fund_fen", "基金申报总额", "Asked of the funds", _M, 2),
        ("cash_fen", "现金支付金额", "Paid in cash", _M, 2),
        ("account_fen", "个人账户支出", "Paid by accounts", _M, 2),
        ("state", "状态", "State", _S, 2),
        ("applied_at", "申请时间", "Applied", _S, 2),
        ("withdrawn_at", "撤销时间", "Withdrawn", _S, 2),
    ),
}


def _field(model: str, row: _Row) -> Field:
    name, zh, en, data_class, level = row[:5]
    covered = row[5] if len(row) == 6 else None
    return Field(f"exchange.{model}.{name}", Text(zh, en), data_class, level, covered)


FIELDS = tuple(_field(model, row) for model, rows in _COLUMNS.items() for row in rows)
