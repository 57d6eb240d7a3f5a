"""Persons and the certificates by which they are known (人员与证件)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Person(models.Model):
    """A person; who was registered twice has a second number that points to the one kept."""

    number = models.CharField("人员编号", max_length=30, unique=True, db_column="psn_no")
    certificate_type = models.CharField("证件类型", max_length=6, db_column="psn_cert_type")
    certificate_number = models.CharField("证件号码", max_length=50, db_column="certno")
    name = models.CharField("姓名", max_length=50, db_column="psn_name")
    name_words = ArrayField(models.CharField(max_length=2), verbose_name="姓名检索词", default=list)
    name_key = models.CharField("姓名拼音", max_length=200, default="")
    sex = models.CharField("性别", max_length=6, db_column="gend")
    birth = models.DateField("出生日期", db_column="brdy")
    death = models.DateField("死亡日期", null=True, blank=True)
    nationality = models.CharField("民族", max_length=3, db_column="naty", blank=True)
    division = models.CharField("参保地医保区划", max_length=6, db_column="insu_admdvs")
    phone = models.CharField("联系电话", max_length=50, db_column="tel", blank=True)
    address = models.CharField("联系地址", max_length=200, db_column="addr", blank=True)
    registered_on = models.DateField("登记日期")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates"
    )
    version = models.IntegerField("版本", default=1)

    class Meta:
        verbose_name = "参保人员"
        indexes = (
            models.Index(fields=("division", "number"), name="person_division"),
            models.Index(
                fields=("certificate_number",),
                name="person_certificate",
                opclasses=("varchar_pattern_ops",),
            ),
            models.Index(fields=("phone",), name="person_phone"),
            models.Index(fields=("name_key", "number"), name="person_name_key"),
            GinIndex(fields=("name_words",), name="person_words"),
        )

    def __str__(self) -> str:
        return self.number


class Certificate(models.Model):
    """A certificate of a person (证件); the same one belongs to nobody else."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="certificates")
    type = models.CharField("证件类型", max_length=6, db_column="psn_cert_type")
    number = models.CharField("证件号码", max_length=50, db_column="certno")

    class Meta:
        verbose_name = "证件"
        constraints = (
            models.UniqueConstraint(fields=("type", "number"), name="certificate_of_one_person"),
        )
