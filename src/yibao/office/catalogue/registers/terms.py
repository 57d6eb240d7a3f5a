"""The registers of diagnoses, operations, lists of diseases (诊断、手术、病种)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from yibao.office.base.rights.granted import Reach
from yibao.office.catalogue.models import Term, TermMap, TermVersion
from yibao.office.catalogue.names import TermKind
from yibao.office.catalogue.registers.words import CODE, DIVISION, NAME, asked
from yibao.office.catalogue.words import asked_pairs, plain
from yibao.office.screens.register import (
    Column,
    Detail,
    Fact,
    Filter,
    Moment,
    Register,
    Section,
)
from yibao.office.screens.rights import Granted
from yibao.terms.text import Text

_VIEW = "catalogue.term.view"


def _version(term: Term) -> TermVersion | None:
    return TermVersion.objects.filter(term=term, during__contains=timezone.localdate()).first()


def _of_version(name: str) -> Callable[[Term], Any]:
    def value(term: Term) -> Any:
        version = _version(term)
        return None if version is None else getattr(version, name)

    return value


def _search(rows: QuerySet[Term], text: str) -> QuerySet[Term]:
    key = plain(text)
    fits = Q(code__startswith=asked(text).upper()) | Q(name_words__contains=asked_pairs(text))
    if key.isascii():
        fits |= Q(name_key__startswith=key)
    return rows.filter(fits) if key else rows.none()


def _grey(rows: QuerySet[Term], value: bool) -> QuerySet[Term]:
    grey = TermVersion.objects.filter(during__contains=timezone.localdate(), is_grey=True)
    inside = Q(pk__in=grey.values("term_id"))
    return rows.filter(inside if value else ~inside)


def _replaced(term: Term) -> str:
    maps = TermMap.objects.filter(kind=term.kind, new_code=term.code).order_by("source")[:20]
    return "、".join(f"{one.old_code}（{one.source}）" for one in maps)


def _timeline(term: Term, granted: Granted) -> Iterable[Moment]:
    del granted
    return [
        Moment(
            version.first, Text("版本生效", "Version begins"), f"{version.version} {version.name}"
        )
        for version in term.versions.order_by("-during")
    ]


_DETAIL = Detail(
    heading="name",
    subtitle=lambda term: term.code,
    sections=(
        Section(
            Text("分类", "Classification"),
            (
                Fact(CODE, "code", kind="code"),
                Fact(Text("上级编码", "Code above"), _of_version("parent_code"), kind="code"),
                Fact(Text("上级名称", "Name above"), _of_version("parent_name")),
                Fact(Text("灰码", "Grey code"), _of_version("is_grey"), kind="flag"),
                Fact(Text("有效", "Valid"), _of_version("is_valid"), kind="flag"),
                Fact(Text("版本号", "Version"), _of_version("version"), kind="code"),
                Fact(DIVISION, "division", kind="code"),
                Fact(Text("由旧码转来", "In place of"), _replaced),
            ),
        ),
    ),
    timeline=_timeline,
)


def _register(
    thing: str, title: Text, kinds: tuple[TermKind, ...], imports: tuple[str, ...], icon: str
) -> Register:
    named = tuple(kind.value for kind in kinds)

    def rows(granted: Granted, reach: Reach) -> QuerySet[Term]:
        del granted, reach  # classifications are public
        return Term.objects.filter(kind__in=named)

    columns = [Column("code", CODE, kind="code", link=True, sort="code"), Column("name", NAME)]
    filters = [
        Filter("q", Text("编码、名称或拼音", "Code, name or Pinyin"), "search", _search),
        Filter("grey", Text("灰码", "Grey codes"), "flag", _grey),
    ]
    if len(kinds) > 1:
        choices = tuple((kind.value, kind.label) for kind in kinds)
        label = Text("种类", "Kind")
        columns.append(Column("kind", label, kind="choice", choices=choices))
        columns.append(Column("division", DIVISION, kind="code", narrow=False))
        filters[1] = Filter("kind", label, "choice", lambda r, v: r.filter(kind=v), choices=choices)
    return Register(
        code=f"catalogue.{thing}",
        title=title,
        office="catalogue",
        permission=_VIEW,
        rows=rows,
        order=("code", "pk"),
        icon=icon,
        columns=columns,
        filters=filters,
        detail=_DETAIL,
        imports=imports,
        export_permission="catalogue.term.export",
        empty=Text("先导入国家目录文件。", "Import a national file first."),
    )


DIAGNOSES = _register(
    "diagnosis",
    Text("疾病诊断", "Diagnoses"),
    (TermKind.DIAGNOSIS,),
    ("catalogue.n1307", "catalogue.grey_codes", "catalogue.term_maps"),
    "report-medical",
)
OPERATIONS = _register(
    "operation",
    Text("手术操作", "Operations"),
    (TermKind.OPERATION,),
    ("catalogue.n1308", "catalogue.grey_codes", "catalogue.term_maps"),
    "scissors",
)
DISEASES = _register(
    "disease",
    Text("病种和中医分类", "Lists of diseases"),
    tuple(
        kind
        for kind in TermKind
        if kind not in {TermKind.DIAGNOSIS, TermKind.OPERATION} and "reagent" not in kind
    ),
    tuple(f"catalogue.n{number}" for number in (1309, 1310, 1311, 1313, 1314, 1315)),
    "list-details",
)
REAGENT_TERMS = _register(
    "reagent_term",
    Text("试剂分类和指标", "Classes of reagents"),
    tuple(kind for kind in TermKind if "reagent" in kind),
    tuple(f"catalogue.n{number}" for number in (1324, 1325, 1327)),
    "category",
)
