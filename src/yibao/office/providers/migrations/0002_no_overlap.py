"""What holds on the same day but once, and the type that lets a code take part in that."""

from django.db import migrations

from yibao.office.providers.dated import CODE_RANGE, exclusion

_EXCLUSIONS = (
    exclusion("providers_institutionlevel", ("institution_id",)),
    exclusion("providers_institutionlisting", ("institution_id",), ("name",)),
    exclusion("providers_bankaccount", ("institution_id",)),
    exclusion("providers_department", ("institution_id",), ("hosp_dept_codg",)),
    exclusion("providers_staffmember", ("institution_id",), ("code",)),
    exclusion("providers_staffstanding", (), ("code",)),
    exclusion("providers_agreementscope", ("institution_id",), ("scope",)),
    exclusion("providers_agreementsuspension", ("agreement_id",), ("scope",)),
)


class Migration(migrations.Migration):
    """Add the exclusions."""

    dependencies = (("providers", "0001_initial"),)
    operations = (
        migrations.RunSQL(CODE_RANGE, "DROP TYPE code_range"),
        *(migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in _EXCLUSIONS),
    )
