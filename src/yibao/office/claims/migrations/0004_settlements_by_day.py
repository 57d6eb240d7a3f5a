"""Find the settlements of a day without reading all of them."""

from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations


class Migration(migrations.Migration):
    """Days come in order of rows, so a block range index finds them and costs nothing."""

    dependencies: ClassVar = [("claims", "0003_differences")]
    operations: ClassVar = [
        migrations.AddIndex(
            "settlement",
            BrinIndex(fields=["settled_on"], name="settlement_day", pages_per_range=32),
        ),
    ]
