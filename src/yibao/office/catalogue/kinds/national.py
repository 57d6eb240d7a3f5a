"""The national files 1301–1327 as kinds of imports (国家目录文件导入)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from yibao.office.catalogue.layouts import NationalFile, files
from yibao.office.catalogue.services.loading import write_items, write_terms
from yibao.office.catalogue.services.registrations import write_certificates, write_links
from yibao.office.imports.kind import Counts, ImportKind, Reference, RowRule, Staged, Writing
from yibao.terms.text import Text

EMPTY_WORDS = ("null", "NULL")
"""How downloaded files write an empty cell."""

_WRITERS: dict[str, Callable[[NationalFile, Writing, Staged], Counts]] = {
    "item": write_items,
    "term": write_terms,
    "certificate": write_certificates,
    "link": write_links,
}
_REFERENCES = {
    "link": (
        Reference(
            ("reagent_product_id",),
            "catalogue_item",
            ("code",),
            Text("没有该试剂产品。", "There is no such reagent product."),
            Text("先导入试剂产品（1322）。", "Import the products (1322) first."),
        ),
        Reference(
            ("certificate_id",),
            "catalogue_certificate",
            ("certificate_id",),
            Text("没有该注册证。", "There is no such certificate."),
            Text("先导入注册证（1326）。", "Import the certificates (1326) first."),
        ),
    )
}


def _rules(file: NationalFile) -> tuple[RowRule, ...]:
    rules = []
    for begins, ends in zip(file.begins, file.ends, strict=False):
        rules.append(
            RowRule(
                ends,
                f"left({{{ends}}}, 10)::date < left({{{begins}}}, 10)::date",
                Text("结束早于开始。", "It ends before it begins."),
                Text("核对开始和结束日期。", "Check both dates."),
            )
        )
    if len(file.names) > 1:
        listed = ", ".join(f"{{{name}}}" for name in file.names)
        rules.append(
            RowRule(
                file.names[0],
                f"coalesce({listed}) IS NULL",
                Text("没有名称。", "The row has no name."),
                Text("填写名称列之一。", "Fill in one of the columns with names."),
            )
        )
    return tuple(rules)


def _key(file: NationalFile) -> tuple[str, ...]:
    division = ("admdvs",) if file.kind == "chronic_disease" else ()
    return (file.key, *division, *file.begins)


def national_kind(file: NationalFile) -> ImportKind:
    """Return the kind of import of a national file."""
    thing = "item" if file.target != "term" else "term"
    return ImportKind(
        code=f"catalogue.n{file.number.lower()}",
        label=file.label,
        permission=f"catalogue.{thing}.import",
        layout=file.columns,
        key=_key(file),
        references=_REFERENCES.get(file.target, ()),
        rules=_rules(file),
        write_table=partial(_WRITERS[file.target], file),
        positional=True,
        empty_words=EMPTY_WORDS,
    )


NATIONAL = tuple(national_kind(file) for file in files().values())
