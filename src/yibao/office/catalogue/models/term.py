"""Diagnoses, operations and lists of diseases, by version (分类与病种)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from yibao.office.catalogue.dated import Dated
from yibao.office.catalogue.names import TermKind

_KINDS = [(kind.value, kind.label.zh) for kind in TermKind]


class Term(models.Model):
    """One code of a classification; lists of diseases may be a division's own."""

    kind = models.CharField("种类", max_length=20, choices=_KINDS)
    code = models.CharField("编码", max_length=50)
    division = models.CharField("医保区划", max_length=6, blank=True, db_comment="admdvs")
    name = models.CharField("名称", max_length=500)
    name_words = ArrayField(models.CharField(max_length=2), verbose_name="名称检索词", default=list)
    name_key = models.CharField("拼音首字母", max_length=60, blank=True)

    class Meta:
        """A code stands once in its kind and division."""

        verbose_name = "分类编码"
        indexes = (
            GinIndex(fields=("name_words",), name="term_words"),
            models.Index(fields=("name_key",), name="term_key", opclasses=("varchar_pattern_ops",)),
        )
        constraints = (
            models.UniqueConstraint(fields=("kind", "code", "division"), name="term_code"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class TermVersion(Dated):
    """What a code means from a day on; a grey code is not taken on settlement lists (灰码)."""

    term = models.ForeignKey(Term, models.PROTECT, verbose_name="编码", related_name="versions")
    version = models.CharField("版本号", max_length=50, blank=True, db_comment="ver")
    version_name = models.CharField("版本名称", max_length=200, blank=True)
    record_number = models.CharField("唯一记录号", max_length=100, blank=True, db_comment="rid")
    name = models.CharField("名称", max_length=500)
    parent_code = models.CharField("上级编码", max_length=50, blank=True)
    parent_name = models.CharField("上级名称", max_length=500, blank=True)
    is_grey = models.BooleanField("灰码", default=False)
    is_valid = models.BooleanField("有效标志", default=True, db_comment="vali_flag")
    details = models.JSONField("其他列", default=dict)

    class Meta:
        """At most one version of a code on any day; see the migrations."""

        verbose_name = "分类版本"

    def __str__(self) -> str:
        return f"{self.term_id} {self.during}"


class TermMap(models.Model):
    """Which code took the place of an older or a clinical one (新旧编码对照)."""

    kind = models.CharField("种类", max_length=20, choices=_KINDS)
    source = models.CharField("来源版本", max_length=40)
    old_code = models.CharField("原编码", max_length=50)
    new_code = models.CharField("新编码", max_length=50)

    class Meta:
        """An old code has one successor."""

        verbose_name = "编码对照"
        constraints = (
            models.UniqueConstraint(fields=("kind", "source", "old_code"), name="termmap_old"),
        )

    def __str__(self) -> str:
        return f"{self.old_code} → {self.new_code}"
