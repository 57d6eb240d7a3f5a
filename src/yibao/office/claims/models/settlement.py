"""Settlements and who pays them (结算、基金分项)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from yibao.office.claims.models.visit import Setting, Visit


class Settlement(models.Model):
    """A settlement (结算), or the reversal of one: then every amount is negative."""

    number = models.CharField("结算ID", max_length=30, unique=True, db_comment="setl_id")
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="settlements")
    person = models.CharField("人员编号", max_length=30, db_comment="psn_no")
    provider = models.CharField("定点医药机构", max_length=12, db_comment="fixmedins_code")
    insutype = models.CharField("险种类型", max_length=6)
    psn_type = models.CharField("人员类别", max_length=6, blank=True, db_comment="psn_type then")
    division = models.CharField("统筹区", max_length=6, db_comment="Whose fund pays.")
    setting = models.CharField("就诊方式", max_length=10, choices=Setting.choices)
    med_type = models.CharField("医疗类别", max_length=6)
    care = models.CharField("待遇类别", max_length=20, db_comment="Name of the policy files.")
    begins_on = models.DateField("开始日期", db_comment="First day that it settles.")
    ends_on = models.DateField("结束日期", db_comment="Last day that it settles.")
    settled_at = models.DateTimeField("结算时间", db_comment="setl_time")
    settled_on = models.DateField("结算日期", db_comment="Day of it, China.")
    benefit_year = models.SmallIntegerField("待遇年度")
    mid_stay = models.BooleanField("中途结算", default=False, db_comment="mid_setl_flag")
    sender_id = models.CharField(
        "医药机构结算ID", max_length=30, blank=True, db_comment="medins_setl_id: the sender's msgid"
    )
    invoice = models.CharField("发票号", max_length=50, blank=True, db_comment="invono")
    clr_type = models.CharField("清算类别", max_length=6, blank=True)
    clr_way = models.CharField("清算方式", max_length=6, blank=True)
    reverses = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        related_name="reversed_by",
        verbose_name="撤销的结算",
        db_comment="Null: no reversal. One at most for each settlement.",
    )
    total_fen = models.BigIntegerField("总费用", db_comment="medfee_sumamt")
    full_self_fen = models.BigIntegerField("全自费", db_comment="fulamt_ownpay_amt")
    over_limit_fen = models.BigIntegerField("超限价自费", db_comment="overlmt_selfpay")
    first_pay_fen = models.BigIntegerField("先行自付", db_comment="preselfpay_amt")
    in_scope_fen = models.BigIntegerField("政策范围内", db_comment="inscp_scp_amt")
    deductible_fen = models.BigIntegerField("实付起付线", db_comment="act_pay_dedc")
    fund_fen = models.BigIntegerField("基金支付", db_comment="fund_pay_sumamt")
    hospital_fen = models.BigIntegerField("医院负担", db_comment="hosp_part_amt")
    personal_fen = models.BigIntegerField("个人负担", db_comment="psn_part_amt")
    account_fen = models.BigIntegerField("个人账户", db_comment="acct_pay, with shared accounts")
    shared_fen = models.BigIntegerField("共济账户", db_comment="acct_mulaid_pay")
    cash_fen = models.BigIntegerField("现金", db_comment="psn_cash_pay")
    balance_fen = models.BigIntegerField(
        "账户余额", default=0, db_comment="balc: what the person's own account held afterwards."
    )
    plan = models.BinaryField("方案杂凑", max_length=32, db_comment="Key of the plan.")
    facts = models.JSONField("事实", db_comment="Facts of the visit as the kernel had them.")
    bill = models.JSONField("费用", db_comment="track -> four parts in fen")
    layout_id = models.IntegerField("累计布局", db_comment="Of `before`.")
    before = ArrayField(models.BigIntegerField(), verbose_name="结算前累计")
    entry = models.CharField("记账凭证", max_length=24, blank=True, db_comment="Ledger entry.")

    class Meta:
        verbose_name = "结算"
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=("person", "-id"), name="settlement_person"),
            models.Index(fields=("provider", "settled_on"), name="settlement_provider"),
            # Days come in order: a few pages tell where today is, and nothing is paid for it.
            BrinIndex(fields=("settled_on",), name="settlement_day", pages_per_range=32),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    total_fen=models.F("full_self_fen")
                    + models.F("over_limit_fen")
                    + models.F("first_pay_fen")
                    + models.F("in_scope_fen")
                ),
                name="settlement_four_parts",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    total_fen=models.F("fund_fen")
                    + models.F("hospital_fen")
                    + models.F("personal_fen")
                ),
                name="settlement_payers",
            ),
            models.CheckConstraint(
                condition=models.Q(personal_fen=models.F("account_fen") + models.F("cash_fen")),
                name="settlement_personal_part",
            ),
        )

    def __str__(self) -> str:
        return self.number


class Payer(models.Model):
    """What one fund pays of a settlement (基金分项, setldetail)."""

    pk = models.CompositePrimaryKey("settlement_id", "fund_pay_type")
    settlement_id = models.BigIntegerField("结算")
    fund_pay_type = models.CharField("基金支付类型", max_length=10)
    amount_fen = models.BigIntegerField("支付金额", db_comment="fund_payamt")

    class Meta:
        verbose_name = "基金分项"

    def __str__(self) -> str:
        return f"{self.settlement_id} {self.fund_pay_type}"


class Difference(models.Model):
    """What a settlement comes to by a refold, for a clerk to settle with the person (重算差额).

    The settlement itself stays as the person was told; the hospital is never asked.
    """

    class State(models.TextChoices):
        """How it stands."""

        OPEN = "open", "待处理"
        CLOSED = "closed", "已处理"

    settlement = models.ForeignKey(
        Settlement, models.PROTECT, verbose_name="结算", related_name="differences"
    )
    cause = models.ForeignKey(
        Settlement,
        models.PROTECT,
        verbose_name="起因",
        related_name="+",
        db_comment="The late claim or the reversal.",
    )
    person = models.CharField("人员编号", max_length=30, db_comment="psn_no")
    division = models.CharField("统筹区", max_length=6, db_comment="Whose fund it concerns.")
    before_fen = models.BigIntegerField("原个人负担", db_comment="Personal part until then.")
    after_fen = models.BigIntegerField("重算个人负担", db_comment="Personal part by the refold.")
    found_at = models.DateTimeField("产生时间")
    state = models.CharField("状态", max_length=6, choices=State.choices, default=State.OPEN)
    closed_at = models.DateTimeField("处理时间", null=True, blank=True)
    closed_by = models.CharField("处理人", max_length=64, blank=True)
    remark = models.CharField("处理说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "重算差额"
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=("settlement", "cause"), name="difference_once"),
            models.CheckConstraint(
                condition=~models.Q(before_fen=models.F("after_fen")), name="difference_is_one"
            ),
        )

    def __str__(self) -> str:
        return f"{self.settlement_id} {self.after_fen - self.before_fen}"


class AccountUse(models.Model):
    """What a personal account paid of a settlement (个人账户支付)."""

    pk = models.CompositePrimaryKey("settlement_id", "owner")
    settlement_id = models.BigIntegerField("结算")
    owner = models.CharField("账户所有人", max_length=30, db_comment="psn_no")
    amount_fen = models.BigIntegerField("支付金额")
    balance_fen = models.BigIntegerField("支付后余额")

    class Meta:
        verbose_name = "个人账户支付"

    def __str__(self) -> str:
        return f"{self.settlement_id} {self.owner}"
