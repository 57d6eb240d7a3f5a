"""What of the books is sealed: every entry with its lines, as one leaf."""

from yibao.office.base.seals import SealedPart, SealedTable
from yibao.terms.text import Text

LINES = SealedPart(
    "ledger_line",
    joins=(("entry_id", "id"), ("business_day", "business_day")),
    order=("account_id", "side"),
    columns=("account_id", "side", "amount_fen"),
)
ENTRIES = SealedTable(
    "ledger_entry",
    (
        "number",
        "key",
        "division",
        "book",
        "business_day",
        "posted_at",
        "purpose",
        "event",
        "subject",
        "memo",
        "reverses",
        "line_count",
        "debit_fen",
        "actor_id",
        "actor_name",
    ),
    Text("记账凭证", "ledger entries"),
    parts=(LINES,),
)
