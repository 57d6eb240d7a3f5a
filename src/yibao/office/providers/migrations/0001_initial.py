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
            name="Agreement",
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
                ("number", models.CharField(max_length=40, unique=True, verbose_name="协议编号")),
                ("signed_on", models.DateField(verbose_name="签订日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=500, verbose_name="终止原因"),
                ),
                ("version", models.IntegerField(default=1, verbose_name="版本")),
            ],
            options={
                "verbose_name": "医保服务协议",
            },
        ),
        migrations.CreateModel(
            name="AgreementSuspension",
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
                    "scope",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("outpatient", "门诊"),
                            ("inpatient", "住院"),
                            ("chronic", "门诊慢特病"),
                            ("pharmacy", "药店购药"),
                            ("dual_channel", "双通道药品"),
                            ("away", "异地就医直接结算"),
                            ("internet", "互联网+医疗"),
                            ("long_term_care", "长期护理"),
                        ],
                        max_length=20,
                        verbose_name="服务范围",
                    ),
                ),
                ("reason", models.CharField(max_length=500, verbose_name="原因")),
                ("document", models.CharField(blank=True, max_length=100, verbose_name="文书号")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suspensions",
                        to="providers.agreement",
                    ),
                ),
            ],
            options={
                "verbose_name": "协议中止",
            },
        ),
        migrations.CreateModel(
            name="Institution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        db_column="fixmedins_code",
                        max_length=12,
                        unique=True,
                        verbose_name="定点医药机构编号",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        db_column="fixmedins_name", max_length=200, verbose_name="定点医药机构名称"
                    ),
                ),
                (
                    "name_words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2),
                        default=list,
                        size=None,
                        verbose_name="名称检索词",
                    ),
                ),
                ("name_key", models.CharField(default="", max_length=200, verbose_name="名称拼音")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("hospital", "医院"),
                            ("tcm_hospital", "中医医院"),
                            ("clinic", "基层医疗机构"),
                            ("village_clinic", "村卫生室"),
                            ("pharmacy", "零售药店"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="机构类别",
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        db_column="fixmedins_type",
                        max_length=6,
                        verbose_name="定点医疗服务机构类型",
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("public", "公立"),
                            ("private_non_profit", "民营非营利"),
                            ("private_for_profit", "民营营利"),
                        ],
                        max_length=20,
                        verbose_name="经营性质",
                    ),
                ),
                (
                    "division",
                    models.CharField(db_column="admdvs", max_length=6, verbose_name="医保区划"),
                ),
                (
                    "credit_code",
                    models.CharField(
                        blank=True, db_column="uscc", max_length=18, verbose_name="统一社会信用代码"
                    ),
                ),
                (
                    "address",
                    models.CharField(
                        blank=True, db_column="addr", max_length=200, verbose_name="地址"
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True, db_column="tel", max_length=50, verbose_name="联系电话"
                    ),
                ),
                ("responsible", models.CharField(blank=True, max_length=50, verbose_name="负责人")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="停业日期")),
                ("version", models.IntegerField(default=1, verbose_name="版本")),
            ],
            options={
                "verbose_name": "定点医药机构",
                "indexes": [
                    models.Index(fields=["division", "code"], name="institution_division"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["name_words"], name="institution_words"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankAccount",
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
                ("holder", models.CharField(max_length=200, verbose_name="户名")),
                ("bank", models.CharField(max_length=200, verbose_name="开户行")),
                ("number", models.CharField(max_length=40, verbose_name="账号")),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="providers.institution",
                    ),
                ),
            ],
            options={
                "verbose_name": "收款账户",
            },
        ),
        migrations.CreateModel(
            name="AgreementScope",
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
                    "scope",
                    models.CharField(
                        choices=[
                            ("outpatient", "门诊"),
                            ("inpatient", "住院"),
                            ("chronic", "门诊慢特病"),
                            ("pharmacy", "药店购药"),
                            ("dual_channel", "双通道药品"),
                            ("away", "异地就医直接结算"),
                            ("internet", "互联网+医疗"),
                            ("long_term_care", "长期护理"),
                        ],
                        max_length=20,
                        verbose_name="服务范围",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scopes",
                        to="providers.agreement",
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scopes",
                        to="providers.institution",
                    ),
                ),
            ],
            options={
                "verbose_name": "协议服务范围",
            },
        ),
        migrations.AddField(
            model_name="agreement",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agreements",
                to="providers.institution",
            ),
        ),
        migrations.CreateModel(
            name="InstitutionLevel",
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
                ("hosp_lv", models.CharField(blank=True, max_length=6, verbose_name="医院等级")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("village", "村卫生室"),
                            ("community_station", "社区卫生服务站"),
                            ("community", "社区卫生服务中心"),
                            ("township", "乡镇卫生院"),
                            ("township_central", "中心卫生院"),
                            ("unrated", "未定级"),
                            ("primary", "一级"),
                            ("secondary", "二级"),
                            ("tertiary_county", "县级三级"),
                            ("tertiary_b", "三级乙等"),
                            ("tertiary", "三级"),
                            ("tertiary_a", "三级甲等"),
                            ("tertiary_special", "三级特等"),
                            ("tertiary_provincial", "省级三级"),
                            ("pharmacy", "定点零售药店"),
                        ],
                        max_length=30,
                        verbose_name="机构级别",
                    ),
                ),
                ("evidence", models.CharField(max_length=200, verbose_name="依据文件")),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="levels",
                        to="providers.institution",
                    ),
                ),
            ],
            options={
                "verbose_name": "机构级别",
            },
        ),
        migrations.CreateModel(
            name="InstitutionListing",
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
                ("name", models.CharField(max_length=60, verbose_name="名单")),
                ("evidence", models.CharField(max_length=200, verbose_name="依据文件")),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listings",
                        to="providers.institution",
                    ),
                ),
            ],
            options={
                "verbose_name": "机构名单",
            },
        ),
        migrations.CreateModel(
            name="StaffMember",
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
                ("code", models.CharField(max_length=14, verbose_name="人员编码")),
                ("name", models.CharField(max_length=50, verbose_name="姓名")),
                (
                    "name_words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2),
                        default=list,
                        size=None,
                        verbose_name="姓名检索词",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("doctor", "医师"),
                            ("nurse", "护士"),
                            ("pharmacist", "药师"),
                            ("technician", "药学、技术人员"),
                        ],
                        max_length=20,
                        verbose_name="人员类别",
                    ),
                ),
                (
                    "department",
                    models.CharField(blank=True, max_length=20, verbose_name="医院科室编码"),
                ),
                ("title", models.CharField(blank=True, max_length=50, verbose_name="职称")),
                ("version", models.IntegerField(default=1, verbose_name="版本")),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="staff",
                        to="providers.institution",
                    ),
                ),
            ],
            options={
                "verbose_name": "医保医师、护士、药师",
            },
        ),
        migrations.CreateModel(
            name="StaffStanding",
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
                ("code", models.CharField(max_length=14, verbose_name="人员编码")),
                (
                    "state",
                    models.CharField(
                        choices=[("in_force", "有效"), ("suspended", "暂停"), ("removed", "终止")],
                        max_length=20,
                        verbose_name="资格状态",
                    ),
                ),
                ("reason", models.CharField(max_length=500, verbose_name="原因")),
                ("document", models.CharField(blank=True, max_length=100, verbose_name="文书号")),
            ],
            options={
                "verbose_name": "支付资格处理",
                "indexes": [models.Index(fields=["code"], name="standing_code")],
            },
        ),
        migrations.CreateModel(
            name="Department",
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
                    "code",
                    models.CharField(
                        db_column="hosp_dept_codg", max_length=20, verbose_name="医院科室编码"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        db_column="hosp_dept_name", max_length=100, verbose_name="医院科室名称"
                    ),
                ),
                (
                    "national_code",
                    models.CharField(db_column="caty", max_length=20, verbose_name="科别"),
                ),
                (
                    "beds",
                    models.IntegerField(
                        db_column="aprv_bed_cnt", default=0, verbose_name="批准床位数量"
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="departments",
                        to="providers.institution",
                    ),
                ),
            ],
            options={
                "verbose_name": "科室",
                "indexes": [models.Index(fields=["institution", "code"], name="department_code")],
            },
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(fields=["institution", "number"], name="agreement_institution"),
        ),
        migrations.AddIndex(
            model_name="staffmember",
            index=models.Index(fields=["code"], name="staff_code"),
        ),
        migrations.AddIndex(
            model_name="staffmember",
            index=models.Index(fields=["institution", "code"], name="staff_institution"),
        ),
        migrations.AddIndex(
            model_name="staffmember",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["name_words"], name="staff_words"
            ),
        ),
    ]
