"""Let lines find their entry and their account by key, however many a transaction writes.

A plan is made once for a connection, mostly when next to nothing is there: it read all entries of
the transaction again for every line, the square of what a large load writes.
"""

from typing import ClassVar

from django.db import migrations

_BY_KEY = """
CREATE OR REPLACE FUNCTION ledger_check_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM added
        -- OFFSET 0: each is looked up by its key, never joined in another way.
        LEFT JOIN LATERAL (
            SELECT division, book, reverses FROM ledger_entry
            WHERE id = added.entry_id AND business_day = added.business_day
                AND written_in + 0 = pg_current_xact_id()::text::bigint OFFSET 0
        ) AS entry ON true
        LEFT JOIN LATERAL (
            SELECT division, book, closed_on FROM ledger_account
            WHERE id = added.account_id OFFSET 0
        ) AS account ON account.division = entry.division AND account.book = entry.book
            AND (account.closed_on IS NULL OR account.closed_on > added.business_day)
        WHERE entry.division IS NULL OR account.division IS NULL
            OR (added.amount_fen < 0) <> (entry.reverses <> '')
    ) THEN
        RAISE EXCEPTION 'a line without its entry of this transaction, or of a wrong account'
            USING ERRCODE = 'YB002';
    END IF;
    RETURN NULL;
END $$;
"""
_BEFORE = """
CREATE OR REPLACE FUNCTION ledger_check_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM added
        LEFT JOIN ledger_entry AS entry
            ON entry.id = added.entry_id AND entry.business_day = added.business_day
            AND entry.written_in = pg_current_xact_id()::text::bigint
        LEFT JOIN ledger_account AS account
            ON account.id = added.account_id AND account.division = entry.division
            AND account.book = entry.book
            AND (account.closed_on IS NULL OR account.closed_on > entry.business_day)
        WHERE entry.id IS NULL OR account.id IS NULL
            OR (added.amount_fen < 0) <> (entry.reverses <> '')
    ) THEN
        RAISE EXCEPTION 'a line without its entry of this transaction, or of a wrong account'
            USING ERRCODE = 'YB002';
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    """Replace the function of the trigger."""

    dependencies: ClassVar = [("ledger", "0002_entries_by_month")]
    operations: ClassVar = [migrations.RunSQL(_BY_KEY, _BEFORE)]
