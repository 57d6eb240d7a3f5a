"""On any day there is one version, one rule, one ceiling, one approved mapping."""

from django.db import migrations

KEYS = {
    "itemversion": ("item_id",),
    "termversion": ("term_id",),
    "paymentrule": ("item_id", "division"),
    "priceceiling": ("item_id", "division", "kind", "level_group"),
}
"""By which columns rows of a table share no day."""

TEXTS = {"division", "kind", "level_group"}


def _exclusion(table: str, columns: tuple[str, ...]) -> str:
    keys = [f"int8range({name}, {name}, '[]') WITH &&" for name in columns if name not in TEXTS]
    keys += [
        f"catalogue_code_range({name}, {name}, '[]') WITH &&" for name in columns if name in TEXTS
    ]
    return (
        f"ALTER TABLE catalogue_{table} ADD CONSTRAINT {table}_no_overlap"
        f" EXCLUDE USING gist ({', '.join([*keys, 'during WITH &&'])})"
    )


FORWARD: tuple[str, ...] = (
    'CREATE TYPE catalogue_code_range AS RANGE (subtype = varchar, collation = "C")',
    *(_exclusion(table, columns) for table, columns in KEYS.items()),
    "ALTER TABLE catalogue_mapping ADD CONSTRAINT mapping_no_overlap EXCLUDE USING gist"
    " (int8range(local_item_id, local_item_id, '[]') WITH &&, during WITH &&)"
    " WHERE (state = 'approved')",
)
BACKWARD: tuple[str, ...] = (
    *(f"ALTER TABLE catalogue_{table} DROP CONSTRAINT {table}_no_overlap" for table in KEYS),
    "ALTER TABLE catalogue_mapping DROP CONSTRAINT mapping_no_overlap",
    "DROP TYPE catalogue_code_range",
)


class Migration(migrations.Migration):
    """Add the exclusions."""

    dependencies = (("catalogue", "0001_initial"),)
    operations = (migrations.RunSQL(";\n".join(FORWARD), ";\n".join(BACKWARD)),)
