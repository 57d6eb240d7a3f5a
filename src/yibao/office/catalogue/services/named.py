"""Items and terms get their names into search (名称检索): pairs of characters and Pinyin."""

from __future__ import annotations

from collections.abc import Iterator

from psycopg import sql

from yibao.office.catalogue.services.merge import INCOMING, cursor_of
from yibao.office.catalogue.words import pairs, pinyin_key

WORDS = sql.Identifier("catalogue_words")


def make_words() -> None:
    """Make the temporary table of all names of the incoming rows, with their words."""
    with cursor_of() as cursor:
        cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(WORDS))
        cursor.execute(
            sql.SQL(
                "CREATE TEMPORARY TABLE {} (name text PRIMARY KEY, words text[], key text)"
                " ON COMMIT DROP"
            ).format(WORDS)
        )
        found = cursor.execute(
            sql.SQL("SELECT DISTINCT name FROM {} ORDER BY name").format(INCOMING)
        ).fetchall()
        statement = sql.SQL("COPY {} (name, words, key) FROM STDIN").format(WORDS)
        with cursor.copy(statement) as copy:
            for row in _worded(name for (name,) in found):
                copy.write_row(row)
        cursor.execute(sql.SQL("ANALYZE {}").format(WORDS))


def _worded(found: Iterator[str]) -> Iterator[tuple[str, list[str], str]]:
    for name in found:
        yield name, pairs(name), pinyin_key(name)


def rename_items() -> None:
    """Call the items of the incoming rows as their latest version does."""
    _rename("catalogue_item", "catalogue_itemversion", "item_id")


def rename_terms() -> None:
    """Call the terms of the incoming rows as their latest version does."""
    _rename("catalogue_term", "catalogue_termversion", "term_id")


def _rename(table: str, versions: str, key: str) -> None:
    statement = sql.SQL(
        "UPDATE {table} t SET name = l.name, name_words = w.words, name_key = w.key FROM ("
        "SELECT DISTINCT ON (v.{key}) v.{key} AS id, v.name FROM {versions} v"
        " WHERE v.{key} IN (SELECT {key} FROM {incoming})"
        " ORDER BY v.{key}, lower(v.during) DESC) l"
        " JOIN {words} w ON w.name = l.name WHERE t.id = l.id AND t.name <> l.name"
    ).format(
        table=sql.Identifier(table),
        versions=sql.Identifier(versions),
        key=sql.Identifier(key),
        incoming=INCOMING,
        words=WORDS,
    )
    with cursor_of() as cursor:
        cursor.execute(statement)
