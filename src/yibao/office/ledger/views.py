"""The pages of the ledger that are no register: trial balance, chart of accounts."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yibao.office.base.rights.guard import guarded
from yibao.office.base.rights.request import OfficeRequest
from yibao.office.ledger.chart import ELEMENTS, Book, chart, forbidden, funds
from yibao.office.ledger.queries import TrialLine, periods_within, trial_balance
from yibao.terms.text import Text

PARTIES = {
    "none": Text("", ""),
    "provider": Text("按定点机构", "by provider"),
    "person": Text("按人员", "by person"),
    "supplier": Text("按供应商", "by supplier"),
    "region": Text("按地区", "by region"),
}


@require_safe
@guarded("ledger.trial.view")
def trial(request: OfficeRequest) -> HttpResponse:
    """Show the trial balance of a book and month, each fund by itself."""
    reach = request.granted.reach("ledger.trial.view")
    periods = list(periods_within(reach).values_list("division", "book", "month"))
    divisions = sorted({division for division, _, _ in periods})
    asked = request.GET.get("division", "")
    division = asked if asked in divisions else next(iter(divisions), "")
    known = {each.value for each in Book}
    wanted = request.GET.get("book", "")
    book = Book(wanted) if wanted in known else Book.OPERATIONAL
    months = sorted(
        {f"{month:%Y-%m}" for of, in_book, month in periods if (of, in_book) == (division, book)},
        reverse=True,
    )
    chosen = request.GET.get("month", "")
    month = chosen if chosen in months else next(iter(months), "")
    context = {
        "divisions": divisions,
        "division": division,
        "books": list(Book),
        "book": book,
        "months": months,
        "month": month,
        "groups": _groups(division, book, month),
    }
    return render(request, "ledger/trial.html", context)


@require_safe
@guarded("ledger.trial.view")
def chart_of_accounts(request: OfficeRequest) -> HttpResponse:
    """Show the accounts of a fund in both books, and what the law forbids to book."""
    every = funds()
    fund = every.get(request.GET.get("fund", ""), every["310"])
    groups = [
        {
            "label": book.label,
            "accounts": [
                {
                    "account": each,
                    "element": ELEMENTS[each.element],
                    "party": PARTIES[each.party],
                }
                for (in_book, of_fund, _), each in chart().items()
                if (in_book, of_fund) == (book, fund.code)
            ],
        }
        for book in Book
    ]
    context = {
        "funds": list(every.values()),
        "fund": fund,
        "groups": [group for group in groups if group["accounts"]],
        "forbidden": forbidden(),
    }
    return render(request, "ledger/chart.html", context)


def _groups(division: str, book: Book, month: str) -> list[dict[str, object]]:
    if not month:
        return []
    balance = trial_balance(division, book, date.fromisoformat(f"{month}-01"))
    off = balance.off()
    return [
        _group(fund, list(lines), fund not in off)
        for fund, lines in groupby(balance.lines, key=lambda line: line.fund)
    ]


def _group(fund: str, lines: list[TrialLine], is_balanced: bool) -> dict[str, object]:
    return {
        "code": fund,
        "label": funds()[fund].label,
        "lines": lines,
        "is_balanced": is_balanced,
        "opening_fen": sum(line.opening_fen for line in lines),
        "debit_fen": sum(line.debit_fen for line in lines),
        "credit_fen": sum(line.credit_fen for line in lines),
        "closing_fen": sum(line.closing_fen for line in lines),
    }
