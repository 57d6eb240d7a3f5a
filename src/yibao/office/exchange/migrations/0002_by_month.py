"""Cuts messages and their keys by month; messages are appended only, numbers come from a sequence."""

from datetime import date

from django.db import migrations

from yibao.office.base.seals.append_only import append_only
from yibao.office.database.partitions import months_from

FIRST = date(2025, 10, 1)
MONTHS = 30
"""Made ahead; the worker makes those that follow."""

MESSAGES = """
    CREATE TABLE exchange_message_cut (
        LIKE exchange_message INCLUDING DEFAULTS INCLUDING COMMENTS
    ) PARTITION BY RANGE (received_at);
    DROP TABLE exchange_message;
    ALTER TABLE exchange_message_cut RENAME TO exchange_message;
    ALTER TABLE exchange_message ADD PRIMARY KEY (id, received_at);
    CREATE INDEX exchange_message_written_in ON exchange_message (written_in);
    CREATE INDEX exchange_message_provider ON exchange_message (provider, id DESC);
    CREATE INDEX exchange_message_person ON exchange_message (person, id DESC) WHERE person <> '';
    CREATE INDEX exchange_message_visit ON exchange_message (visit, id DESC) WHERE visit <> '';
    CREATE INDEX exchange_message_refused ON exchange_message (id DESC)
        WHERE outcome NOT IN ('ok', 'repeated');
    CREATE TABLE exchange_message_other PARTITION OF exchange_message DEFAULT;
    CREATE SEQUENCE exchange_message_number OWNED BY exchange_message.id;
"""
KEYS = """
    CREATE TABLE exchange_key_cut (
        LIKE exchange_key INCLUDING DEFAULTS INCLUDING COMMENTS
    ) PARTITION BY RANGE (sent_on);
    DROP TABLE exchange_key;
    ALTER TABLE exchange_key_cut RENAME TO exchange_key;
    ALTER TABLE exchange_key
        ADD CONSTRAINT exchange_key_once PRIMARY KEY (provider, infno, msgid, sent_on);
    CREATE INDEX exchange_key_message ON exchange_key (message_id);
    CREATE TABLE exchange_key_other PARTITION OF exchange_key DEFAULT;
"""
# After a crash of the database the table is empty: a signature of the last half hour could then be
# sent again. A table that survives would cost every signed message a wait for the disk.
NONCES = """
    ALTER TABLE exchange_nonce SET UNLOGGED;
    CREATE INDEX exchange_nonce_used_at ON exchange_nonce (used_at);
"""


def _months(table: str, zone: str) -> str:
    return "".join(
        f"CREATE TABLE {table}_{begins:%Y_%m} PARTITION OF {table}"
        f" FOR VALUES FROM ('{begins}{zone}') TO ('{ends}{zone}');"
        for begins, ends in months_from(FIRST, MONTHS)
    )


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial"), ("base", "0002_audit_by_month")]
    operations = [
        migrations.RunSQL(MESSAGES),
        migrations.RunSQL(_months("exchange_message", " 00:00:00+08")),
        append_only("exchange_message"),
        migrations.RunSQL(KEYS),
        migrations.RunSQL(_months("exchange_key", "")),
        migrations.RunSQL(NONCES),
    ]
