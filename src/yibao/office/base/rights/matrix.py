"""The permission matrix (权限矩阵): every permission that an installed office declares."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType

from django.apps import apps

from yibao.office.base.rights.permission import Permission


@cache
def matrix() -> Mapping[str, Permission]:
    """Return permissions by code, in order of offices.

    Raises:
        ValueError: when two offices declare one code, or one declares for another.

    """
    found: dict[str, Permission] = {}
    for office in apps.get_app_configs():
        module = f"{office.name}.rights"
        if not office.name.startswith("yibao.office.") or find_spec(module) is None:
            continue
        for permission in getattr(import_module(module), "PERMISSIONS", ()):
            if permission.code in found or permission.office != office.label:
                raise ValueError(f"{permission.code}: declared twice, or by {office.label}")
            found[permission.code] = permission
    return MappingProxyType(found)


def permission(code: str) -> Permission:
    """Return the permission `code`.

    Raises:
        KeyError: when nobody declares it; a programmer's mistake.

    """
    return matrix()[code]
