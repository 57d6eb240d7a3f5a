"""Makes months ahead and forgets what is no longer asked for (分区维护)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import connection, transaction
from psycopg import sql

from yibao.office.database.partitions import make_months
from yibao.office.exchange.message_number import NO_DAY
from yibao.office.exchange.messages.keys import oldest_kept
from yibao.office.exchange.models import Key, Nonce
from yibao.office.exchange.security.signatures import WINDOW_SECONDS

MONTHS_AHEAD = 3
_PARTITIONS = """
    SELECT child.relname FROM pg_inherits
    JOIN pg_class AS child ON child.oid = pg_inherits.inhrelid
    WHERE pg_inherits.inhparent = 'exchange_key'::regclass
        AND child.relname ~ '^exchange_key_[0-9]{4}_[0-9]{2}$'
    ORDER BY child.relname
"""


def make_months_ahead(today: date) -> int:
    """Make the months to come of messages and keys; return how many were missing."""
    return sum(
        make_months(table, today, MONTHS_AHEAD + 1)
        for table in ("exchange_message", "exchange_key")
    )


def forget(now: datetime) -> list[str]:
    """Drop the months of keys that are older than they are kept; return their names.

    Numbers without a day, and nonces beyond the window, are deleted by when they came.
    """
    oldest = oldest_kept(now.date())
    with connection.cursor() as cursor:
        cursor.execute(_PARTITIONS)
        old = [name for (name,) in cursor.fetchall() if name < f"exchange_key_{oldest:%Y_%m}"]
        for name in old:
            with transaction.atomic():
                cursor.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(name)).as_string())
    Key.objects.filter(sent_on=NO_DAY, kept_at__date__lt=oldest).delete()
    Nonce.objects.filter(used_at__lt=now - timedelta(seconds=2 * WINDOW_SECONDS)).delete()
    return old
