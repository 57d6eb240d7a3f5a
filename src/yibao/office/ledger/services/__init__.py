"""The only writers of the ledger (记账服务)."""

from yibao.office.ledger.services.accounts import (
    close_personal_account,
    open_personal_account,
)
from yibao.office.ledger.services.periods import close_period, open_period
from yibao.office.ledger.services.post import post, post_many
from yibao.office.ledger.services.reverse import reverse

__all__ = [
    "close_period",
    "close_personal_account",
    "open_period",
    "open_personal_account",
    "post",
    "post_many",
    "reverse",
]
