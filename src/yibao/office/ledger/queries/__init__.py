"""What others may ask of the ledger (账务查询)."""

from yibao.office.ledger.queries.accounts import (
    BALANCES,
    accounts_within,
    balance_of,
    personal_account,
    personal_accounts_within,
)
from yibao.office.ledger.queries.entries import (
    ShownLine,
    entries_within,
    entry_by_number,
    lines_of,
    reversal_of,
)
from yibao.office.ledger.queries.statement import Statement, StatementLine, newest_lines, statement
from yibao.office.ledger.queries.trial import TrialBalance, TrialLine, periods_within, trial_balance

__all__ = [
    "BALANCES",
    "ShownLine",
    "Statement",
    "StatementLine",
    "TrialBalance",
    "TrialLine",
    "accounts_within",
    "balance_of",
    "entries_within",
    "entry_by_number",
    "lines_of",
    "newest_lines",
    "periods_within",
    "personal_account",
    "personal_accounts_within",
    "reversal_of",
    "statement",
    "trial_balance",
]
