"""Writing certificates of reagents and what they cover (试剂注册证入库): rows without days."""

from __future__ import annotations

from collections.abc import Mapping

from psycopg import sql

from yibao.office.catalogue.layouts import NationalFile
from yibao.office.catalogue.services.loading import Picked, selected
from yibao.office.catalogue.services.merge import cursor_of
from yibao.office.imports.kind import Counts, Staged, Writing


def write_certificates(file: NationalFile, writing: Writing, staged: Staged) -> Counts:
    """Write the file of certificates (1326); a certificate stands once, as it is now."""
    picked = Picked(staged)
    columns = {
        "certificate_id": picked.cell(file.key),
        "number": picked.text(("device_registration_number",), 200),
        "product_name": picked.text(file.names, 500),
        "registrant": picked.text(("registrant",), 500),
        "device_class": picked.text(("device_class",), 50),
        "approved_on": picked.day(("approval_date",)),
        "valid_from": picked.day(file.begins),
        "expires_on": picked.day(file.ends),
        "is_valid": picked.valid(),
        "details": picked.details((file.key, "vali_flag")),
    }
    return _replace("catalogue_certificate", "certificate_id", columns, writing, staged)


def write_links(file: NationalFile, writing: Writing, staged: Staged) -> Counts:
    """Write the file that puts reagents under certificates (1323)."""
    picked = Picked(staged)
    item = sql.SQL("(SELECT id FROM catalogue_item t WHERE t.code = {})")
    certificate = sql.SQL("(SELECT id FROM catalogue_certificate t WHERE t.certificate_id = {})")
    columns = {
        "link_id": picked.cell(file.key),
        "item_id": item.format(picked.cell("reagent_product_id")),
        "certificate_id": certificate.format(picked.cell("certificate_id")),
        "device_identifier": picked.text(("device_identifier",), 200),
        "is_valid": picked.valid(),
        "details": picked.details((file.key, "vali_flag")),
    }
    return _replace("catalogue_certificatelink", "link_id", columns, writing, staged)


def _replace(
    table: str,
    key: str,
    columns: Mapping[str, sql.Composable],
    writing: Writing,
    staged: Staged,
) -> Counts:
    """Write rows that have no days: a known key gets what the file says now."""
    names = [sql.Identifier(name) for name in columns]
    changes = sql.SQL(", ").join(sql.SQL("{0} = excluded.{0}").format(name) for name in names)
    statement = sql.SQL(
        "WITH rows AS ({selected}), written AS ("
        "INSERT INTO {table} AS t ({names}, digest, import_id)"
        " SELECT {names}, md5(ROW({names})::text), {import_id} FROM rows"
        " ON CONFLICT ({key}) DO UPDATE SET {changes}, digest = excluded.digest,"
        " import_id = excluded.import_id WHERE t.digest <> excluded.digest"
        " RETURNING (xmax = 0) AS is_new)"
        " SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM written"
    ).format(
        selected=selected(columns, staged),
        table=sql.Identifier(table),
        names=sql.SQL(", ").join(names),
        import_id=sql.Literal(writing.import_id),
        key=sql.Identifier(key),
        changes=changes,
    )
    with cursor_of() as cursor:
        row = cursor.execute(statement).fetchone()
    assert row is not None
    new, changed = row
    return Counts(new, changed, staged.rows - new - changed)
