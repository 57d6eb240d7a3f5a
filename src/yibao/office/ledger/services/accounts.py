"""Opens accounts and finds them: the chart's as they are needed, persons' by hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from yibao.office.base.actor import Actor
from yibao.office.base.audit import wrote
from yibao.office.base.errors import Conflict, not_found
from yibao.office.ledger.chart import PERSONAL, Book
from yibao.office.ledger.entry import NewEntry
from yibao.office.ledger.models import Account, PersonalAccount
from yibao.terms.admdvs import Division
from yibao.terms.errors import InvalidInput
from yibao.terms.own_ids import SEQUENCE_MAX, make
from yibao.terms.text import Text

PERSONAL_FUND = "310200"

Place = tuple[str, Book, str, str, str]
"""Division, book, fund, account and party: what makes an account the one that it is."""


@dataclass(frozen=True, slots=True)
class Known:
    """What posting must know of an account."""

    id: int
    closed_on: date | None


_FIND = """
SELECT place.at, account.id, account.closed_on
FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
    AS place (at, division, book, fund, account, party)
JOIN ledger_account AS account USING (division, book, fund, account, party)
"""
_OPEN = """
INSERT INTO ledger_account (division, book, fund, account, party, opened_on)
SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::date[])
ORDER BY 1, 2, 3, 4, 5
ON CONFLICT (division, book, fund, account, party) DO NOTHING
"""


REMEMBERED_MAX = 100_000
_REMEMBERED: dict[tuple[str, Place], Known] = {}
"""Accounts of the chart by database and place: they are never closed and never removed."""


def accounts_of(entries: Sequence[NewEntry]) -> dict[Place, Known]:
    """Return every account of the entries' lines; those of the chart are opened where missing.

    Raises:
        InvalidInput: code ``no_personal_account``: that kind is never opened by a posting.

    """
    name = str(connection.settings_dict["NAME"])
    days: dict[Place, date] = {}
    for entry in entries:
        for line in entry.lines:
            place = (entry.division, entry.book, line.fund, line.account, line.party)
            days.setdefault(place, entry.business_day)
    found = {place: _REMEMBERED[name, place] for place in days if (name, place) in _REMEMBERED}
    if len(found) < len(days):
        found.update(_find(place for place in days if place not in found))
    missing = [place for place in days if place not in found]
    if not missing:
        _remember(name, found)
        return found
    for place in missing:
        if place[3] == PERSONAL:
            raise _no_personal_account(place[4])
    columns = [list(column) for column in zip(*missing, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [*columns, [days[place] for place in missing]])
    found.update(_find(missing))
    _remember(name, found)
    return found


def _remember(name: str, found: dict[Place, Known]) -> None:
    """Keep what was found once it is committed; what may be closed is looked up each time."""
    new = {
        (name, place): known
        for place, known in found.items()
        if (name, place) not in _REMEMBERED and place[3] != PERSONAL and known.closed_on is None
    }
    if new and len(_REMEMBERED) < REMEMBERED_MAX:
        transaction.on_commit(lambda: _REMEMBERED.update(new))


def _find(places: Iterable[Place]) -> dict[Place, Known]:
    wanted = list(places)
    columns = [list(column) for column in zip(*wanted, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [list(range(len(wanted))), *columns])
        return {wanted[at]: Known(key, closed_on) for at, key, closed_on in cursor.fetchall()}


def open_personal_account(
    actor: Actor, division: str, person: str, opened_on: date
) -> PersonalAccount:
    """Open the personal account (个人账户) of a person; return the one that is open already.

    Args:
        actor: who opens it.
        division: the pooling area.
        person: the person's number, ``psn_no``.
        opened_on: its first day.

    Raises:
        InvalidInput: ``invalid_division``, ``invalid_person``.
        Conflict: ``account_closed``: it was closed before; a closed one is not opened again.

    """
    Division.parse(division)
    if not 1 <= len(person) <= 30 or "\0" in person:
        raise InvalidInput(
            "invalid_person",
            "person",
            Text("人员编号应为 1 至 30 字。", "A person's number has 1 to 30 characters."),
            Text("请核对人员编号。", "Check the number."),
        )
    with transaction.atomic():
        place: Place = (division, Book.OPERATIONAL, PERSONAL_FUND, PERSONAL, person)
        with connection.cursor() as cursor:
            cursor.execute(_OPEN, [*([value] for value in place), [opened_on]])
        account = Account.objects.select_for_update().get(
            division=division,
            book=Book.OPERATIONAL,
            fund=PERSONAL_FUND,
            account=PERSONAL,
            party=person,
        )
        known = PersonalAccount.objects.filter(account=account).first()
        if known is not None and known.closed_on is not None:
            raise Conflict(
                "account_closed",
                "person",
                Text(f"{person} 的个人账户已销户。", f"The account of {person} was closed."),
                Text("请由基金财务核实。", "Ask the fund's accountants."),
            )
        if known is not None:
            return known
        number = make("account", division, opened_on, account.pk % (SEQUENCE_MAX + 1))
        opened = PersonalAccount.objects.create(
            number=number, account=account, division=division, person=person, opened_on=opened_on
        )
        wrote(actor, "ledger.personal.edit", f"personal_account:{number}", persons=[person])
        return opened


def close_personal_account(actor: Actor, number: str, closed_on: date) -> PersonalAccount:
    """Close an empty personal account; the day it is closed it takes nothing any more.

    Raises:
        NotFound: there is none.
        Conflict: ``not_empty``.

    """
    with transaction.atomic():
        held = PersonalAccount.objects.select_for_update().filter(number=number).first()
        if held is None:
            raise not_found("personal_account", number)
        if held.balance_fen:
            raise Conflict(
                "not_empty",
                "number",
                Text(f"账户 {number} 尚有余额。", f"Account {number} is not empty."),
                Text("请先退还或转出余额。", "Pay it out or transfer it first."),
            )
        before, held.closed_on = held.closed_on, closed_on
        held.save(update_fields=["closed_on"])
        Account.objects.filter(pk=held.account_id).update(closed_on=closed_on)
        changes = {"closed_on": (before, closed_on)}
        subject = f"personal_account:{number}"
        wrote(actor, "ledger.personal.edit", subject, changes, persons=[held.person])
        return held


def _no_personal_account(person: str) -> InvalidInput:
    return InvalidInput(
        "no_personal_account",
        "lines",
        Text(f"{person} 没有个人账户。", f"{person} has no personal account."),
        Text("请先开户。", "Open one first."),
    )
