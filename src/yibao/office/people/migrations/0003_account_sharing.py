"""Accounts shared within a family, each with a member once on a day."""

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

from yibao.office.providers.dated import exclusion


class Migration(migrations.Migration):
    """Make the table."""

    dependencies = (("people", "0002_no_overlap"),)
    operations = (
        migrations.CreateModel(
            name="AccountSharing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "during",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="有效期"),
                ),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=500, verbose_name="解除原因"),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shared_by",
                        to="people.person",
                        verbose_name="共济成员",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares_with",
                        to="people.person",
                        verbose_name="账户所有人",
                    ),
                ),
            ],
            options={"verbose_name": "账户共济"},
        ),
        migrations.AddIndex(
            model_name="accountsharing",
            index=models.Index(fields=["member", "id"], name="sharing_member"),
        ),
        migrations.RunSQL(
            exclusion("people_accountsharing", ("person_id", "member_id")),
            migrations.RunSQL.noop,
        ),
    )
