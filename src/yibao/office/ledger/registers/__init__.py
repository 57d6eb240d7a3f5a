"""The registers of the ledger (账务登记簿) and its place in the navigation."""

from django.db.models import Q

from yibao.office.ledger.queries import entries_within, personal_accounts_within
from yibao.office.ledger.registers.accounts import ACCOUNTS, PERSONAL_ACCOUNTS
from yibao.office.ledger.registers.entries import ENTRIES
from yibao.office.ledger.registers.periods import PERIODS
from yibao.office.screens.addresses import row_address
from yibao.office.screens.hooks import Hit, Office, Page, SearchSource
from yibao.office.screens.rights import Granted
from yibao.terms.errors import InvalidInput
from yibao.terms.own_ids import parse
from yibao.terms.text import Text

OFFICE = Office("ledger", Text("基金账务", "Ledger"), "book", place=600)

REGISTERS = (ENTRIES, ACCOUNTS, PERSONAL_ACCOUNTS, PERIODS)

PAGES = (
    Page(
        "ledger.trial",
        Text("试算平衡表", "Trial balance"),
        "ledger",
        "/ledger/trial/",
        "ledger.trial.view",
        "scale",
    ),
    Page(
        "ledger.chart",
        Text("会计科目", "Chart of accounts"),
        "ledger",
        "/ledger/chart/",
        "ledger.trial.view",
        "list-tree",
    ),
)


def _find_entries(granted: Granted, text: str, limit: int) -> list[Hit]:
    rows = entries_within(granted.reach("ledger.entry.view"))
    try:
        parts = parse(text)
        condition = Q(number=text.upper(), business_day=parts.day)
    except InvalidInput:
        condition = Q(pk__in=[])
    found = rows.filter(condition | Q(subject=text.upper())).order_by("-pk")[:limit]
    return [
        Hit(entry.number, entry.subject, row_address("ledger.entry", entry.pk)) for entry in found
    ]


def _find_personal(granted: Granted, text: str, limit: int) -> list[Hit]:
    rows = personal_accounts_within(granted.reach("ledger.personal.view"))
    found = rows.filter(Q(number=text.upper()) | Q(person=text)).order_by("-pk")[:limit]
    return [
        Hit(held.number, held.person, row_address("ledger.personal", held.pk), (held.person,))
        for held in found
    ]


SEARCH = (
    SearchSource(
        "ledger.entry", Text("凭证", "Entries"), "ledger.entry.view", _find_entries, "book"
    ),
    SearchSource(
        "ledger.personal",
        Text("个人账户", "Personal accounts"),
        "ledger.personal.view",
        _find_personal,
        "wallet",
    ),
)
