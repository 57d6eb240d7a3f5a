"""The registers of the exchange (接口登记簿)."""

from yibao.office.exchange.registers.access import ACCESSES
from yibao.office.exchange.registers.messages import MESSAGES
from yibao.office.screens.hooks import Office
from yibao.terms.text import Text

OFFICE = Office("exchange", Text("两定接口", "Interface"), "arrows-exchange", place=500)
REGISTERS = (MESSAGES, ACCESSES)

__all__ = ["OFFICE", "REGISTERS"]
