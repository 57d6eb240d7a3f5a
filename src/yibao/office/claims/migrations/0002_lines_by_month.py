"""Cuts lines by month, numbers visits and settlements, keeps a person in one bed at a time.

Whoever writes, the four parts of a line sum to its amount (docs/algorithms/visits.md).
"""

from django.db import migrations, models

TABLES = """
ALTER TABLE claims_line RENAME TO claims_line_flat;
CREATE TABLE claims_line (LIKE claims_line_flat INCLUDING DEFAULTS INCLUDING COMMENTS)
    PARTITION BY RANGE (visit_on);
DROP TABLE claims_line_flat;
ALTER TABLE claims_line
    ADD PRIMARY KEY (visit_on, visit_id, number),
    ADD CONSTRAINT claims_line_four_parts
        CHECK (amount_fen = full_self_fen + over_limit_fen + first_pay_fen + in_scope_fen);
"""

MONTHS = """
CREATE FUNCTION claims_make_month(first date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    month date := date_trunc('month', first);
    part text := 'claims_line' || to_char(month, '_YYYY_MM');
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('claims_make_month'), 0);
    -- Asked of the table itself: what to_regclass remembers may be older than the lock.
    IF EXISTS (SELECT FROM pg_class
        WHERE relname = part AND relnamespace = current_schema()::regnamespace) THEN
        RETURN false;
    END IF;
    -- Made aside and attached: CREATE … PARTITION OF would lock out every line meanwhile.
    EXECUTE format('CREATE TABLE %I (LIKE claims_line INCLUDING DEFAULTS INCLUDING CONSTRAINTS)',
        part);
    EXECUTE format('ALTER TABLE claims_line ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
        part, month, month + interval '1 month');
    RETURN true;
END $$;
"""

SEQUENCES = """
CREATE SEQUENCE claims_visit_sequence;
CREATE SEQUENCE claims_settlement_sequence;
"""

DROP_SEQUENCES = """
DROP SEQUENCE claims_visit_sequence;
DROP SEQUENCE claims_settlement_sequence;
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="line",
            name="listed_ppm",
            field=models.IntegerField(
                db_comment="The item's own share in the catalogue, parts per million.",
                null=True,
                verbose_name="目录先自付比例",
            ),
        ),
        migrations.AlterField(
            model_name="line",
            name="limited",
            field=models.CharField(
                db_comment="Fact `limited` of the policy.",
                default="no",
                max_length=10,
                verbose_name="限制使用",
            ),
        ),
        migrations.AlterField(
            model_name="line",
            name="first_pay_ppm",
            field=models.IntegerField(
                db_comment="What was applied, parts per million.",
                null=True,
                verbose_name="先自付比例",
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="disease_fact",
            field=models.CharField(
                db_comment=(
                    "Fact `disease` of the policy: the name under which the disease is registered."
                ),
                default="none",
                max_length=40,
                verbose_name="政策病种",
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="delivery",
            field=models.CharField(
                db_comment="Fact `delivery` of the policy.",
                default="none",
                max_length=12,
                verbose_name="生育方式",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                condition=models.Q(setting="inpatient", state="open"),
                fields=("person",),
                name="visit_one_open_stay",
            ),
        ),
        migrations.AddConstraint(
            model_name="diagnosis",
            constraint=models.UniqueConstraint(
                fields=("visit", "stage", "place"), name="diagnosis_place"
            ),
        ),
        migrations.RunSQL(TABLES),
        migrations.RunSQL(MONTHS),
        migrations.RunSQL(SEQUENCES, DROP_SEQUENCES),
    ]
