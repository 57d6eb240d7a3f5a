"""The interface of the catalogue (目录接口): items and their rules, terms, mappings."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.utils import timezone
from ninja import Query, Router, Schema

from yibao.office.base.errors import not_found
from yibao.office.base.rights.guard import guarded
from yibao.office.base.rights.request import OfficeRequest
from yibao.office.catalogue.models import Mapping
from yibao.office.catalogue.names import ItemKind, MappingState, TermKind
from yibao.office.catalogue.queries import (
    item_on,
    rules_of_lines,
    search,
    search_terms,
    term_on,
)
from yibao.office.catalogue.queries.mappings import provider_condition

router = Router()
AT_ONCE = 100
NUMBER_MAX = 2**63 - 1

Division = Annotated[str, Query(pattern="^([1-9][0-9]{5})?$")]
Limit = Annotated[int, Query(ge=1, le=50)]


class FoundOut(Schema):
    """An item that a search found."""

    id: int
    code: str
    kind: str
    name: str


class ItemOut(Schema):
    """An item on a day, and how the fund pays for it in a division."""

    code: str
    kind: str
    list_type: str
    name: str
    is_demo: bool
    is_valid: bool
    version: str
    specification: str
    dosage_form: str
    unit: str
    manufacturer: str
    limited_text: str
    chrgitm_lv: str
    first_pay_ppm: int | None
    med_chrgitm_type: str
    level_group: str
    ceiling_e6: int | None
    payment_standard_e6: int | None


class TermOut(Schema):
    """A code of a classification on a day."""

    kind: str
    code: str
    division: str
    name: str
    parent_code: str
    is_grey: bool
    version: str


class TermFoundOut(Schema):
    """A code that a search found."""

    kind: str
    code: str
    division: str
    name: str


class MappingOut(Schema):
    """A local code and its national one."""

    id: int
    fixmedins_code: str
    medins_list_codg: str
    medins_list_name: str
    med_list_codg: str
    state: str
    begndate: date
    enddate: date | None


@router.get("items", response=list[FoundOut])
@guarded("catalogue.item.view")
def find_items(
    request: OfficeRequest, q: str, kind: ItemKind | None = None, limit: Limit = 20
) -> Any:
    """Find items by code, a part of the name or first letters of its Pinyin."""
    del request
    return search(q, limit, None if kind is None else [kind.value])


@router.get("items/{code}", response=ItemOut)
@guarded("catalogue.item.view")
def show_item(
    request: OfficeRequest,
    code: str,
    day: date | None = None,
    division: Division = "",
    level: str = "",
) -> dict[str, Any]:
    """Show an item as it is on a day, with the rules of a division and a level of institutions."""
    del request
    when = day or timezone.localdate()
    found = item_on(code, when, division)
    if found is None:
        raise not_found("item", code)
    (line,) = rules_of_lines([code], [when], division, level)
    version = found.version
    shown = ("version", "specification", "dosage_form", "unit", "manufacturer")
    return {
        "code": code,
        "kind": line.kind,
        "list_type": line.list_type,
        "name": line.name,
        "is_demo": found.item.is_demo,
        "is_valid": line.is_valid,
        **{name: "" if version is None else getattr(version, name) for name in shown},
        "limited_text": line.limited_text,
        "chrgitm_lv": line.chrgitm_lv,
        "first_pay_ppm": line.first_pay_ppm,
        "med_chrgitm_type": line.med_chrgitm_type,
        "level_group": line.level_group,
        "ceiling_e6": line.ceiling_e6,
        "payment_standard_e6": line.payment_standard_e6,
    }


@router.get("terms", response=list[TermFoundOut])
@guarded("catalogue.term.view")
def find_terms(
    request: OfficeRequest, q: str, kind: TermKind | None = None, limit: Limit = 20
) -> Any:
    """Find diagnoses, operations and diseases by code, name or Pinyin."""
    del request
    return search_terms(q, kind).order_by("code", "pk")[:limit]


@router.get("terms/{kind}/{code}", response=TermOut)
@guarded("catalogue.term.view")
def show_term(
    request: OfficeRequest,
    kind: TermKind,
    code: str,
    day: date | None = None,
    division: Division = "",
) -> dict[str, Any]:
    """Show what a code means on a day."""
    del request
    version = term_on(kind, code, day or timezone.localdate(), division)
    if version is None:
        raise not_found("term", code)
    return {
        "kind": kind.value,
        "code": code,
        "division": version.term.division,
        "name": version.name,
        "parent_code": version.parent_code,
        "is_grey": version.is_grey,
        "version": version.version,
    }


@router.get("mappings", response=list[MappingOut])
@guarded("catalogue.mapping.view")
def list_mappings(
    request: OfficeRequest,
    provider: str = "",
    state: MappingState | None = None,
    after: Annotated[int, Query(ge=0, le=NUMBER_MAX)] = 0,
) -> list[dict[str, Any]]:
    """List mappings within reach by number, at most 100 at once."""
    reach = request.granted.reach("catalogue.mapping.view")
    rows = (
        Mapping.objects.select_related("local_item", "item")
        .filter(provider_condition(reach, "local_item__provider"), pk__gt=after)
        .order_by("pk")
    )
    if provider:
        rows = rows.filter(local_item__provider=provider.replace("\0", ""))
    if state is not None:
        rows = rows.filter(state=state)
    return [
        {
            "id": row.pk,
            "fixmedins_code": row.local_item.provider,
            "medins_list_codg": row.local_item.code,
            "medins_list_name": row.local_item.name,
            "med_list_codg": row.item.code,
            "state": row.state,
            "begndate": row.first,
            "enddate": row.last,
        }
        for row in rows[:AT_ONCE]
    ]
