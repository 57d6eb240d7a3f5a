"""Opens and closes the months of a book (开账、结账)."""

from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from yibao.office.base.actor import Actor
from yibao.office.base.audit import wrote
from yibao.office.base.errors import not_found
from yibao.office.ledger.chart import Book
from yibao.office.ledger.errors import cannot_close
from yibao.office.ledger.models import Period, PeriodBalance
from yibao.office.ledger.partitions import make_month
from yibao.office.ledger.queries.trial import ACCOUNTS, trial_balance
from yibao.terms.admdvs import Division
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

_LOCK = """
SELECT pg_advisory_xact_lock(
    hashtext('ledger_period'), hashtext(%s::text || %s::text || %s::date::text))
"""
_KEEP = f"""
INSERT INTO ledger_periodbalance (period_id, account_id, opening_fen, debit_fen, credit_fen)
SELECT %(period)s, id, opening_fen, debit_fen, credit_fen FROM ({ACCOUNTS}) AS account
WHERE opening_fen <> 0 OR debit_fen <> 0 OR credit_fen <> 0
"""  # noqa: S608 -- made of constants


def open_period(actor: Actor, division: str, book: Book, month: date, reason: str = "") -> Period:
    """Open the month of a day; return it, also when it is open already.

    The month that was closed last may be opened again, with a reason. No month before it may be
    opened: balances rest on it.

    Raises:
        InvalidInput: ``invalid_division``, ``reason_missing``.
        Conflict: ``cannot_close``: a later month is closed.

    """
    Division.parse(division)
    first = month.replace(day=1)
    with transaction.atomic():
        _lock(division, book, first)
        books = Period.objects.filter(division=division, book=book)
        if books.filter(month__gt=first, state=Period.State.CLOSED).exists():
            raise cannot_close(
                Text("其后的月份已经结账，不能再开放。", "A later month is closed already.")
            )
        make_month(first)
        period = books.filter(month=first).first()
        if period is not None and period.state == Period.State.OPEN:
            return period
        if period is None:
            period = Period(division=division, book=book, month=first)
        elif not reason.strip():
            raise InvalidInput(
                "reason_missing",
                "reason",
                Text("反结账须写明原因。", "Say why a closed month is opened again."),
                Text("补上原因后重试。", "Give the reason and try again."),
            )
        if period.pk:
            PeriodBalance.objects.filter(period=period).delete()
        return _write(actor, period, Period.State.OPEN, reason.strip())


def close_period(actor: Actor, division: str, book: Book, month: date) -> Period:
    """Close the month of a day: keep what each account stands at, and take no more entries.

    Waits for entries that are being posted into it.

    Raises:
        NotFound: it was never opened.
        Conflict: ``cannot_close``: it is closed, an earlier month is open, or the trial balance
            is not zero.

    """
    first = month.replace(day=1)
    with transaction.atomic():
        _lock(division, book, first)
        books = Period.objects.filter(division=division, book=book)
        period = books.filter(month=first).first()
        if period is None:
            raise not_found("period", f"{division} {book} {first:%Y-%m}")
        if period.state == Period.State.CLOSED:
            raise cannot_close(Text("该期间已经结账。", "It is closed already."))
        if books.filter(month__lt=first, state=Period.State.OPEN).exists():
            raise cannot_close(Text("之前的月份尚未结账。", "An earlier month is still open."))
        if off := trial_balance(division, book, first).off():
            funds = ", ".join(off)
            raise cannot_close(
                Text(f"试算不平：基金 {funds}。", f"The trial balance of {funds} is not zero.")
            )
        with connection.cursor() as cursor:
            cursor.execute(
                _KEEP,
                {"period": period.pk, "division": division, "book": book.value, "month": first},
            )
        return _write(actor, period, Period.State.CLOSED, "")


def _write(actor: Actor, period: Period, state: Period.State, reason: str) -> Period:
    before = period.state if period.pk else ""
    period.state, period.reason = state, reason[:200]
    period.changed_at, period.changed_by = timezone.now(), actor.name[:64]
    period.save()
    subject = f"period:{period.division}:{period.book}:{period.month:%Y-%m}"
    wrote(actor, "ledger.period.approve", subject, {"state": (before, state.value)})
    return period


def _lock(division: str, book: Book, month: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [division, book.value, month])
