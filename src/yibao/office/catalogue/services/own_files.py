"""Writing the region's own files (本地文件入库): rules, ceilings, local items, code maps."""

from __future__ import annotations

from django.utils import timezone
from psycopg import sql

from yibao.office.catalogue.names import CeilingKind
from yibao.office.catalogue.services.loading import Picked
from yibao.office.catalogue.services.merge import (
    PAYMENT_RULES,
    PRICE_CEILINGS,
    TERM_VERSIONS,
    cursor_of,
    incoming,
    merge,
    names,
)
from yibao.office.imports.kind import Counts, Staged, Writing

RATIO_PPM = (
    "CASE WHEN {0} LIKE '%%\\%%' THEN (rtrim({0}, '%%')::numeric * 10000)::integer"
    " ELSE ({0}::numeric * 1000000)::integer END"
)
"""A share as the file writes it, in parts per million."""


def _dated(picked: Picked, writing: Writing) -> dict[str, sql.Composable]:
    first = sql.SQL("coalesce({}, {}::date)").format(
        picked.day(("begndate",)), sql.Literal(writing.valid_from)
    )
    last = sql.SQL("nullif({}, '9999-12-31'::date) + 1").format(picked.day(("enddate",)))
    return {
        "item_id": sql.SQL("t.id"),
        "division": picked.text(("admdvs",), 6),
        "first_day": first,
        "upper_day": last,
        "evidence": picked.text(("evidence",), 500),
        "is_demo": sql.SQL("false"),
    }


def _incoming(columns: dict[str, sql.Composable], staged: Staged, picked: Picked) -> None:
    listed = sql.SQL(", ").join(
        sql.SQL("{} AS {}").format(value, sql.Identifier(name)) for name, value in columns.items()
    )
    incoming(
        sql.SQL("SELECT {} FROM {} s JOIN catalogue_item t ON t.code = {}").format(
            listed, sql.Identifier(staged.table), picked.cell("med_list_codg")
        )
    )


def write_payment_rules(writing: Writing, staged: Staged) -> Counts:
    """Write a file of payment rules."""
    picked = Picked(staged)
    share = picked.cell("selfpay_prop")
    columns = _dated(picked, writing)
    columns |= {
        "chrgitm_lv": picked.text(("chrgitm_lv",), 3),
        "first_pay_ppm": sql.SQL(RATIO_PPM.replace("%%", "%")).format(share),
        "med_chrgitm_type": picked.text(("med_chrgitm_type",), 6),
        "is_limited": sql.SQL("coalesce({} = '1', false)").format(picked.cell("lmt_used_flag")),
        "limited_text": picked.text(("limited_use",), 4000),
        "level_group": picked.text(("level_group",), 30),
    }
    _incoming(columns, staged, picked)
    return merge(PAYMENT_RULES, writing.import_id)


def write_ceilings(writing: Writing, staged: Staged) -> Counts:
    """Write a file of price ceilings and payment standards."""
    picked = Picked(staged)
    columns = _dated(picked, writing)
    columns |= {
        "kind": picked.text(("ceiling_kind",), 20),
        "level_group": picked.text(("level_group",), 30),
        "price_e6": sql.SQL("({}::numeric * 1000000)::bigint").format(
            picked.cell("hilist_pric_uplmt_amt")
        ),
    }
    _incoming(columns, staged, picked)
    return merge(PRICE_CEILINGS, writing.import_id)


_LOCAL_ITEMS = """
WITH rows AS (
    SELECT {provider} AS provider, {code} AS code, {name} AS name, {list_type} AS list_type,
        {specification} AS specification, {dosage_form} AS dosage_form, {unit} AS unit,
        {manufacturer} AS manufacturer, {approval_number} AS approval_number,
        ({price}::numeric * 1000000)::bigint AS price_e6
    FROM {table} s
), written AS (
    INSERT INTO catalogue_localitem AS t (provider, code, name, list_type, specification,
        dosage_form, unit, manufacturer, approval_number, price_e6, is_active, is_demo)
    SELECT *, true, false FROM rows
    ON CONFLICT (provider, code) DO UPDATE SET name = excluded.name,
        list_type = excluded.list_type, specification = excluded.specification,
        dosage_form = excluded.dosage_form, unit = excluded.unit,
        manufacturer = excluded.manufacturer, approval_number = excluded.approval_number,
        price_e6 = excluded.price_e6, is_active = true
    WHERE (t.name, t.list_type, t.specification, t.dosage_form, t.unit, t.manufacturer,
        t.approval_number, t.price_e6, t.is_active) IS DISTINCT FROM
        (excluded.name, excluded.list_type, excluded.specification, excluded.dosage_form,
        excluded.unit, excluded.manufacturer, excluded.approval_number, excluded.price_e6, true)
    RETURNING (xmax = 0) AS is_new
)
SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM written
"""
_PROPOSALS = """
INSERT INTO catalogue_mapping (local_item_id, item_id, state, proposed_by, proposed_name,
    proposed_at, decided_name, reason, during, digest, import_id)
SELECT l.id, t.id, 'proposed', {account}, {name}, {at}, '', '',
    daterange(coalesce({first}, {given}::date), {last} + 1), '', {import_id}
FROM {table} s
JOIN catalogue_localitem l ON l.provider = {provider} AND l.code = {code}
JOIN catalogue_item t ON t.code = {national}
WHERE NOT EXISTS (
    SELECT 1 FROM catalogue_mapping m
    WHERE m.local_item_id = l.id AND m.item_id = t.id AND m.state IN ('proposed', 'approved')
        AND m.during @> coalesce({first}, {given}::date))
"""


