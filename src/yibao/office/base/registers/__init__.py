"""The registers of the base (系统管理登记簿)."""

from yibao.office.base.registers.accounts import ACCOUNTS
from yibao.office.base.registers.audit import AUDIT
from yibao.office.base.registers.grants import GRANTS
from yibao.office.base.registers.pages import BADGES, PAGES, SEARCH
from yibao.office.base.registers.work import EVENTS, JOBS
from yibao.office.screens.hooks import Office
from yibao.terms.text import Text

OFFICE = Office("base", Text("系统管理", "Administration"), "settings", place=900)
REGISTERS = (ACCOUNTS, GRANTS, AUDIT, JOBS, EVENTS)

__all__ = ["BADGES", "OFFICE", "PAGES", "REGISTERS", "SEARCH"]
