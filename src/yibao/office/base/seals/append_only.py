"""SQL by which a table refuses every change but new rows, whoever asks."""

from django.db import migrations
from psycopg import sql

_FUNCTION = """
CREATE OR REPLACE FUNCTION yibao_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: the table is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""
_TRIGGERS = """
CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION yibao_append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION yibao_append_only();
"""


def append_only_sql(table: str) -> str:
    """Return the statements; a partition needs the second trigger of its own."""
    return _FUNCTION + sql.SQL(_TRIGGERS).format(table=sql.Identifier(table)).as_string()


def append_only(table: str) -> migrations.RunSQL:
    """Return the step of a migration that makes `table` append-only.

    The owner of the table can still switch a trigger off: what was changed then, seals show.
    """
    name = sql.Identifier(table)
    undo = "DROP TRIGGER append_only_row ON {table}; DROP TRIGGER append_only_table ON {table};"
    return migrations.RunSQL(append_only_sql(table), sql.SQL(undo).format(table=name).as_string())