def write_local_items(writing: Writing, staged: Staged) -> Counts:
    """Write a file of providers' own items; rows with a national code propose a mapping."""
    picked = Picked(staged)
    parts: dict[str, sql.Composable] = {
        "table": sql.Identifier(staged.table),
        "provider": picked.text(("fixmedins_code",), 30),
        "code": picked.text(("medins_list_codg",), 50),
        "name": picked.text(("medins_list_name",), 200),
        "list_type": picked.text(("list_type",), 3),
        "specification": picked.text(("spec",), 500),
        "dosage_form": picked.text(("dosform",), 200),
        "unit": picked.text(("prcunt",), 100),
        "manufacturer": picked.text(("prodentp_name",), 500),
        "approval_number": picked.text(("aprvno",), 500),
        "price": picked.cell("pric"),
    }
    proposal = {
        **parts,
        "name": sql.Literal(writing.actor.name),
        "account": sql.SQL("{}::bigint").format(sql.Literal(writing.actor.account_id)),
        "at": sql.Literal(timezone.now()),
        "first": picked.day(("begndate",)),
        "last": picked.day(("enddate",)),
        "given": sql.Literal(writing.valid_from),
        "national": picked.cell("med_list_codg"),
        "import_id": sql.Literal(writing.import_id),
    }
    with cursor_of() as cursor:
        row = cursor.execute(sql.SQL(_LOCAL_ITEMS).format(**parts)).fetchone()
        cursor.execute(sql.SQL(_PROPOSALS).format(**proposal))
    assert row is not None
    new, changed = row
    return Counts(new, changed, staged.rows - new - changed)


def write_maps(writing: Writing, staged: Staged) -> Counts:
    """Write a file of codes that replaced older ones."""
    del writing
    picked = Picked(staged)
    statement = sql.SQL(
        "WITH written AS (INSERT INTO catalogue_termmap AS t (kind, source, old_code, new_code)"
        " SELECT {}, {}, {}, {} FROM {} s ON CONFLICT (kind, source, old_code)"
        " DO UPDATE SET new_code = excluded.new_code WHERE t.new_code <> excluded.new_code"
        " RETURNING (xmax = 0) AS is_new)"
        " SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM written"
    ).format(
        *(picked.cell(field) for field in ("kind", "source", "old_code", "new_code")),
        sql.Identifier(staged.table),
    )
    with cursor_of() as cursor:
        row = cursor.execute(statement).fetchone()
    assert row is not None
    new, changed = row
    return Counts(new, changed, staged.rows - new - changed)


def write_grey_codes(writing: Writing, staged: Staged) -> Counts:
    """Write a file that says which codes are grey, from the import's day on."""
    picked = Picked(staged)
    kept = [name for name in TERM_VERSIONS.values if name != "is_grey"]
    incoming(
        sql.SQL(
            "SELECT v.term_id, {day}::date AS first_day, upper(v.during) AS upper_day, {kept},"
            " coalesce({grey} = '1', true) AS is_grey FROM {table} s"
            " JOIN catalogue_term t ON t.kind = {kind} AND t.code = {code}"
            " JOIN catalogue_termversion v ON v.term_id = t.id AND v.during @> {day}::date"
        ).format(
            day=sql.Literal(writing.valid_from),
            kept=names(kept, "v"),
            grey=picked.cell("is_grey"),
            table=sql.Identifier(staged.table),
            kind=picked.cell("kind"),
            code=picked.cell("code"),
        )
    )
    return merge(TERM_VERSIONS, writing.import_id)


CEILING_KINDS = {kind.value: kind.label for kind in CeilingKind}
"""What a ceiling may be, by the word of the file."""
