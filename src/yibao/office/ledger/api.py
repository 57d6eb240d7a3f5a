"""The interface of the ledger (接口): entries, trial balance, statements, personal accounts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Router, Schema
from pydantic import Field

from yibao.office.base.audit import shown
from yibao.office.base.errors import not_found
from yibao.office.base.rights.guard import guarded
from yibao.office.base.rights.request import OfficeRequest
from yibao.office.ledger import queries
from yibao.office.ledger.chart import Book, chart
from yibao.office.ledger.models import Account, Entry
from yibao.office.ledger.queries.statement import LINES_MAX, Place
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

router = Router()
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Limit = Annotated[int, Field(ge=1, le=LINES_MAX)]
Division = Annotated[str, Field(pattern="^[0-9]{6}$")]
Code = Annotated[str, Field(max_length=40, pattern="^[^\x00]*$")]


class Refusal(Schema):
    """What was wrong, in which field, and what to do."""

    code: str
    field: str
    reason: str
    remedy: str


class LineOut(Schema):
    """A line of an entry; side 1 is debit, -1 credit."""

    account_id: int
    fund: str
    account: str
    party: str
    side: int
    amount_fen: int


class EntryOut(Schema):
    """An entry."""

    id: int
    number: str
    division: str
    book: Book
    business_day: date
    posted_at: datetime
    purpose: str
    event: str
    subject: str
    memo: str
    reverses: str
    debit_fen: int


class WholeEntryOut(EntryOut):
    """An entry with its lines."""

    lines: list[LineOut]


class TrialLineOut(Schema):
    """An account in a trial balance; debits count positive."""

    fund: str
    account: str
    code: str
    verified: bool
    opening_fen: int
    debit_fen: int
    credit_fen: int
    closing_fen: int


class TrialOut(Schema):
    """A trial balance; `off` names funds that do not balance and is always empty."""

    division: str
    book: Book
    month: date
    off: list[str]
    lines: list[TrialLineOut]


class StatementLineOut(Schema):
    """A line of a statement with the balance after it."""

    business_day: date
    entry_id: int
    number: str
    subject: str
    side: int
    amount_fen: int
    balance_fen: int


class StatementOut(Schema):
    """A page of a statement; `next` asks for the page that follows."""

    account_id: int
    opening_fen: int
    closing_fen: int
    lines: list[StatementLineOut]
    next: str


class PersonalOut(Schema):
    """A personal account."""

    number: str
    account_id: int
    division: str
    person: str
    balance_fen: int
    opened_on: date
    closed_on: date | None


REFUSALS = {403: Refusal, 404: Refusal, 422: Refusal}


@router.get("entries/", response={200: list[EntryOut], **REFUSALS})
@guarded("ledger.entry.view")
def entries(
    request: OfficeRequest,
    book: Book | None = None,
    purpose: Code = "",
    subject: Code = "",
    first: date | None = None,
    last: date | None = None,
    before: Key | None = None,
    limit: Limit = 100,
) -> list[Entry]:
    """Return entries, newest first; `before` is the last id of the page before."""
    reach = request.granted.reach("ledger.entry.view")
    wanted = {
        "book": book,
        "purpose": purpose,
        "subject": subject,
        "business_day__gte": first,
        "business_day__lte": last,
        "pk__lt": before,
    }
    given = {name: value for name, value in wanted.items() if value not in (None, "")}
    return list(queries.entries_within(reach).filter(**given).order_by("-pk")[:limit])


@router.get("entries/{number}/", response={200: WholeEntryOut, **REFUSALS})
@guarded("ledger.entry.view")
def entry(request: OfficeRequest, number: str) -> WholeEntryOut:
    """Return an entry with its lines."""
    reach = request.granted.reach("ledger.entry.view")
    found = queries.entry_by_number(number, reach)
    lines = queries.lines_of(found.pk, found.business_day)
    shown(request, [line.party for line in lines if line.chart.party == "person"])
    plain = EntryOut.from_orm(found).dict()
    return WholeEntryOut(**plain, lines=[LineOut.from_orm(line) for line in lines])


@router.get("trial-balance/", response={200: TrialOut, **REFUSALS})
@guarded("ledger.trial.view")
def trial_balance(
    request: OfficeRequest, division: Division, book: Book, month: date, fund: Code = ""
) -> TrialOut:
    """Return the trial balance of the month of a day."""
    reach = request.granted.reach("ledger.trial.view")
    if not reach.covers_division(division):
        raise not_found("division", division)
    found = queries.trial_balance(division, book, month, fund)
    lines = [
        TrialLineOut(
            fund=line.fund,
            account=line.account,
            code=line.chart.code,
            verified=line.chart.verified,
            opening_fen=line.opening_fen,
            debit_fen=line.debit_fen,
            credit_fen=line.credit_fen,
            closing_fen=line.closing_fen,
        )
        for line in found.lines
    ]
    off = list(found.off())
    return TrialOut(division=division, book=book, month=found.month, off=off, lines=lines)


@router.get("accounts/{account_id}/statement/", response={200: StatementOut, **REFUSALS})
@guarded("ledger.account.view")
def account_statement(
    request: OfficeRequest,
    account_id: Key,
    first: date,
    last: date,
    after: Code = "",
    limit: Limit = 100,
) -> StatementOut:
    """Return a page of the lines of an account from one day to another."""
    reach = request.granted.reach("ledger.account.view")
    account = queries.accounts_within(reach).filter(pk=account_id).first()
    if account is None:
        raise not_found("account", account_id)
    if _is_of_person(account):
        shown(request, [account.party])
    page = queries.statement(account_id, first, last, _place(after), limit)
    return StatementOut(
        account_id=account_id,
        opening_fen=page.opening_fen,
        closing_fen=page.closing_fen,
        lines=[StatementLineOut.from_orm(line) for line in page.lines],
        next="" if page.next is None else " ".join(map(str, page.next)),
    )


@router.get("personal-accounts/{number}/", response={200: PersonalOut, **REFUSALS})
@guarded("ledger.personal.view")
def personal_account(request: OfficeRequest, number: Code) -> PersonalOut:
    """Return a personal account and its balance."""
    reach = request.granted.reach("ledger.personal.view")
    held = queries.personal_account(number, reach)
    shown(request, [held.person])
    return PersonalOut.from_orm(held)


def _is_of_person(account: Account) -> bool:
    known = chart()[Book(account.book), account.fund, account.account]
    return bool(account.party) and known.party == "person"


def _place(text: str) -> Place | None:
    if not text:
        return None
    try:
        day, entry_id, side = text.split(" ")
        return date.fromisoformat(day), min(int(entry_id), 2**63 - 1), max(-1, min(1, int(side)))
    except ValueError as error:
        raise InvalidInput(
            "invalid_place",
            "after",
            Text(f"“{text}”不是翻页位置。", f"{text!r} is no place in a statement."),
            Text("请用上一页的 next。", "Use `next` of the page before."),
        ) from error
