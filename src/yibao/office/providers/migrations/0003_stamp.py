"""Tells whoever remembers institutions, agreements or staff when any of them has changed."""

from django.db import migrations

from yibao.office.database.stamps import stamped


class Migration(migrations.Migration):
    dependencies = [("providers", "0002_no_overlap")]

    operations = [
        stamped(
            "providers",
            "providers_institution",
            "providers_institutionlevel",
            "providers_institutionlisting",
            "providers_department",
            "providers_agreement",
            "providers_agreementscope",
            "providers_agreementsuspension",
            "providers_staffmember",
            "providers_staffstanding",
        ),
    ]
