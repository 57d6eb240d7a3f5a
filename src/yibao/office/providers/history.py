"""The changes of a row as its page tells them (变更历史)."""

from __future__ import annotations

from collections.abc import Iterator

from yibao.office.base.field_catalogue import fields
from yibao.office.base.queries import history_of
from yibao.office.screens.register import Change
from yibao.terms.text import Text

WORDS = {
    "first": Text("起始日期", "First day"),
    "last": Text("截止日期", "Last day"),
    "reason": Text("原因", "Reason"),
    "scopes": Text("服务范围", "Care covered"),
    "scope": Text("服务范围", "Care covered"),
    "resumed": Text("恢复日期", "Resumed on"),
    "level": Text("机构级别", "Class"),
    "certificate": Text("证件号码", "Certificate"),
    "paused": Text("暂停起始", "Suspended from"),
    "arrears": Text("欠费起始", "In arrears from"),
    "insutype": Text("险种类型", "Scheme"),
    "psn_type": Text("人员类别", "Kind of person"),
    "category": Text("身份类别", "Category"),
    "cover": Text("补充保障", "Cover"),
    "disease": Text("病种", "Disease"),
    "filing": Text("备案类型", "Filing"),
    "destination": Text("就医地", "Destination"),
    "institution": Text("机构", "Institution"),
    "merged": Text("并入的编号", "Merged number"),
    "closed": Text("终止的记录数", "Records ended"),
    "transferred_to": Text("转往", "Transferred to"),
    "schemes": Text("险种", "Schemes"),
    "void": Text("无效", "Void"),
    "state": Text("资格状态", "Standing"),
    "caty": Text("科别", "National code"),
}
_MASKED = {"certificate": "people.certificate.number", "number": "providers.bankaccount.number"}


def changes_of(subject: str, model: str) -> Iterator[Change]:
    """Yield what was changed, the newest first.

    Args:
        subject: kind and number as the audit has them, ``"person:P99…"``.
        model: office and model whose columns the names of changes are, ``"people.person"``.

    """
    known = fields()
    for entry in history_of(subject):
        for name, (before, after) in entry.changes.items():
            field = known.get(f"{model}.{name}")
            masked = f"{model}.{name}" if field else _MASKED.get(name)
            what = field.label if field else WORDS.get(name, Text(name, name))
            yield Change(entry.at, entry.account_name, what, before, after, masked)
