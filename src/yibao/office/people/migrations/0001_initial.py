"""The tables, as Django makes them from the models."""

import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the tables."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Enrolment",
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
                ("insutype", models.CharField(max_length=6, verbose_name="险种类型")),
                ("family", models.CharField(max_length=6, verbose_name="险种组")),
                ("psn_type", models.CharField(max_length=6, verbose_name="人员类别")),
                (
                    "division",
                    models.CharField(
                        db_column="insuplc_admdvs", max_length=6, verbose_name="参保地医保区划"
                    ),
                ),
                (
                    "employer",
                    models.CharField(
                        blank=True, db_column="emp_no", max_length=40, verbose_name="单位编号"
                    ),
                ),
                (
                    "employer_name",
                    models.CharField(
                        blank=True, db_column="emp_name", max_length=200, verbose_name="单位名称"
                    ),
                ),
                (
                    "premium_class",
                    models.CharField(default="single", max_length=10, verbose_name="缴费档次"),
                ),
                (
                    "rank",
                    models.CharField(default="none", max_length=10, verbose_name="公务员职级"),
                ),
                (
                    "benefits_from",
                    models.DateField(blank=True, null=True, verbose_name="待遇开始日期"),
                ),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=500, verbose_name="终止原因"),
                ),
                ("void", models.BooleanField(default=False, verbose_name="无效")),
            ],
            options={
                "verbose_name": "参保记录",
            },
        ),
        migrations.CreateModel(
            name="EnrolmentPause",
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
                    "kind",
                    models.CharField(
                        choices=[("paused", "暂停参保"), ("arrears", "欠费")],
                        max_length=10,
                        verbose_name="类型",
                    ),
                ),
                ("reason", models.CharField(max_length=500, verbose_name="原因")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pauses",
                        to="people.enrolment",
                    ),
                ),
            ],
            options={
                "verbose_name": "参保暂停",
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        db_column="psn_no", max_length=30, unique=True, verbose_name="人员编号"
                    ),
                ),
                (
                    "certificate_type",
                    models.CharField(
                        db_column="psn_cert_type", max_length=6, verbose_name="证件类型"
                    ),
                ),
                (
                    "certificate_number",
                    models.CharField(db_column="certno", max_length=50, verbose_name="证件号码"),
                ),
                (
                    "name",
                    models.CharField(db_column="psn_name", max_length=50, verbose_name="姓名"),
                ),
                (
                    "name_words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2),
                        default=list,
                        size=None,
                        verbose_name="姓名检索词",
                    ),
                ),
                ("name_key", models.CharField(default="", max_length=200, verbose_name="姓名拼音")),
                ("sex", models.CharField(db_column="gend", max_length=6, verbose_name="性别")),
                ("birth", models.DateField(db_column="brdy", verbose_name="出生日期")),
                ("death", models.DateField(blank=True, null=True, verbose_name="死亡日期")),
                (
                    "nationality",
                    models.CharField(
                        blank=True, db_column="naty", max_length=3, verbose_name="民族"
                    ),
                ),
                (
                    "division",
                    models.CharField(
                        db_column="insu_admdvs", max_length=6, verbose_name="参保地医保区划"
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True, db_column="tel", max_length=50, verbose_name="联系电话"
                    ),
                ),
                (
                    "address",
                    models.CharField(
                        blank=True, db_column="addr", max_length=200, verbose_name="联系地址"
                    ),
                ),
                ("registered_on", models.DateField(verbose_name="登记日期")),
                ("version", models.IntegerField(default=1, verbose_name="版本")),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duplicates",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "参保人员",
            },
        ),
        migrations.CreateModel(
            name="Identity",
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
                ("category", models.CharField(max_length=40, verbose_name="身份类别")),
                (
                    "psn_idet_type",
                    models.CharField(blank=True, max_length=6, verbose_name="人员身份类别"),
                ),
                ("evidence", models.CharField(max_length=200, verbose_name="认定文件")),
                ("source", models.CharField(max_length=100, verbose_name="认定部门")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=500, verbose_name="退出原因"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identities",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "救助身份",
            },
        ),
        migrations.CreateModel(
            name="Figure",
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
                ("name", models.CharField(max_length=30, verbose_name="参数")),
                ("amount", models.BigIntegerField(verbose_name="数值")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "个人参数",
            },
        ),
        migrations.AddField(
            model_name="enrolment",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="enrolments",
                to="people.person",
            ),
        ),
        migrations.CreateModel(
            name="DoctorContract",
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
                    "institution",
                    models.CharField(
                        db_column="fixmedins_code", max_length=12, verbose_name="签约机构"
                    ),
                ),
                ("doctor", models.CharField(blank=True, max_length=30, verbose_name="签约医师")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "家庭医生签约",
            },
        ),
        migrations.CreateModel(
            name="DiseaseRegistration",
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
                ("disease", models.CharField(max_length=40, verbose_name="病种")),
                (
                    "opsp_dise_code",
                    models.CharField(
                        blank=True, max_length=30, verbose_name="门慢门特病种目录代码"
                    ),
                ),
                (
                    "institution",
                    models.CharField(
                        db_column="ide_fixmedins_no", max_length=12, verbose_name="鉴定机构"
                    ),
                ),
                (
                    "doctor",
                    models.CharField(
                        blank=True, db_column="diag_dr_codg", max_length=30, verbose_name="诊断医师"
                    ),
                ),
                ("evidence", models.CharField(max_length=200, verbose_name="鉴定材料")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=500, verbose_name="注销原因"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="diseases",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "门诊慢特病登记",
            },
        ),
        migrations.CreateModel(
            name="Cover",
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
                ("cover", models.CharField(max_length=40, verbose_name="补充保障")),
                ("carrier", models.CharField(blank=True, max_length=200, verbose_name="承办机构")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="covers",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "补充保障",
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        db_column="psn_cert_type", max_length=6, verbose_name="证件类型"
                    ),
                ),
                (
                    "number",
                    models.CharField(db_column="certno", max_length=50, verbose_name="证件号码"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "证件",
            },
        ),
        migrations.CreateModel(
            name="AwayFiling",
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
                ("kind", models.CharField(max_length=20, verbose_name="备案类型")),
                (
                    "destination",
                    models.CharField(
                        db_column="mdtrtarea_admdvs", max_length=6, verbose_name="就医地医保区划"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="备案原因")),
                ("filed_on", models.DateField(verbose_name="备案日期")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filings",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "异地就医备案",
            },
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["division", "number"], name="person_division"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["certificate_number"],
                name="person_certificate",
                opclasses=("varchar_pattern_ops",),
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["phone"], name="person_phone"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["name_key", "number"], name="person_name_key"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["name_words"], name="person_words"
            ),
        ),
        migrations.AddIndex(
            model_name="identity",
            index=models.Index(fields=["person"], name="identity_person"),
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(fields=["person", "insutype"], name="enrolment_person"),
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(fields=["employer"], name="enrolment_employer"),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                fields=("type", "number"), name="certificate_of_one_person"
            ),
        ),
        migrations.AddIndex(
            model_name="awayfiling",
            index=models.Index(fields=["person"], name="filing_person"),
        ),
    ]
