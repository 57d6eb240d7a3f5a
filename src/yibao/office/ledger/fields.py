"""Class and level of every column of the ledger (分类分级)."""

from yibao.office.base.field import DataClass, Field
from yibao.terms.text import Text

_M, _P, _S = DataClass.MONEY, DataClass.PERSON, DataClass.SYSTEM
_Row = tuple[str, str, str, DataClass, int]

_PLACE: tuple[_Row, ...] = (
    ("id", "序号", "Key", _S, 1),
    ("division", "统筹区", "Pooling area", DataClass.PUBLIC, 1),
    ("book", "账簿", "Book", _M, 1),
)
_COLUMNS: dict[str, tuple[_Row, ...]] = {
    "account": (
        *_PLACE,
        ("fund", "基金", "Fund", _M, 1),
        ("account", "科目", "Account", _M, 1),
        ("party", "往来方", "Party", _P, 3),
        ("opened_on", "启用日期", "Opened", _M, 2),
        ("closed_on", "停用日期", "Closed", _M, 2),
    ),
    "period": (
        *_PLACE,
        ("month", "月份", "Month", _M, 1),
        ("state", "状态", "State", _M, 1),
        ("changed_at", "变更时间", "Changed", _S, 2),
        ("changed_by", "变更人", "Changed by", _S, 2),
        ("reason", "原因", "Reason", _S, 2),
    ),
    "periodbalance": (
        ("id", "序号", "Key", _S, 1),
        ("period", "会计期间", "Period", _M, 1),
        ("account", "账户", "Account", _M, 2),
        ("opening_fen", "期初余额", "Opening balance", _M, 3),
        ("debit_fen", "借方发生额", "Debits", _M, 3),
        ("credit_fen", "贷方发生额", "Credits", _M, 3),
    ),
    "entry": (
        *_PLACE,
        ("written_in", "写入事务", "Transaction", _S, 2),
        ("number", "凭证号", "Number", _M, 2),
        ("key", "幂等键", "Idempotency key", _S, 2),
        ("business_day", "记账日期", "Business day", _M, 2),
        ("posted_at", "入账时间", "Posted", _S, 2),
        ("purpose", "用途", "Purpose", _M, 2),
        ("event", "业务", "Event", _M, 2),
        ("subject", "来源单号", "Comes from", _M, 2),
        ("memo", "摘要", "Remark", _M, 3),
        ("reverses", "冲销凭证", "Reverses", _M, 2),
        ("line_count", "分录数", "Lines", _M, 2),
        ("debit_fen", "借方合计", "Sum of debits", _M, 3),
        ("actor_id", "经办账户", "Account of who posted", _S, 2),
        ("actor_name", "经办人", "Who posted", _S, 2),
    ),
    "line": (
        ("entry_id", "凭证", "Entry", _M, 2),
        ("account_id", "账户", "Account", _M, 2),
        ("side", "方向", "Side", _M, 2),
        ("amount_fen", "金额", "Amount", _M, 3),
        ("business_day", "记账日期", "Business day", _M, 2),
    ),
    "entrykey": (
        ("key", "幂等键", "Idempotency key", _S, 2),
        ("digest", "内容杂凑", "Digest", _S, 2),
        ("entry_id", "凭证", "Entry", _M, 2),
        ("business_day", "记账日期", "Business day", _M, 2),
    ),
    "personalaccount": (
        ("id", "序号", "Key", _S, 1),
        ("number", "账户号", "Number", _M, 2),
        ("account", "账户", "Account", _M, 2),
        ("division", "统筹区", "Pooling area", DataClass.PUBLIC, 1),
        ("person", "人员编号", "Person", _P, 3),
        ("balance_fen", "余额", "Balance", _M, 3),
        ("opened_on", "开户日期", "Opened", _M, 2),
        ("closed_on", "销户日期", "Closed", _M, 2),
    ),
}

FIELDS = tuple(
    Field(f"ledger.{model}.{name}", Text(zh, en), data_class, level)
    for model, rows in _COLUMNS.items()
    for name, zh, en, data_class, level in rows
)
