"""What holds for a person on the same day but once, and where person numbers come from."""

from django.db import migrations

from yibao.office.providers.dated import exclusion

_EXCLUSIONS = (
    exclusion("people_enrolment", ("person_id",), ("family",), "NOT void"),
    exclusion("people_enrolmentpause", ("enrolment_id",)),
    exclusion("people_identity", ("person_id",), ("category",)),
    exclusion("people_cover", ("person_id",), ("cover",)),
    exclusion("people_diseaseregistration", ("person_id",), ("disease",)),
    exclusion("people_doctorcontract", ("person_id",)),
    exclusion("people_figure", ("person_id",), ("name",)),
)
_SEQUENCE = "CREATE SEQUENCE people_person_sequence MAXVALUE 99999999 CYCLE"


class Migration(migrations.Migration):
    """Add the exclusions and the sequence."""

    dependencies = (("people", "0001_initial"), ("providers", "0002_no_overlap"))
    operations = (
        migrations.RunSQL(_SEQUENCE, "DROP SEQUENCE people_person_sequence"),
        *(migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in _EXCLUSIONS),
    )
