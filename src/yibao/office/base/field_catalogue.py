"""The field catalogue (数据分类分级目录): class and level of every column of every office."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType
from typing import Any

from django.apps import apps

from yibao.office.base.field import Field
from yibao.office.base.masks import mask
from yibao.office.base.rights.granted import Granted


@cache
def fields() -> Mapping[str, Field]:
    """Return the declared fields by code, in order of offices.

    Raises:
        ValueError: when a field is declared twice, or by another office.

    """
    found: dict[str, Field] = {}
    for office in apps.get_app_configs():
        module = f"{office.name}.fields"
        if not office.name.startswith("yibao.office.") or find_spec(module) is None:
            continue
        for field in getattr(import_module(module), "FIELDS", ()):
            if field.code in found or not field.code.startswith(f"{office.label}."):
                raise ValueError(f"{field.code}: declared twice, or by {office.label}")
            found[field.code] = field
    return MappingProxyType(found)


def columns_without_field() -> list[str]:
    """Return the columns of the offices' tables that nobody classified: none, in a sound house."""
    columns = [
        f"{model._meta.app_label}.{model._meta.model_name}.{column.name}"
        for office in apps.get_app_configs()
        if office.name.startswith("yibao.office.")
        for model in office.get_models()
        for column in model._meta.concrete_fields
    ]
    return [code for code in columns if code not in fields()]


def masked(granted: Granted, code: str, value: Any) -> Any:
    """Return `value`, or its mask where the account lacks ``<office>.<thing>.reveal``.

    The insured see their own data whole: their reach holds nobody else.

    Raises:
        KeyError: for a field that nobody declares; a programmer's mistake.

    """
    field = fields()[code]
    if field.mask is None or value in {None, ""}:
        return value
    office, thing, _ = code.split(".")
    if granted.may(f"{office}.{thing}.reveal"):
        return value
    return mask(field.mask, str(value))
