"""Keeps the lines of settlements that are undone, as they stood in them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0004_settlements_by_day"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReversedLine",
            fields=[
                (
                    "number",
                    models.CharField(
                        db_comment="feedetl_sn", max_length=30, verbose_name="费用明细流水号"
                    ),
                ),
                (
                    "charged_at",
                    models.DateTimeField(db_comment="fee_ocur_time", verbose_name="费用发生时间"),
                ),
                (
                    "item",
                    models.CharField(
                        db_comment="med_list_codg", max_length=50, verbose_name="医疗目录编码"
                    ),
                ),
                (
                    "local_item",
                    models.CharField(
                        db_comment="medins_list_codg", max_length=150, verbose_name="院内编码"
                    ),
                ),
                (
                    "item_name",
                    models.CharField(blank=True, max_length=200, verbose_name="目录名称"),
                ),
                (
                    "amount_fen",
                    models.BigIntegerField(db_comment="det_item_fee_sumamt", verbose_name="金额"),
                ),
                (
                    "price_e6",
                    models.BigIntegerField(
                        db_comment="pric in millionths of a yuan", verbose_name="单价"
                    ),
                ),
                (
                    "quantity_e4",
                    models.BigIntegerField(
                        db_comment="cnt in ten-thousandths", verbose_name="数量"
                    ),
                ),
                ("chrgitm_lv", models.CharField(max_length=3, verbose_name="收费项目等级")),
                (
                    "med_chrgitm_type",
                    models.CharField(blank=True, max_length=6, verbose_name="医疗收费项目类别"),
                ),
                ("list_type", models.CharField(blank=True, max_length=6, verbose_name="目录类别")),
                (
                    "limited",
                    models.CharField(
                        db_comment="Fact `limited` of the policy.",
                        default="no",
                        max_length=10,
                        verbose_name="限制使用",
                    ),
                ),
                (
                    "tag",
                    models.CharField(
                        db_comment="Fact `tag`.",
                        default="none",
                        max_length=20,
                        verbose_name="单列标记",
                    ),
                ),
                (
                    "ceiling_e6",
                    models.BigIntegerField(
                        db_comment="pric_uplmt_amt; null: none", null=True, verbose_name="限价"
                    ),
                ),
                (
                    "listed_ppm",
                    models.IntegerField(
                        db_comment="The item's own share in the catalogue, parts per million.",
                        null=True,
                        verbose_name="目录先自付比例",
                    ),
                ),
                (
                    "first_pay_ppm",
                    models.IntegerField(
                        db_comment="What was applied, parts per million.",
                        null=True,
                        verbose_name="先自付比例",
                    ),
                ),
                ("track", models.CharField(default="main", max_length=30, verbose_name="支付轨道")),
                (
                    "full_self_fen",
                    models.BigIntegerField(db_comment="fulamt_ownpay_amt", verbose_name="全自费"),
                ),
                (
                    "over_limit_fen",
                    models.BigIntegerField(db_comment="overlmt_amt", verbose_name="超限价自费"),
                ),
                (
                    "first_pay_fen",
                    models.BigIntegerField(db_comment="preselfpay_amt", verbose_name="先行自付"),
                ),
                (
                    "in_scope_fen",
                    models.BigIntegerField(db_comment="inscp_scp_amt", verbose_name="政策范围内"),
                ),
                (
                    "rule_row",
                    models.IntegerField(
                        db_comment="Row of the plan that decided.", verbose_name="规则行"
                    ),
                ),
                (
                    "department",
                    models.CharField(blank=True, max_length=30, verbose_name="开单科室"),
                ),
                ("doctor", models.CharField(blank=True, max_length=30, verbose_name="开单医师")),
                (
                    "details",
                    models.JSONField(
                        db_comment="What else was sent, by name.",
                        null=True,
                        verbose_name="其他信息",
                    ),
                ),
                ("taken_at", models.DateTimeField(verbose_name="接收时间")),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "settlement_id",
                        "number",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "settlement_id",
                    models.BigIntegerField(
                        db_comment="Key of the settlement undone.", verbose_name="结算"
                    ),
                ),
            ],
            options={
                "verbose_name": "已撤销结算的明细",
            },
        ),
    ]
