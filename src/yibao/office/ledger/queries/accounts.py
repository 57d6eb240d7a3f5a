"""Accounts and what they stand at."""

from datetime import date

from django.db import connection
from django.db.models import QuerySet

from yibao.office.base.errors import not_found
from yibao.office.base.rights.granted import EVERYTHING, Reach
from yibao.office.ledger.models import Account, PersonalAccount

_BALANCE = """
WITH closed AS (
    SELECT period.month + interval '1 month' AS after, balance.opening_fen + balance.debit_fen
        - balance.credit_fen AS balance_fen
    FROM ledger_periodbalance AS balance JOIN ledger_period AS period ON period.id = period_id
    WHERE balance.account_id = %(account)s AND period.month + interval '1 month' <= %(day)s
    ORDER BY period.month DESC LIMIT 1
)
SELECT coalesce((SELECT balance_fen FROM closed), 0) + coalesce((
    SELECT sum(side * amount_fen) FROM ledger_line
    WHERE account_id = %(account)s AND business_day < %(day)s
        AND business_day >= coalesce((SELECT after FROM closed), '-infinity')::date
), 0)
"""


BALANCES = """(
    SELECT jsonb_object_agg(division, balance_fen)::text FROM ledger_personalaccount
    WHERE person = {person} AND closed_on IS NULL)"""
"""What a person's open personal accounts hold: pooling area → fen, as JSON; null where none is.

An expression for somebody's own statement: `{person}` stands for an expression.
"""


def balance_of(account_id: int, before: date) -> int:
    """Return debits less credits of an account until before a day, in fen.

    From the last month closed before it, and the lines since.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BALANCE, {"account": account_id, "day": before})
        (balance_fen,) = cursor.fetchone() or (0,)
    return int(balance_fen)


def accounts_within(reach: Reach) -> QuerySet[Account]:
    """Return the accounts within `reach`; a provider's reach shows its own sub-accounts."""
    return Account.objects.filter(reach.condition(provider="party", person="party"))


def personal_accounts_within(reach: Reach) -> QuerySet[PersonalAccount]:
    """Return the personal accounts within `reach`."""
    return PersonalAccount.objects.filter(reach.condition(person="person"))


def personal_account(number: str, reach: Reach = EVERYTHING) -> PersonalAccount:
    """Return a personal account.

    Raises:
        NotFound: there is none within `reach`.

    """
    found = personal_accounts_within(reach).filter(number=number).first()
    if found is None:
        raise not_found("personal_account", number)
    return found
