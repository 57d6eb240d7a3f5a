"""The only writers of the catalogue's tables."""

from yibao.office.catalogue.services.mappings import approve, propose, refuse, withdraw
from yibao.office.catalogue.services.rules import Days, set_ceiling, set_payment_rule

__all__ = [
    "Days",
    "approve",
    "propose",
    "refuse",
    "set_ceiling",
    "set_payment_rule",
    "withdraw",
]
