"""The bill (费用): batches that are settled as wholes, and their lines.

A line belongs to a batch, a batch to one settlement at most: settling touches batches, never
lines. Of an out-patient visit a batch is what the provider numbers so (chrg_bchno); of a stay it is
the lines of one day, so that a settlement at a year's end takes the days up to it.
"""

from __future__ import annotations

from django.db import models

from yibao.office.claims.models.visit import Visit


class Batch(models.Model):
    """Lines that are settled together (收费批次), with their sums."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="batches")
    number = models.CharField("收费批次号", max_length=30, blank=True, db_comment="chrg_bchno")
    day = models.DateField("费用日期", db_comment="Of a stay the day of its lines; else the first.")
    line_count = models.IntegerField("明细数", default=0)
    total_fen = models.BigIntegerField("金额", default=0, db_comment="Sum of its lines.")
    bill = models.JSONField(
        "分类合计",
        default=dict,
        db_comment="track -> [full_self, over_limit, first_pay, in_scope] in fen",
    )
    classified_under = models.BinaryField(
        "分类依据", max_length=32, db_comment="SHA-256 of plan hash and facts of the visit."
    )
    settlement_id = models.BigIntegerField("结算", null=True, db_comment="Null: not settled.")

    class Meta:
        verbose_name = "收费批次"
        constraints = (
            models.UniqueConstraint(
                fields=("visit", "number", "day"),
                condition=models.Q(settlement_id__isnull=True),
                name="batch_once_unsettled",
            ),
        )
        indexes = (
            models.Index(
                fields=("settlement_id",),
                name="batch_settlement",
                condition=models.Q(settlement_id__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.visit_id} {self.number}"


class BilledLine(models.Model):
    """What is kept of a line, wherever it stands."""

    number = models.CharField("费用明细流水号", max_length=30, db_comment="feedetl_sn")
    charged_at = models.DateTimeField("费用发生时间", db_comment="fee_ocur_time")
    item = models.CharField("医疗目录编码", max_length=50, db_comment="med_list_codg")
    local_item = models.CharField("院内编码", max_length=150, db_comment="medins_list_codg")
    item_name = models.CharField("目录名称", max_length=200, blank=True)
    amount_fen = models.BigIntegerField("金额", db_comment="det_item_fee_sumamt")
    price_e6 = models.BigIntegerField("单价", db_comment="pric in millionths of a yuan")
    quantity_e4 = models.BigIntegerField("数量", db_comment="cnt in ten-thousandths")
    chrgitm_lv = models.CharField("收费项目等级", max_length=3)
    med_chrgitm_type = models.CharField("医疗收费项目类别", max_length=6, blank=True)
    list_type = models.CharField("目录类别", max_length=6, blank=True)
    limited = models.CharField(
        "限制使用",
        max_length=10,
        default="no",
        db_comment="Fact `limited` of the policy.",
    )
    tag = models.CharField("单列标记", max_length=20, default="none", db_comment="Fact `tag`.")
    ceiling_e6 = models.BigIntegerField("限价", null=True, db_comment="pric_uplmt_amt; null: none")
    listed_ppm = models.IntegerField(
        "目录先自付比例",
        null=True,
        db_comment="The item's own share in the catalogue, parts per million.",
    )
    first_pay_ppm = models.IntegerField(
        "先自付比例", null=True, db_comment="What was applied, parts per million."
    )
    track = models.CharField("支付轨道", max_length=30, default="main")
    full_self_fen = models.BigIntegerField("全自费", db_comment="fulamt_ownpay_amt")
    over_limit_fen = models.BigIntegerField("超限价自费", db_comment="overlmt_amt")
    first_pay_fen = models.BigIntegerField("先行自付", db_comment="preselfpay_amt")
    in_scope_fen = models.BigIntegerField("政策范围内", db_comment="inscp_scp_amt")
    rule_row = models.IntegerField("规则行", db_comment="Row of the plan that decided.")
    department = models.CharField("开单科室", max_length=30, blank=True)
    doctor = models.CharField("开单医师", max_length=30, blank=True)
    details = models.JSONField("其他信息", null=True, db_comment="What else was sent, by name.")
    taken_at = models.DateTimeField("接收时间")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number


class Line(BilledLine):
    """A line (费用明细); cut by month of the visit's first day, no foreign key leads here."""

    pk = models.CompositePrimaryKey("visit_on", "visit_id", "number")
    visit_on = models.DateField("就诊日期", db_comment="The visit's begins_on.")
    visit_id = models.BigIntegerField("就诊", db_comment="Key of the visit.")
    batch_id = models.BigIntegerField("批次", db_comment="Key of the batch.")

    class Meta:
        verbose_name = "费用明细"


class ReversedLine(BilledLine):
    """A line as it stood in a settlement that was undone (已撤销结算的明细).

    The line itself is free then: it may be removed, classified anew, or settled once more.
    """

    pk = models.CompositePrimaryKey("settlement_id", "number")
    settlement_id = models.BigIntegerField("结算", db_comment="Key of the settlement undone.")

    class Meta:
        verbose_name = "已撤销结算的明细"
