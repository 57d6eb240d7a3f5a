"""Tables of the ledger (账务数据表); entries and lines are cut by month, see the migrations."""

from django.db import models

from yibao.office.base.models.seal import SealedRow

BOOKS = (("operational", "业务明细账"), ("statutory", "法定账"))
SIDES = ((1, "借"), (-1, "贷"))


class Account(models.Model):
    """An account of a pooling area's fund (账户), with a row of its own for each party."""

    division = models.CharField("统筹区", max_length=6, db_comment="Pooling area, admdvs.")
    book = models.CharField("账簿", max_length=11, choices=BOOKS, db_comment="Which book.")
    fund = models.CharField("基金", max_length=8, db_comment="Code of standards/accounts.")
    account = models.CharField("科目", max_length=40, db_comment="Key of the chart.")
    party = models.CharField(
        "往来方", max_length=30, blank=True, db_comment="Number of the provider, person, …"
    )
    opened_on = models.DateField("启用日期", db_comment="First business day.")
    closed_on = models.DateField("停用日期", null=True, db_comment="No line from this day on.")

    class Meta:
        verbose_name = "账户"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("division", "book", "fund", "account", "party"), name="ledger_account_once"
            ),
        )
        indexes = (models.Index(fields=("party", "id"), name="ledger_account_party"),)

    def __str__(self) -> str:
        return " ".join(filter(None, (self.fund, self.account, self.party)))


class Period(models.Model):
    """A month of a book (会计期间)."""

    class State(models.TextChoices):
        """Whether it takes entries."""

        OPEN = "open", "开放"
        CLOSED = "closed", "已结账"

    division = models.CharField("统筹区", max_length=6, db_comment="Pooling area, admdvs.")
    book = models.CharField("账簿", max_length=11, choices=BOOKS, db_comment="Which book.")
    month = models.DateField("月份", db_comment="Its first day.")
    state = models.CharField(
        "状态", max_length=6, choices=State.choices, default=State.OPEN, db_comment="open, closed."
    )
    changed_at = models.DateTimeField("变更时间", db_comment="When it was opened or closed last.")
    changed_by = models.CharField("变更人", max_length=64, db_comment="By whom.")
    reason = models.CharField(
        "原因", max_length=200, blank=True, db_comment="Why it was opened again."
    )

    class Meta:
        verbose_name = "会计期间"
        ordering = ("-month", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("division", "book", "month"), name="ledger_period_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.division} {self.book} {self.month:%Y-%m}"


class PeriodBalance(models.Model):
    """What an account stood at when a month was closed (期末余额); debits count positive."""

    period = models.ForeignKey(Period, models.CASCADE, verbose_name="会计期间")
    account = models.ForeignKey(Account, models.PROTECT, verbose_name="账户")
    opening_fen = models.BigIntegerField("期初余额", db_comment="Debits less credits before.")
    debit_fen = models.BigIntegerField("借方发生额", db_comment="Debits of the month.")
    credit_fen = models.BigIntegerField("贷方发生额", db_comment="Credits of the month.")

    class Meta:
        verbose_name = "期末余额"
        constraints = (
            models.UniqueConstraint(fields=("period", "account"), name="ledger_balance_once"),
        )

    def __str__(self) -> str:
        return f"{self.period_id} {self.account_id}"


class Entry(SealedRow):
    """An entry (记账凭证). Appended; nothing changes or removes it. No foreign key leads here."""

    id = models.BigAutoField(primary_key=True)
    number = models.CharField("凭证号", max_length=24, db_comment="Own number, kind entry.")
    key = models.CharField("幂等键", max_length=100, db_comment="Idempotency key.")
    division = models.CharField("统筹区", max_length=6, db_comment="Pooling area, admdvs.")
    book = models.CharField("账簿", max_length=11, choices=BOOKS, db_comment="Which book.")
    business_day = models.DateField("记账日期", db_comment="Decides the period.")
    posted_at = models.DateTimeField("入账时间", db_comment="When it was written.")
    purpose = models.CharField("用途", max_length=40, db_comment="What for.")
    event = models.CharField("业务", max_length=40, blank=True, db_comment="What happened.")
    subject = models.CharField(
        "来源单号", max_length=40, blank=True, db_comment="Number of the settlement, payment, …"
    )
    memo = models.CharField("摘要", max_length=200, blank=True, db_comment="A remark.")
    reverses = models.CharField(
        "冲销凭证", max_length=24, blank=True, db_comment="Number of the entry that it reverses."
    )
    line_count = models.SmallIntegerField("分录数", db_comment="How many lines it has.")
    debit_fen = models.BigIntegerField("借方合计", db_comment="Sum of its debit side.")
    actor_id = models.BigIntegerField("经办账户", null=True, db_comment="Account; null: system.")
    actor_name = models.CharField("经办人", max_length=64, db_comment="Who posted it.")

    class Meta:
        verbose_name = "记账凭证"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.number


class Line(models.Model):
    """A line (分录) of an entry: at most one for each account and side."""

    pk = models.CompositePrimaryKey("entry_id", "account_id", "side")
    entry_id = models.BigIntegerField("凭证", db_comment="Key of the entry.")
    account_id = models.BigIntegerField("账户", db_comment="Key of the account.")
    side = models.SmallIntegerField("方向", choices=SIDES, db_comment="1 debit, -1 credit.")
    amount_fen = models.BigIntegerField("金额", db_comment="Fen; negative in reversals.")
    business_day = models.DateField("记账日期", db_comment="As of the entry.")

    class Meta:
        verbose_name = "分录"

    def __str__(self) -> str:
        return f"{self.entry_id} {self.account_id} {self.side}"


class EntryKey(models.Model):
    """Which entry an idempotency key was used for (幂等键); also why nothing is reversed twice."""

    key = models.CharField("幂等键", max_length=100, primary_key=True, db_comment="The key.")
    digest = models.BinaryField("内容杂凑", max_length=32, db_comment="SHA-256 of what it said.")
    entry_id = models.BigIntegerField("凭证", db_comment="Key of the entry.")
    business_day = models.DateField("记账日期", db_comment="As of the entry.")

    class Meta:
        verbose_name = "幂等键"

    def __str__(self) -> str:
        return self.key


class PersonalAccount(models.Model):
    """A personal account (个人账户): the one kind of account with a balance row."""

    number = models.CharField("账户号", max_length=24, unique=True, db_comment="Own number.")
    account = models.OneToOneField(Account, models.PROTECT, verbose_name="账户")
    division = models.CharField("统筹区", max_length=6, db_comment="Pooling area, admdvs.")
    person = models.CharField("人员编号", max_length=30, db_comment="psn_no")
    balance_fen = models.BigIntegerField("余额", default=0, db_comment="Never below zero.")
    opened_on = models.DateField("开户日期", db_comment="First day.")
    closed_on = models.DateField("销户日期", null=True, db_comment="No line from this day on.")

    class Meta:
        verbose_name = "个人账户"
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(balance_fen__gte=0), name="ledger_personal_not_negative"
            ),
            models.UniqueConstraint(
                fields=("person", "division"),
                condition=models.Q(closed_on__isnull=True),
                name="ledger_personal_one_open",
            ),
        )

    def __str__(self) -> str:
        return self.number
