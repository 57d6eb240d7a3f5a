"""Functions that judge the texts of a staging table."""

from django.db import migrations

FORWARD = r"""
CREATE FUNCTION imports_is_date(text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN $1 ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
                   AND left($1, 4) <> '0000'
    THEN substr($1, 9, 2)::int <= CASE substr($1, 6, 2)
      WHEN '02' THEN CASE WHEN left($1, 4)::int % 400 = 0
                            OR left($1, 4)::int % 4 = 0 AND left($1, 4)::int % 100 <> 0
                          THEN 29 ELSE 28 END
      WHEN '04' THEN 30 WHEN '06' THEN 30 WHEN '09' THEN 30 WHEN '11' THEN 30
      ELSE 31 END
    ELSE false END
$$;
CREATE FUNCTION imports_is_time(text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT imports_is_date(left($1, 10))
    AND substr($1, 11) ~ '^ ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$'
$$;
"""
BACKWARD = "DROP FUNCTION imports_is_time(text); DROP FUNCTION imports_is_date(text);"


class Migration(migrations.Migration):
    """Add the functions."""

    dependencies = (("imports", "0001_initial"),)
    operations = (migrations.RunSQL(FORWARD, BACKWARD),)
