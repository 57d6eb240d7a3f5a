"""The audit log, cut by month: nothing changes it, nothing removes from it."""

from datetime import date

from django.db import migrations

from yibao.office.base.seals.append_only import append_only
from yibao.office.database.partitions import months_from

FIRST = date(2026, 1, 1)
MONTHS = 24
"""Made ahead; the worker makes those that follow."""

TABLE = """
    CREATE TABLE base_auditentry_cut (
        LIKE base_auditentry INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING COMMENTS
    ) PARTITION BY RANGE (at);
    DROP TABLE base_auditentry;
    ALTER TABLE base_auditentry_cut RENAME TO base_auditentry;
    ALTER TABLE base_auditentry ADD PRIMARY KEY (id, at);
    CREATE INDEX audit_persons ON base_auditentry USING gin (persons);
    CREATE INDEX audit_account ON base_auditentry (account_id, id DESC);
    CREATE INDEX audit_subject ON base_auditentry (subject, id DESC);
    CREATE INDEX audit_written_in ON base_auditentry (written_in);
    CREATE TABLE base_auditentry_other PARTITION OF base_auditentry DEFAULT;
"""

PARTITIONS = "".join(
    f"CREATE TABLE base_auditentry_{begins:%Y_%m} PARTITION OF base_auditentry"
    f" FOR VALUES FROM ('{begins} 00:00:00+08') TO ('{ends} 00:00:00+08');"
    for begins, ends in months_from(FIRST, MONTHS)
)


class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial")]
    operations = [
        migrations.RunSQL(TABLE),
        migrations.RunSQL(PARTITIONS),
        append_only("base_auditentry"),
        append_only("base_seal"),
    ]
