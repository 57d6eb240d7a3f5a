"""What a refold changes of settlements, for a clerk; the type of person and balance then."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0002_lines_by_month"),
    ]

    operations = [
        migrations.AddField(
            model_name="settlement",
            name="balance_fen",
            field=models.BigIntegerField(
                db_comment="balc: what the person's own account held afterwards.",
                default=0,
                verbose_name="账户余额",
            ),
        ),
        migrations.AddField(
            model_name="settlement",
            name="psn_type",
            field=models.CharField(
                blank=True, db_comment="psn_type then", max_length=6, verbose_name="人员类别"
            ),
        ),
        migrations.CreateModel(
            name="Difference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.CharField(db_comment="psn_no", max_length=30, verbose_name="人员编号"),
                ),
                (
                    "division",
                    models.CharField(
                        db_comment="Whose fund it concerns.", max_length=6, verbose_name="统筹区"
                    ),
                ),
                (
                    "before_fen",
                    models.BigIntegerField(
                        db_comment="Personal part until then.", verbose_name="原个人负担"
                    ),
                ),
                (
                    "after_fen",
                    models.BigIntegerField(
                        db_comment="Personal part by the refold.", verbose_name="重算个人负担"
                    ),
                ),
                ("found_at", models.DateTimeField(verbose_name="产生时间")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "待处理"), ("closed", "已处理")],
                        default="open",
                        max_length=6,
                        verbose_name="状态",
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="处理时间")),
                ("closed_by", models.CharField(blank=True, max_length=64, verbose_name="处理人")),
                ("remark", models.CharField(blank=True, max_length=200, verbose_name="处理说明")),
                (
                    "cause",
                    models.ForeignKey(
                        db_comment="The late claim or the reversal.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="claims.settlement",
                        verbose_name="起因",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="differences",
                        to="claims.settlement",
                        verbose_name="结算",
                    ),
                ),
            ],
            options={
                "verbose_name": "重算差额",
                "ordering": ("-pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("settlement", "cause"), name="difference_once"),
                    models.CheckConstraint(
                        condition=models.Q(("before_fen", models.F("after_fen")), _negated=True),
                        name="difference_is_one",
                    ),
                ],
            },
        ),
    ]
