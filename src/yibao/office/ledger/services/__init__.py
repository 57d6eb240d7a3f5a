"""The only writers of the ledger (记账服务)."""

from yibao.office.ledger.services.accounts import (
    close_personal_account,
    open_personal_account,
)
from yibao.office.ledger.services.inline import (
    POSTING,
    HeldAccount,
    hold_accounts,
    inline,
    refuse_closed_period,
    see_accounts,
)
from yibao.office.ledger.services.load import PastEntry, load_entries
from yibao.office.ledger.services.pay import Event, pay, statutory_entry
from yibao.office.ledger.services.periods import close_period, open_period
from yibao.office.ledger.services.post import Posted, post, post_many
from yibao.office.ledger.services.reverse import reverse
from yibao.office.ledger.services.year_end import carry_over

__all__ = [
    "POSTING",
    "Event",
    "HeldAccount",
    "PastEntry",
    "Posted",
    "carry_over",
    "close_period",
    "close_personal_account",
    "hold_accounts",
    "inline",
    "load_entries",
    "open_period",
    "open_personal_account",
    "pay",
    "post",
    "post_many",
    "refuse_closed_period",
    "reverse",
    "see_accounts",
    "statutory_entry",
]
