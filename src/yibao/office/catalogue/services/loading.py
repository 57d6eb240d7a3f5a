"""Writing the staged rows of national files into their tables (国家目录入库), set by set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from psycopg import sql

from yibao.office.catalogue.layouts import BOOKKEEPING, NationalFile
from yibao.office.catalogue.names import ItemKind
from yibao.office.catalogue.services.merge import (
    INCOMING,
    ITEM_VERSIONS,
    TERM_VERSIONS,
    cursor_of,
    incoming,
    merge,
)
from yibao.office.catalogue.services.named import WORDS, make_words, rename_items, rename_terms
from yibao.office.imports.kind import Counts, Staged, Writing

_OBJECT_PAIRS = 45
"""Columns of one call of jsonb_build_object, which takes a hundred arguments."""

_ITEM_VALUES: Mapping[str, tuple[int, tuple[str, ...]]] = {
    "specification": (
        2000,
        ("drug_spec", "registered_specification", "specification_and_model", "spec"),
    ),
    "dosage_form": (500, ("drug_dosform_name", "dosform_name", "drug_dosform", "dosform")),
    "unit": (
        100,
        ("pricing_unit_name", "prcunt", "min_prcunt", "min_salunt", "packing_unit", "min_unt"),
    ),
    "pack": (500, ("pacspec", "granule_pack", "reagent_pack")),
    "manufacturer": (500, ("prodentp_name", "company", "enterprise")),
    "approval_number": (
        500,
        ("aprvno", "device_registration_number", "filing_number", "registration_numbers"),
    ),
    "content": (4000, ("content", "service_output", "service_note")),
    "limited_text": (4000, ("limited_use", "insurance_limited_use")),
}
"""Of which fields a column of the versions takes the first that is filled, and how much of it."""

_PARENTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "diagnosis": (("subcategory_code", "category_code"), ("subcategory_name", "category_name")),
    "operation": (
        ("detail_code", "subcategory_code", "category_code"),
        ("detail_name", "subcategory_name", "category_name"),
    ),
    "chronic_disease": (("chronic_group_code",), ("chronic_group_name",)),
    "morphology": (("cell_type_code",), ("cell_type",)),
    "tcm_disease": (("system_code", "specialty_code"), ("system_name", "specialty_name")),
    "tcm_syndrome": (
        ("syndrome_attribute_code", "syndrome_category_code"),
        ("syndrome_attribute", "syndrome_category_name"),
    ),
    "reagent_class": (("reagent_class_2_code",), ("reagent_class_2",)),
}
"""Where the fields of the code above a term are, the nearest first."""


class Picked:
    """The cells of a staging table, as SQL; a field that the file lacks is NULL."""

    def __init__(self, staged: Staged) -> None:
        self.staged = staged

    def cell(self, field: str) -> sql.Composable:
        """Return the text of a field."""
        column = self.staged.columns.get(field)
        return sql.SQL("NULL::text") if column is None else sql.Identifier("s", column)

    def first(self, fields: Iterable[str]) -> sql.Composable:
        """Return the first of several fields that is filled."""
        cells = [self.cell(field) for field in fields if field in self.staged.columns]
        if not cells:
            return sql.SQL("NULL::text")
        return sql.SQL("coalesce({})").format(sql.SQL(", ").join(cells))

    def text(self, fields: Iterable[str], length: int) -> sql.Composable:
        """Return the first filled field, cut to a length; empty where there is none."""
        return sql.SQL("left(coalesce({}, ''), {})").format(self.first(fields), sql.Literal(length))

    def day(self, fields: Iterable[str]) -> sql.Composable:
        """Return the first filled field as a day; fields may carry a time behind it."""
        return sql.SQL("left({}, 10)::date").format(self.first(fields))

    def valid(self) -> sql.Composable:
        """Return whether the row is in force; one that says nothing is."""
        return sql.SQL("coalesce({} = '1', true)").format(self.cell("vali_flag"))

    def details(self, left_out: Iterable[str]) -> sql.Composable:
        """Return every other filled field as a JSON object."""
        fields = [f for f in self.staged.columns if f not in BOOKKEEPING | set(left_out)]
        objects = [
            sql.SQL("jsonb_build_object({})").format(
                sql.SQL(", ").join(
                    sql.SQL("{}::text, {}").format(sql.Literal(field), self.cell(field))
                    for field in fields[begin : begin + _OBJECT_PAIRS]
                )
            )
            for begin in range(0, len(fields), _OBJECT_PAIRS)
        ]
        if not objects:
            return sql.SQL("'{{}}'::jsonb")
        return sql.SQL("jsonb_strip_nulls({})").format(sql.SQL(" || ").join(objects))


def _common(file: NationalFile, picked: Picked, writing: Writing) -> dict[str, sql.Composable]:
    given = sql.Literal(writing.valid_from)
    left_out = {file.key, *file.begins, *file.ends, "ver", "version_name", "rid", "vali_flag"}
    last = picked.day(file.ends) if file.ends else sql.SQL("NULL::date")
    begins = picked.day(file.begins) if file.begins else sql.SQL("NULL::date")
    return {
        "code": picked.cell(file.key),
        "first_day": sql.SQL("coalesce({}, {}::date)").format(begins, given),
        "upper_day": sql.SQL("nullif({}, '9999-12-31'::date) + 1").format(last),
        "version": picked.text(("ver",), 50),
        "version_name": picked.text(("version_name",), 200),
        "record_number": picked.text(("rid",), 100),
        "name": sql.SQL("left(coalesce({}, {}), 500)").format(
            picked.first(file.names), picked.cell(file.key)
        ),
        "is_valid": picked.valid(),
        "details": picked.details(left_out),
    }


def selected(columns: Mapping[str, sql.Composable], staged: Staged) -> sql.Composed:
    """Return the query of the staged rows with these columns."""
    listed = sql.SQL(", ").join(
        sql.SQL("{} AS {}").format(value, sql.Identifier(name)) for name, value in columns.items()
    )
    return sql.SQL("SELECT s.row_number, {} FROM {} s").format(listed, sql.Identifier(staged.table))


def write_items(file: NationalFile, writing: Writing, staged: Staged) -> Counts:
    """Write a file of items: unknown codes become items, each row a version."""
    picked = Picked(staged)
    columns = _common(file, picked, writing)
    for name, (length, fields) in _ITEM_VALUES.items():
        columns[name] = picked.text(fields, length)
    columns["kind"] = _kind_of(file, picked)
    incoming(selected(columns, staged))
    return merge_items(writing.import_id)


def merge_items(import_id: int | None, *, is_demo: bool = False) -> Counts:
    """Merge the incoming rows into the items; unknown codes become items."""
    make_words()
    with cursor_of() as cursor:
        cursor.execute(
            sql.SQL(
                "INSERT INTO catalogue_item (code, kind, list_type, name, name_words, name_key,"
                " is_demo) SELECT DISTINCT ON (i.code) i.code, i.kind, coalesce(t.list_type, ''),"
                " i.name, w.words, w.key, {} FROM {} i JOIN {} w ON w.name = i.name"
                " LEFT JOIN (VALUES {}) t (kind, list_type) ON t.kind = i.kind"
                " ORDER BY i.code, i.first_day DESC ON CONFLICT (code) DO NOTHING"
            ).format(sql.Literal(is_demo), INCOMING, WORDS, _list_types())
        )
    _point_at("item_id", sql.SQL("SELECT id FROM catalogue_item t WHERE t.code = i.code"))
    counts = merge(ITEM_VERSIONS, import_id)
    _learn("catalogue_item", "catalogue_itemversion")
    rename_items()
    return counts


def _kind_of(file: NationalFile, picked: Picked) -> sql.Composable:
    if file.kind != "drug":
        return sql.SQL("{}::text").format(sql.Literal(file.kind))
    return sql.SQL("CASE WHEN {} LIKE 'Z%' THEN 'patent_drug' ELSE 'western_drug' END").format(
        picked.cell(file.key)
    )


def _list_types() -> sql.Composed:
    return sql.SQL(", ").join(
        sql.SQL("({}, {})").format(sql.Literal(kind.value), sql.Literal(kind.list_type))
        for kind in ItemKind
    )


def write_terms(file: NationalFile, writing: Writing, staged: Staged) -> Counts:
    """Write a file of codes of a classification; each row is a version."""
    picked = Picked(staged)
    columns = _common(file, picked, writing)
    codes, labels = _PARENTS.get(file.kind, ((), ()))
    columns["parent_code"] = picked.text(codes, 50)
    columns["parent_name"] = picked.text(labels, 500)
    columns["is_grey"] = _greyness(file, picked)
    columns["division"] = picked.text(("admdvs",) if file.kind == "chronic_disease" else (), 6)
    incoming(selected(columns, staged))
    return merge_terms(file.kind, writing.import_id)


def _greyness(file: NationalFile, picked: Picked) -> sql.Composable:
    """Return whether a code is grey: as it was, for the files do not say it readably.

    What their mark of use (使用标记) may hold is printed nowhere; grey codes have their own file.
    """
    return sql.SQL(
        "coalesce((SELECT v.is_grey FROM catalogue_term t"
        " JOIN catalogue_termversion v ON v.term_id = t.id"
        " WHERE t.kind = {} AND t.code = {} ORDER BY lower(v.during) DESC LIMIT 1), false)"
    ).format(sql.Literal(file.kind), picked.cell(file.key))


def merge_terms(kind: str, import_id: int | None) -> Counts:
    """Merge the incoming rows into the terms of a kind; unknown codes become terms."""
    make_words()
    with cursor_of() as cursor:
        cursor.execute(
            sql.SQL(
                "INSERT INTO catalogue_term (kind, code, division, name, name_words, name_key)"
                " SELECT DISTINCT ON (i.code, i.division) {}, i.code, i.division, i.name, w.words,"
                " w.key FROM {} i JOIN {} w ON w.name = i.name"
                " ORDER BY i.code, i.division, i.first_day DESC"
                " ON CONFLICT (kind, code, division) DO NOTHING"
            ).format(sql.Literal(kind), INCOMING, WORDS)
        )
    query = sql.SQL(
        "SELECT id FROM catalogue_term t"
        " WHERE t.kind = {} AND t.code = i.code AND t.division = i.division"
    )
    _point_at("term_id", query.format(sql.Literal(kind)))
    counts = merge(TERM_VERSIONS, import_id)
    _learn("catalogue_term", "catalogue_termversion")
    rename_terms()
    return counts


def _learn(*tables: str) -> None:
    """Let the planner see what came, at once; nothing that follows must wait for autovacuum.

    Without it a renaming was seen to join a million terms row by row with a million names.
    """
    with cursor_of() as cursor:
        for table in tables:
            cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table)))


def _point_at(column: str, query: sql.Composable) -> None:
    with cursor_of() as cursor:
        cursor.execute(
            sql.SQL("ALTER TABLE {} ADD COLUMN {} bigint").format(INCOMING, sql.Identifier(column))
        )
        cursor.execute(
            sql.SQL("UPDATE {} i SET {} = ({})").format(INCOMING, sql.Identifier(column), query)
        )
        cursor.execute(sql.SQL("ANALYZE {}").format(INCOMING))
