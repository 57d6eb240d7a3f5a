"""Seals (封存) over append-only tables; what they prove stands in docs/algorithms/seals.md."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class CurrentTransaction(models.Func):
    """The number of the transaction that writes the row, as an integer that only grows."""

    template = "(pg_current_xact_id()::text::bigint)"
    arity = 0
    output_field = models.BigIntegerField()


class SealedRow(models.Model):
    """What a table must have to be sealed: the transaction that wrote each row."""

    written_in = models.BigIntegerField(
        "写入事务",
        db_default=CurrentTransaction(),
        editable=False,
        db_index=True,
        db_comment="The transaction that wrote the row; only the database sets it.",
    )

    class Meta:
        abstract = True


class Seal(models.Model):
    """One seal (封存记录): the rows of one table that some transactions wrote, fingerprinted.

    The seals of a table are a chain: each holds the fingerprint of the one before, and begins with
    the transaction where that one ended.
    """

    table = models.CharField("封存表", max_length=63, db_comment="The sealed table.")
    number = models.BigIntegerField("序号", db_comment="1, 2, 3 … within the table.")
    algorithm = models.CharField("杂凑算法", max_length=10, db_comment="sha256 or sm3.")
    definition = models.TextField(
        "封存列", db_comment="The sealed columns, as they were declared when it was sealed."
    )
    from_transaction = models.BigIntegerField("起始事务", db_comment="The first that it covers.")
    until_transaction = models.BigIntegerField(
        "截止事务", db_comment="The first that it no longer covers."
    )
    first_row = models.BigIntegerField("首行", db_comment="Key of the first sealed row.")
    last_row = models.BigIntegerField("末行", db_comment="Key of the last sealed row.")
    row_count = models.BigIntegerField("行数", db_comment="How many rows it covers.")
    rows = ArrayField(
        models.BigIntegerField(), verbose_name="行键", db_comment="Keys in sealed order."
    )
    leaves = models.BinaryField("行杂凑", db_comment="32 bytes for each row, in sealed order.")
    root = models.BinaryField("默克尔根", max_length=32, db_comment="Merkle root of the leaves.")
    previous = models.BinaryField(
        "上一封存", max_length=32, db_comment="Digest of the seal before; zeros for the first."
    )
    digest = models.BinaryField(
        "封存杂凑", max_length=32, db_comment="Of everything above but the leaves themselves."
    )
    sealed_at = models.DateTimeField("封存时间", db_comment="When it was written.")

    class Meta:
        verbose_name = "封存记录"
        constraints = (
            models.UniqueConstraint(fields=("table", "number"), name="base_seal_number"),
            models.CheckConstraint(
                condition=models.Q(
                    row_count__gt=0, until_transaction__gt=models.F("from_transaction")
                ),
                name="base_seal_not_empty",
            ),
        )

    def __str__(self) -> str:
        return f"{self.table} {self.number}"
