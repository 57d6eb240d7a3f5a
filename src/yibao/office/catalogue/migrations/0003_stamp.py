"""Tells whoever remembers rules, mappings or codes when any of them has changed."""

from django.db import migrations

from yibao.office.database.stamps import stamped


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_no_overlap")]

    operations = [
        stamped(
            "catalogue",
            "catalogue_item",
            "catalogue_itemversion",
            "catalogue_paymentrule",
            "catalogue_priceceiling",
            "catalogue_localitem",
            "catalogue_mapping",
            "catalogue_term",
            "catalogue_termversion",
        ),
    ]
